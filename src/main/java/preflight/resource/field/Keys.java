package preflight.resource.field;

import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import preflight.resource.Resource;
import preflight.resource.ResourceName;

/** How the components of records and the constants of enums are written in YAML. */
public final class Keys {

  private Keys() {}

  /** The key of a component: {@code minBits} is written {@code min-bits}. */
  public static String of(RecordComponent component) {
    Field field = component.getAnnotation(Field.class);
    return field == null || field.key().isEmpty() ? kebab(component.getName()) : field.key();
  }

  /** How a constant is written: {@code VERIFY_CA} as {@code verify-ca}. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether a component is the name of its resource, which stands as the key above it. */
  public static boolean isOwnName(RecordComponent component) {
    return component.getType() == ResourceName.class
        && component.getName().equals("name")
        && Resource.class.isAssignableFrom(component.getDeclaringRecord());
  }

  /** The keys whose values are there, in alphabetical order. */
  public static SortedSet<String> present(Map<String, Optional<?>> values) {
    var present = new TreeSet<String>();
    values.forEach((key, value) -> value.ifPresent(_ -> present.add(key)));
    return present;
  }

  private static String kebab(String camelCase) {
    return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
