package preflight.init.writing;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a document consists of. */
public sealed interface Node {

  /** A text, in quotation marks where YAML would take it for something else. */
  record Text(String text) implements Node {}

  /** A number or a switch. */
  record Bare(String text) implements Node {}

  record Items(List<Node> items) implements Node {
    public Items {
      items = List.copyOf(items);
    }

    public static Items of(Iterable<String> texts) {
      List<Node> items = new java.util.ArrayList<>();
      texts.forEach(it -> items.add(new Text(it)));
      return new Items(items);
    }
  }

  record Mapping(List<Line> lines) implements Node {
    public Mapping {
      lines = List.copyOf(lines);
    }

    public static Mapping of(Line... lines) {
      return new Mapping(Arrays.asList(lines));
    }
  }

  /**
   * A key and what it has; a comment alone has no key.
   *
   * @param above comments, each of which is a line
   * @param beside a comment behind it
   */
  record Line(String key, Node value, List<String> above, Optional<String> beside) {
    public Line {
      above = List.copyOf(above);
    }

    public static Line of(String key, Node value) {
      return new Line(key, value, List.of(), Optional.empty());
    }

    public static Line of(String key, String text) {
      return of(key, new Text(text));
    }

    public Line beside(String comment) {
      return new Line(key, value, above, Optional.of(comment));
    }

    public Line under(List<String> comments) {
      return new Line(key, value, comments, beside);
    }

    boolean silent() {
      return above.isEmpty() && beside.isEmpty();
    }
  }
}
