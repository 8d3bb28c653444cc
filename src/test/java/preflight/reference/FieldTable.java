package preflight.reference;

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
import preflight.resource.Field;
import preflight.resource.FieldReference;
import preflight.resource.Grammar;
import preflight.resource.Keys;
import preflight.resource.Kind;
import preflight.resource.ResourceName;
import preflight.resource.SecretSource;
import preflight.resource.Setting;
import preflight.resource.Size;

/** Describes the keys of a record as a table in Markdown. */
final class FieldTable {

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

  private FieldTable() {}

  /** The table; empty for a record without keys. */
  static String of(Class<?> type) {
    List<RecordComponent> components =
        Arrays.stream(type.getRecordComponents()).filter(it -> !Keys.isOwnName(it)).toList();
    return components.isEmpty()
        ? ""
        : """
        | key | type | without it | meaning | example |
        | --- | --- | --- | --- | --- |
        %s
        """
            .formatted(components.stream().map(FieldTable::row).collect(Collectors.joining("\n")));
  }

  /** Whether a key must be given: nothing stands for it when it is absent. */
  static boolean isRequired(RecordComponent component, @Nullable Field field) {
    Class<?> raw = component.getType();
    return raw != Optional.class
        && raw != List.class
        && raw != Map.class
        && (field == null || field.byDefault().isEmpty());
  }

  private static String row(RecordComponent component) {
    Field field = component.getAnnotation(Field.class);
    String without =
        isRequired(component, field)
            ? "required"
            : field == null || field.byDefault().isEmpty() ? "" : code(field.byDefault());
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(
            Keys.of(component),
            words(component.getGenericType(), field),
            without,
            field == null ? "" : cell(field.value() + (field.read() ? "" : " (no check reads it yet)")),
            field == null || field.example().isEmpty() ? "" : code(field.example()));
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
        return "mapping of %ss to %s"
            .formatted((keys == Grammar.ANY ? Grammar.NAME : keys).words(), inner);
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
      return WORDS.getOrDefault(raw, "mapping, see below");
    }
    return field == null ? "text" : field.path() ? "path" : field.grammar().words();
  }

  private static String code(String text) {
    return "`" + cell(text) + "`";
  }

  static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
