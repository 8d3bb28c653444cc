package preflight.source.image.requirement;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** A TOML document, and on which of its lines a name stands. */
record Toml(JsonNode root, String text) {

  private static final TomlMapper MAPPER = new TomlMapper();

  private static final Pattern NAME = Pattern.compile("name = \"([^\"]+)\"");

  static Optional<Toml> of(String text) {
    try {
      return Optional.of(new Toml(MAPPER.readTree(text), text));
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  JsonNode at(String... keys) {
    JsonNode node = root;
    for (String key : keys) {
      node = node.path(key);
    }
    return node;
  }

  static Stream<String> strings(JsonNode array) {
    return array.valueStream().filter(JsonNode::isString).map(JsonNode::stringValue);
  }

  static String string(JsonNode node) {
    return node.isString() ? node.stringValue() : "";
  }

  /** The first line that has a word, or 1. */
  int line(String word) {
    return lineOf(text, word);
  }

  /** The first line of a text that has a word, or 1. */
  static int lineOf(String text, String word) {
    List<String> lines = text.lines().toList();
    String sought = word.toLowerCase(Locale.ROOT);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).toLowerCase(Locale.ROOT).contains(sought)) {
        return i + 1;
      }
    }
    return 1;
  }

  /** Lines of the tables of a lock, by the normalised name in them. */
  Map<String, Integer> nameLines() {
    Map<String, Integer> lines = new HashMap<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      Matcher name = NAME.matcher(line);
      if (name.matches()) {
        lines.putIfAbsent(Distribution.normalised(name.group(1)), number);
      }
    }
    return lines;
  }
}
