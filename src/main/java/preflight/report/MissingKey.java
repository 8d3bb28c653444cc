package preflight.report;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what a decoded document lacks: a decoder leaves null where a key is absent. */
final class MissingKey {

  private MissingKey() {}

  /** The path of the first key that is missing, such as {@code rootCauses[0].remedy}. */
  static Optional<String> in(Record document) {
    return in(document, "");
  }

  private static Optional<String> in(Record document, String path) {
    for (RecordComponent component : document.getClass().getRecordComponents()) {
      String at = path + (path.isEmpty() ? "" : ".") + component.getName();
      Optional<String> missing = in(value(document, component), component.getAnnotatedType(), at);
      if (missing.isPresent()) {
        return missing;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> in(@Nullable Object value, AnnotatedType type, String path) {
    return switch (value) {
      case null -> type.isAnnotationPresent(Nullable.class) ? Optional.empty() : Optional.of(path);
      case Record record -> in(record, path);
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          Optional<String> missing = element(list.get(i), path + "[" + i + "]");
          if (missing.isPresent()) {
            yield missing;
          }
        }
        yield Optional.empty();
      }
      case Map<?, ?> map ->
          map.entrySet().stream()
              .flatMap(it -> element(it.getValue(), path + "." + it.getKey()).stream())
              .findFirst();
      default -> Optional.empty();
    };
  }

  private static Optional<String> element(@Nullable Object value, String path) {
    return switch (value) {
      case null -> Optional.of(path);
      case Record record -> in(record, path);
      default -> Optional.empty();
    };
  }

  private static @Nullable Object value(Record document, RecordComponent component) {
    try {
      return component.getAccessor().invoke(document);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read " + component, e);
    }
  }
}
