package preflight.reference;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import preflight.profile.reading.Placeholders;
import preflight.resource.Kind;
import preflight.resource.ResourceName;
import preflight.resource.SecretSource;
import preflight.resource.Size;
import preflight.resource.field.Field;
import preflight.resource.field.FieldReference;
import preflight.resource.field.Grammar;
import preflight.resource.field.Keys;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The schemas of single values. */
final class ScalarSchema {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String VARIABLE = "\\$\\{env:[A-Za-z_][A-Za-z0-9_]*\\}";
  private static final String PLACEHOLDER =
      "\\{(%s)\\}".formatted(String.join("|", Placeholders.NAMES));
  private static final String SECRET = "secrets\\.[A-Za-z0-9_][A-Za-z0-9_-]*";

  /** Text in a form of its own, as regular expressions. */
  private static final Map<Class<?>, String> FORMS =
      Map.of(
          Duration.class, "\\d{1,9}(ms|s|m|h)",
          Size.class, "\\d{1,9}(\\.\\d{1,3})?(Ki|Mi|Gi|Ti|k|M|G|T)",
          URI.class, "https?://[^/@?#]+(/[^@?#]*)?",
          LocalDate.class, "\\d{4}-\\d{2}-\\d{2}",
          SecretSource.class, "secret-manager|env|file:.+",
          FieldReference.class, "(secrets|connectors|redis|postgres|services|source)\\..+");

  private ScalarSchema() {}

  /** Whether a type is one value though it is a record. */
  static boolean has(Class<?> type) {
    return type == ResourceName.class || FORMS.containsKey(type);
  }

  /** Adds what the others refer to. */
  static void define(ObjectNode definitions) {
    definitions
        .putObject("variable")
        .put("description", "Filled in from the environment of the process")
        .put("pattern", VARIABLE)
        .putArray("type")
        .add("string")
        .add("null");
    definitions
        .putObject("secret")
        .put("description", "The value of a secret of this profile")
        .put("type", "string")
        .put("pattern", "^" + SECRET + "$");
  }

  static ObjectNode secret() {
    return JSON.createObjectNode().put("$ref", "#/$defs/secret");
  }

  /** As people write it: any value may be a variable, and a text may look like a number. */
  static ObjectNode written(Class<?> type, Optional<Field> field) {
    if (type == String.class) {
      return text(field);
    }
    if (type == int.class || type == Integer.class) {
      return orVariable(integer(field));
    }
    if (type == boolean.class || type == Boolean.class) {
      return orVariable(JSON.createObjectNode().put("type", "boolean"));
    }
    if (type.isEnum()) {
      return orVariable(constants(type, true));
    }
    if (type == ResourceName.class) {
      List<Kind> kinds = field.map(it -> List.of(it.refersTo())).orElse(List.of());
      return matching(reference(kinds));
    }
    String form = FORMS.get(type);
    if (form == null) {
      throw new IllegalStateException("No schema for " + type);
    }
    return matching(form);
  }

  /** As a program prints it. */
  static ObjectNode printed(Class<?> type) {
    ObjectNode schema = JSON.createObjectNode();
    if (type.isEnum()) {
      return constants(type, false);
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return schema.put("type", "integer");
    }
    if (type == double.class || type == Double.class) {
      return schema.put("type", "number");
    }
    if (type == boolean.class || type == Boolean.class) {
      return schema.put("type", "boolean");
    }
    if (type == Instant.class) {
      return schema.put("type", "string").put("format", "date-time");
    }
    if (type == String.class || FORMS.containsKey(type) || type == ResourceName.class) {
      return schema.put("type", "string");
    }
    throw new IllegalStateException("No schema for " + type);
  }

  static ObjectNode anyOf(ObjectNode... alternatives) {
    ObjectNode schema = JSON.createObjectNode();
    ArrayNode all = schema.putArray("anyOf");
    Arrays.stream(alternatives).forEach(all::add);
    return schema;
  }

  /** Writes a default given in YAML as the JSON value that it is. */
  static void putDefault(ObjectNode property, String yaml) {
    if (yaml.equals("true") || yaml.equals("false")) {
      property.put("default", Boolean.parseBoolean(yaml));
    } else if (yaml.matches("-?\\d{1,9}")) {
      property.put("default", Integer.parseInt(yaml));
    } else {
      property.put("default", yaml);
    }
  }

  private static ObjectNode text(Optional<Field> field) {
    ObjectNode schema = JSON.createObjectNode();
    schema.putArray("type").add("string").add("number").add("boolean").add("null");
    field.filter(it -> it.min() > 0).ifPresent(_ -> schema.put("minLength", 1));
    field
        .map(Field::grammar)
        .filter(it -> it != Grammar.ANY)
        .ifPresent(it -> schema.put("pattern", orVariable(it.pattern())));
    return schema;
  }

  private static ObjectNode integer(Optional<Field> field) {
    ObjectNode schema = JSON.createObjectNode().put("type", "integer");
    field.ifPresent(it -> schema.put("minimum", Math.max(0, it.min())).put("maximum", it.max()));
    return schema;
  }

  private static ObjectNode constants(Class<?> type, boolean written) {
    ObjectNode schema = JSON.createObjectNode();
    ArrayNode all = schema.putArray("enum");
    for (Object constant : type.getEnumConstants()) {
      Enum<?> it = (Enum<?>) constant;
      all.add(written ? Keys.of(it) : it.name());
    }
    return schema;
  }

  private static String reference(List<Kind> kinds) {
    String keys = kinds.stream().map(Kind::key).collect(Collectors.joining("|"));
    return "(" + keys + ")\\.[A-Za-z0-9_.-]+" + (kinds.size() == 1 ? "|[A-Za-z0-9_-]+" : "");
  }

  private static ObjectNode matching(String form) {
    ObjectNode schema = JSON.createObjectNode().put("pattern", orVariable(form));
    schema.putArray("type").add("string").add("null");
    return schema;
  }

  private static String orVariable(String form) {
    return "^(" + form + ")$|" + VARIABLE + "|" + PLACEHOLDER;
  }

  private static ObjectNode orVariable(ObjectNode schema) {
    return anyOf(schema, JSON.createObjectNode().put("$ref", "#/$defs/variable"));
  }
}
