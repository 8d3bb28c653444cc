package preflight.profile.decoding;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import preflight.resource.field.Field;
import preflight.resource.field.Keys;

/** Remembers what records look like, for asking them is slow and a profile has many of a kind. */
public final class Shapes {

  private final Map<Class<?>, Shape> known = new HashMap<>();

  /** A record: its keys in order, and how to make one. */
  public record Shape(List<Part> parts, Constructor<?> constructor) {
    List<String> keys() {
      return parts.stream().filter(it -> !it.ownName()).map(Part::key).toList();
    }
  }

  /**
   * A component.
   *
   * @param ownName whether it is the resource's name, which is no key
   */
  public record Part(String key, Type type, Class<?> raw, @Nullable Field field, boolean ownName) {}

  public Shape of(Class<?> type) {
    return known.computeIfAbsent(type, Shapes::look);
  }

  private static Shape look(Class<?> type) {
    List<Part> parts = new ArrayList<>();
    for (RecordComponent it : type.getRecordComponents()) {
      Field field = it.getAnnotation(Field.class);
      parts.add(
          new Part(Keys.of(it), it.getGenericType(), it.getType(), field, Keys.isOwnName(it)));
    }
    Class<?>[] types = parts.stream().map(Part::raw).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return new Shape(List.copyOf(parts), constructor);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("Every record has a canonical constructor", e);
    }
  }
}
