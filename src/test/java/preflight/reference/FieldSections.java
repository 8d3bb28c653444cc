package preflight.reference;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import preflight.resource.field.Field;
import preflight.resource.field.FieldDoc;
import preflight.resource.field.Keys;

/** Describes a tree of records, one section for each under the path at which it stands. */
final class FieldSections {

  /** Its keys are those of the resources, which are described where they are listed. */
  private static final String DEFAULTS = "defaults.";

  private final StringBuilder sections = new StringBuilder();

  private FieldSections() {}

  static String of(Class<? extends Record> root) {
    FieldSections all = new FieldSections();
    all.add("", root);
    return all.sections.toString();
  }

  private void add(String path, Class<?> type) {
    if (!path.isEmpty()) {
      sections.append("## `").append(path).append("`\n\n");
    }
    sections.append(FieldTable.of(FieldDoc.of(type))).append('\n');
    for (RecordComponent component : type.getRecordComponents()) {
      if (!Keys.isOwnName(component) && component.isAnnotationPresent(Field.class)) {
        String inner = (path.isEmpty() ? "" : path + ".") + Keys.of(component);
        follow(inner, component.getGenericType());
      }
    }
  }

  private void follow(String path, Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      String step =
          generic.getRawType() == Map.class ? ".N" : generic.getRawType() == List.class ? "[]" : "";
      follow(path + step, arguments[arguments.length - 1]);
    } else if (type instanceof Class<?> raw
        && raw.isRecord()
        && !ScalarSchema.has(raw)
        && !path.startsWith(DEFAULTS)) {
      add(path, raw);
    }
  }
}
