package preflight.source.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A part of a YAML document with its place; what is not there is an empty one. */
record Yaml(@Nullable Node node) {

  private static final Yaml NOTHING = new Yaml(null);
  private static final String MERGE = "<<";

  /** Empty where the text is no YAML. */
  static Optional<Yaml> of(String text) {
    try {
      return new Compose(LoadSettings.builder().setParseComments(false).build())
          .composeString(text)
          .map(Yaml::new);
    } catch (YamlEngineException _) {
      return Optional.empty();
    }
  }

  Map<String, Yaml> entries() {
    var entries = new LinkedHashMap<String, Yaml>();
    if (node instanceof MappingNode mapping) {
      mapping
          .getValue()
          .forEach(it -> {
            Yaml value = new Yaml(it.getValueNode());
            String key = new Yaml(it.getKeyNode()).text().orElse("");
            if (key.equals(MERGE)) {
              (value.node instanceof SequenceNode ? value.elements() : List.of(value))
                  .forEach(from -> from.entries().forEach(entries::putIfAbsent));
            } else {
              entries.put(key, value);
            }
          });
    }
    return entries;
  }

  Yaml at(String key) {
    return entries().getOrDefault(key, NOTHING);
  }

  /** The elements of a list; one that stands alone is its only one. */
  List<Yaml> elements() {
    if (node instanceof SequenceNode sequence) {
      List<Yaml> all = new ArrayList<>();
      sequence.getValue().forEach(it -> all.addAll(flat(new Yaml(it))));
      return all;
    }
    return node == null ? List.of() : List.of(this);
  }

  /** GitLab joins lists in lists, as aliases make them. */
  private static List<Yaml> flat(Yaml element) {
    return element.node instanceof SequenceNode ? element.elements() : List.of(element);
  }

  Optional<String> text() {
    return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
  }

  List<String> texts() {
    return elements().stream().flatMap(it -> it.text().stream()).toList();
  }

  boolean is(String word) {
    return text().filter(word::equals).isPresent();
  }

  boolean isThere() {
    return node != null;
  }

  /** The line on which its text begins; that of a block is behind its sign. */
  int line() {
    if (node == null) {
      return 1;
    }
    int line = node.getStartMark().map(it -> it.getLine() + 1).orElse(1);
    return node instanceof ScalarNode scalar && scalar.getValue().contains("\n") ? line + 1 : line;
  }
}
