package preflight.profile.planning;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import preflight.check.plan.Plan;
import preflight.profile.Declared;
import preflight.profile.reading.Yaml;
import preflight.resource.ResourceName;
import preflight.resource.field.Field;
import preflight.resource.field.Keys;

/** Finds what a profile declares though nothing looks at it. */
public final class UnreadFields {

  private final List<Plan.Notice> found = new ArrayList<>();

  private UnreadFields() {}

  public static List<Plan.Notice> in(Declared declared) {
    var fields = new UnreadFields();
    declared.forEach((name, entry) -> fields.look(name, "", entry.value(), name.kind().type()));
    return fields.found;
  }

  private void look(ResourceName name, String above, Yaml node, Class<?> type) {
    if (!(node instanceof Yaml.Mapping mapping) || !type.isRecord()) {
      return;
    }
    for (RecordComponent component : type.getRecordComponents()) {
      String key = Keys.of(component);
      Field field = component.getAnnotation(Field.class);
      Yaml.Entry given = mapping.entries().get(key);
      if (given == null || field == null) {
        continue;
      }
      if (field.read()) {
        look(name, above + key + ".", given.value(), optional(component.getGenericType()));
      } else {
        found.add(
            new Plan.Notice(
                "no check reads '%s%s' of %s yet".formatted(above, key, name), given.place()));
      }
    }
  }

  /** The type of a value that may be left out; what is listed by name is a resource of its own. */
  private static Class<?> optional(Type component) {
    return component instanceof ParameterizedType generic
            && generic.getActualTypeArguments().length == 1
            && generic.getActualTypeArguments()[0] instanceof Class<?> inner
        ? inner
        : component instanceof Class<?> raw ? raw : Object.class;
  }
}
