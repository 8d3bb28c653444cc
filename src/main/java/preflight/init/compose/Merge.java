package preflight.init.compose;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import preflight.profile.reading.Yaml;

/** The merge key {@code <<} of YAML 1.1, which Compose files use and YAML 1.2 has no more. */
final class Merge {

  private static final String KEY = "<<";

  private Merge() {}

  /** With what it merges in; its own keys win, then the first of several. */
  static Yaml.Mapping of(Yaml.Mapping mapping) {
    List<Yaml> merged =
        switch (mapping.value(KEY).orElse(null)) {
          case null -> List.of();
          case Yaml.Sequence(_, List<Yaml> items) -> items;
          case Yaml one -> List.of(one);
        };
    if (merged.isEmpty()) {
      return mapping;
    }
    Map<String, Yaml.Entry> entries = new LinkedHashMap<>(mapping.entries());
    entries.remove(KEY);
    for (Yaml each : merged) {
      if (each instanceof Yaml.Mapping other) {
        of(other).entries().forEach(entries::putIfAbsent);
      }
    }
    return new Yaml.Mapping(mapping.place(), entries);
  }
}
