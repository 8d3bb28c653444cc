package preflight.profile.decoding;

import java.util.Map;
import java.util.Optional;
import preflight.check.Place;
import preflight.profile.reading.Mistakes;
import preflight.profile.reading.Yaml;
import preflight.profile.reading.YamlParser;
import preflight.resource.field.Field;

/** The values that apply where a key is absent. */
final class Defaults {

  private Defaults() {}

  /** The default of a field, as if it stood at a place. */
  static Yaml of(Field field, Place where) {
    Mistakes mistakes = new Mistakes();
    Optional<Yaml> parsed =
        YamlParser.parse("default", "it: " + field.byDefault(), mistakes)
            .flatMap(it -> it.value("it"));
    return moved(
        parsed.orElseThrow(
            () -> new IllegalStateException("No YAML: " + field.byDefault() + mistakes.all())),
        where);
  }

  private static Yaml moved(Yaml node, Place where) {
    return switch (node) {
      case Yaml.Scalar(_, String text, Yaml.Type type) -> new Yaml.Scalar(where, text, type);
      case Yaml.Sequence sequence ->
          new Yaml.Sequence(where, sequence.items().stream().map(it -> moved(it, where)).toList());
      case Yaml.Mapping mapping -> new Yaml.Mapping(where, Map.copyOf(mapping.entries()));
    };
  }
}
