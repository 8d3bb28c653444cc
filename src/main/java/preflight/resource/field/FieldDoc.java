package preflight.resource.field;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import preflight.resource.Kind;
import preflight.resource.ResourceName;
import preflight.resource.SecretSource;
import preflight.resource.Setting;
import preflight.resource.Size;

/**
 * What a key of a profile or pack is, in words; code stands in backticks.
 *
 * @param without what holds where the key is absent: {@code required}, a value, or nothing
 * @param meaning may be empty
 * @param example may be empty
 */
public record FieldDoc(String key, String type, String without, String meaning, String example) {

  public static final String REQUIRED = "required";

  /** Required where no {@code url} says it. */
  public static final String REQUIRED_OR_URL = "required, or in `url`";

  private static final Map<Class<?>, String> WORDS =
      Map.of(
          String.class, "text",
          int.class, "whole number",
          Integer.class, "whole number",
          boolean.class, "true or false",
          Boolean.class, "true or false",
          Duration.class, "duration",
          Size.class, "size",
          URI.class, "URL",
          LocalDate.class, "date");

  /** Every key of a record, in its order. */
  public static List<FieldDoc> of(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .filter(it -> !Keys.isOwnName(it))
        .map(FieldDoc::of)
        .toList();
  }

  private static FieldDoc of(RecordComponent component) {
    Field field = component.getAnnotation(Field.class);
    return new FieldDoc(
        Keys.of(component),
        words(component.getGenericType(), field),
        without(component, field),
        field == null ? "" : field.value() + (field.read() ? "" : " (no check reads it yet)"),
        field == null ? "" : field.example());
  }

  private static String without(RecordComponent component, @Nullable Field field) {
    if (isRequired(component, field)) {
      return field != null && field.inUrl() ? REQUIRED_OR_URL : REQUIRED;
    }
    return field == null ? "" : field.byDefault();
  }

  /** Whether a key must be given: nothing stands for it when it is absent. */
  public static boolean isRequired(RecordComponent component, @Nullable Field field) {
    Class<?> raw = component.getType();
    return raw != Optional.class
        && raw != List.class
        && raw != Map.class
        && (field == null || field.byDefault().isEmpty());
  }

  /** What a single value in place of a mapping is. */
  private static String one(Class<?> mapping, String key) {
    return Arrays.stream(mapping.getRecordComponents())
        .filter(it -> Keys.of(it).equals(key))
        .map(it -> words(it.getGenericType(), it.getAnnotation(Field.class)))
        .findFirst()
        .orElseThrow();
  }

  private static String words(Type type, @Nullable Field field) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      String inner = words(arguments[arguments.length - 1], field);
      if (generic.getRawType() == Optional.class) {
        return inner;
      }
      if (generic.getRawType() == Setting.class) {
        return inner + ", or `secrets.NAME`";
      }
      if (generic.getRawType() == Map.class) {
        Grammar keys = field == null ? Grammar.ANY : field.keys();
        String words = (keys == Grammar.ANY ? Grammar.NAME : keys).words();
        String mapping = "mapping of %ss to %s".formatted(words, inner);
        return field == null || field.keyStandsFor().isEmpty()
            ? mapping
            : words + ", or " + mapping;
      }
      return field != null && field.orOne() ? inner + ", or list of it" : "list of " + inner;
    }
    Class<?> raw = (Class<?>) type;
    if (raw.isEnum()) {
      return Arrays.stream(raw.getEnumConstants())
          .map(it -> "`" + Keys.of((Enum<?>) it) + "`")
          .collect(Collectors.joining(", "));
    }
    if (raw == ResourceName.class) {
      Kind[] kinds = field == null ? new Kind[0] : field.refersTo();
      return Arrays.stream(kinds)
          .map(it -> "`" + it.key() + ".NAME`")
          .collect(Collectors.joining(", "));
    }
    if (raw == FieldReference.class) {
      return "`KIND.NAME.KEY`";
    }
    if (raw == SecretSource.class) {
      return "`secret-manager`, `env` or `file:PATH`";
    }
    if (raw != String.class) {
      String words = WORDS.getOrDefault(raw, "mapping, see below");
      if (field != null && field.orFlag()) {
        return "true or false, or " + words;
      }
      if (field != null && !field.valueStandsFor().isEmpty()) {
        return "%s, or %s".formatted(one(raw, field.valueStandsFor()), words);
      }
      return field == null || field.listStandsFor().isEmpty() ? words : "list, or " + words;
    }
    return field == null ? "text" : field.path() ? "path" : field.grammar().words();
  }
}
