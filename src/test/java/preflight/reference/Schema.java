package preflight.reference;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import preflight.resource.Setting;
import preflight.resource.field.Field;
import preflight.resource.field.FieldDoc;
import preflight.resource.field.Grammar;
import preflight.resource.field.Keys;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Derives a JSON Schema (2020-12) from a tree of records. */
public final class Schema {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** How a document writes what its records hold. */
  private enum Style {
    /** By people, in YAML: keys and constants in kebab case, scalars that may be variables. */
    WRITTEN,
    /**
     * By a program, in JSON: keys as components, constants by name, all but the optional present.
     */
    PRINTED
  }

  private final ObjectNode definitions = JSON.createObjectNode();
  private final Style style;
  private final boolean merged;

  private Schema(Style style, boolean merged) {
    this.style = style;
    this.merged = merged;
  }

  /** Of a file that stands alone, such as a pack: what is required must be in it. */
  public static ObjectNode ofWritten(Class<? extends Record> root) {
    return new Schema(Style.WRITTEN, false).document(root);
  }

  /** Of a file that others complete, such as a profile: only in lists is anything required. */
  public static ObjectNode ofMerged(Class<? extends Record> root) {
    return new Schema(Style.WRITTEN, true).document(root);
  }

  /** Of a document that a program prints, such as a report. */
  public static ObjectNode of(Class<? extends Record> root) {
    return new Schema(Style.PRINTED, false).document(root);
  }

  private ObjectNode document(Class<? extends Record> root) {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", root.getSimpleName());
    object(root, schema, !merged);
    if (style == Style.WRITTEN) {
      ScalarSchema.define(definitions);
    }
    if (!definitions.isEmpty()) {
      schema.set("$defs", definitions);
    }
    return schema;
  }

  private void object(Class<?> type, ObjectNode schema, boolean complete) {
    type(schema, "object", complete).put("additionalProperties", false);
    ArrayNode required = JSON.createArrayNode();
    ObjectNode properties = schema.putObject("properties");
    for (RecordComponent component : type.getRecordComponents()) {
      if (style == Style.WRITTEN && Keys.isOwnName(component)) {
        continue;
      }
      Field field = component.getAnnotation(Field.class);
      String key = style == Style.WRITTEN ? Keys.of(component) : printedName(component);
      ObjectNode property = type(component.getGenericType(), Optional.ofNullable(field), complete);
      if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        property = ScalarSchema.anyOf(property, nothing());
      }
      if (field != null) {
        describe(property, field);
      }
      properties.set(key, property);
      if (complete && isRequired(component, field)) {
        required.add(key);
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
  }

  /** Some names, such as {@code class}, cannot be a component's own. */
  private static String printedName(RecordComponent component) {
    JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
    return given == null ? component.getName() : given.value();
  }

  private boolean isRequired(RecordComponent component, @Nullable Field field) {
    return switch (style) {
      case PRINTED -> component.getType() != Optional.class;
      case WRITTEN -> FieldDoc.isRequired(component, field);
    };
  }

  private static void describe(ObjectNode property, Field field) {
    String example = field.example().isEmpty() ? "" : ". Example: `" + field.example() + "`";
    property.put("description", field.value() + example);
    if (!field.byDefault().isEmpty()) {
      ScalarSchema.putDefault(property, field.byDefault());
    }
  }

  private ObjectNode type(Type type, Optional<Field> field, boolean complete) {
    return switch (type) {
      case ParameterizedType generic -> container(generic, field, complete);
      case Class<?> raw when raw == Object.class -> JSON.createObjectNode();
      case Class<?> raw
          when raw.isRecord()
              && !ScalarSchema.has(raw)
              && field.filter(Field::orFlag).isPresent() ->
          ScalarSchema.anyOf(ScalarSchema.printed(boolean.class), reference(raw, complete));
      case Class<?> raw
          when raw.isRecord()
              && !ScalarSchema.has(raw)
              && field.filter(it -> !it.valueStandsFor().isEmpty()).isPresent() ->
          ScalarSchema.anyOf(list(raw, field.get().valueStandsFor()), reference(raw, complete));
      case Class<?> raw when raw.isRecord() && !ScalarSchema.has(raw) ->
          field
              .map(Field::listStandsFor)
              .filter(it -> !it.isEmpty())
              .map(it -> ScalarSchema.anyOf(list(raw, it), reference(raw, complete)))
              .orElseGet(() -> reference(raw, complete));
      case Class<?> raw when style == Style.WRITTEN -> ScalarSchema.written(raw, field);
      case Class<?> raw -> ScalarSchema.printed(raw);
      default -> throw new IllegalStateException("No schema for " + type);
    };
  }

  /** The list or value that stands for one key of a mapping. */
  private ObjectNode list(Class<?> type, String key) {
    return Arrays.stream(type.getRecordComponents())
        .filter(it -> Keys.of(it).equals(key))
        .map(it ->
            type(it.getGenericType(), Optional.ofNullable(it.getAnnotation(Field.class)), true))
        .findFirst()
        .orElseThrow();
  }

  private ObjectNode container(ParameterizedType type, Optional<Field> field, boolean complete) {
    Type argument = type.getActualTypeArguments()[type.getActualTypeArguments().length - 1];
    Type raw = type.getRawType();
    if (raw == Optional.class) {
      ObjectNode inner = type(argument, field, complete);
      return inner;
    }
    if (raw == Setting.class) {
      ObjectNode literal = type(argument, field, complete);
      return ScalarSchema.anyOf(literal, ScalarSchema.secret());
    }
    ObjectNode schema = JSON.createObjectNode();
    if (raw == List.class) {
      ObjectNode items = type(argument, field, true);
      type(schema, "array", complete).set("items", items);
      boolean orOne = field.map(Field::orOne).orElse(false);
      return orOne ? ScalarSchema.anyOf(items.deepCopy(), schema) : schema;
    }
    if (raw == Map.class) {
      ObjectNode values = type(argument, field, complete);
      type(schema, "object", complete).set("additionalProperties", values);
      field
          .map(Field::keys)
          .filter(it -> it != Grammar.ANY)
          .ifPresent(
              it -> schema.putObject("propertyNames").put("pattern", "^(" + it.pattern() + ")$"));
      return field
          .filter(it -> !it.keyStandsFor().isEmpty())
          .map(it ->
              ScalarSchema.anyOf(
                  JSON.createObjectNode()
                      .put("type", "string")
                      .put("pattern", "^(" + it.keys().pattern() + ")$"),
                  schema))
          .orElse(schema);
    }
    throw new IllegalStateException("No schema for " + type);
  }

  /** In a file that others complete, {@code null} takes away what they say. */
  private static ObjectNode type(ObjectNode schema, String name, boolean complete) {
    if (complete) {
      schema.put("type", name);
    } else {
      schema.putArray("type").add(name).add("null");
    }
    return schema;
  }

  private ObjectNode reference(Class<?> type, boolean complete) {
    String name = type.getSimpleName();
    if (!definitions.has(name)) {
      ObjectNode definition = definitions.putObject(name);
      object(type, definition, complete);
    }
    return JSON.createObjectNode().put("$ref", "#/$defs/" + name);
  }

  private static ObjectNode nothing() {
    return JSON.createObjectNode().put("type", "null");
  }
}
