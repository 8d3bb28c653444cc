package preflight.init.writing;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import preflight.check.command.TerminalText;

/** Text of a YAML 1.2 document. */
public final class Document {

  private static final int WIDTH = 110;

  private static final Pattern PLAIN =
      Pattern.compile(
          "[A-Za-z_/.][A-Za-z0-9_./@+-]*(?: [A-Za-z0-9_./@+-]+)*|[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");

  /** What YAML, of any version, takes for something else than a text. */
  private static final Set<String> WORDS =
      Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null");

  private static final Pattern NUMBER =
      Pattern.compile("[.][0-9]+([eE][+-]?[0-9]+)?|\\.(inf|nan|Inf|NaN|INF|NAN)");

  private final StringBuilder text = new StringBuilder();

  private Document() {}

  /**
   * The text of a document.
   *
   * @param head comments before everything else
   */
  public static String of(List<String> head, Node.Mapping root) {
    var document = new Document();
    head.forEach(it -> document.comment("", it));
    root.lines()
        .forEach(it -> {
          if (it.value() instanceof Node.Mapping) {
            document.text.append('\n');
          }
          document.line("", it, 0);
        });
    return document.text.toString();
  }

  private void comment(String indent, String comment) {
    text.append(indent).append("# ").append(TerminalText.line(comment)).append('\n');
  }

  private void line(String indent, Node.Line line, int depth) {
    line.above().forEach(it -> comment(indent, it));
    if (line.key().isEmpty()) {
      return;
    }
    String key = scalar(line.key());
    String beside = line.beside().map(it -> "   # " + TerminalText.line(it)).orElse("");
    String flow = flow(line.value());
    boolean fits = indent.length() + key.length() + 2 + flow.length() <= WIDTH;
    boolean section =
        depth == 0
            && line.value() instanceof Node.Mapping it
            && it.lines().stream().anyMatch(each -> each.value() instanceof Node.Mapping);
    if (quiet(line.value()) && fits && !section) {
      text.append(indent).append(key).append(':');
      text.append(' ').append(flow).append(beside).append('\n');
      return;
    }
    switch (line.value()) {
      case Node.Mapping(List<Node.Line> lines) -> {
        text.append(indent).append(key).append(':').append(beside).append('\n');
        lines.forEach(it -> line(indent + "  ", it, depth + 1));
      }
      case Node.Items(List<Node> items) -> {
        text.append(indent).append(key).append(':').append(beside).append('\n');
        wrapped(indent + "  ", items);
      }
      case Node.Text _, Node.Bare _ ->
          text.append(indent).append(key).append(": ").append(flow).append(beside).append('\n');
    }
  }

  /** Words of a list, as many a line as fit. */
  private void wrapped(String indent, List<Node> items) {
    var row = new StringBuilder(indent).append('[');
    for (int i = 0; i < items.size(); i++) {
      String item = flow(items.get(i)) + (i + 1 < items.size() ? "," : "]");
      if (row.length() + item.length() + 1 > WIDTH) {
        text.append(row).append('\n');
        row = new StringBuilder(indent);
      }
      String last = row.substring(row.length() - 1);
      row.append(last.isBlank() || last.equals("[") ? "" : " ").append(item);
    }
    text.append(row).append('\n');
  }

  /** Whether it can stand on one line. */
  private static boolean quiet(Node node) {
    return !(node instanceof Node.Mapping(List<Node.Line> lines))
        || lines.stream().allMatch(it -> it.silent() && quiet(it.value()));
  }

  private static String flow(Node node) {
    return switch (node) {
      case Node.Text(String text) -> scalar(text);
      case Node.Bare(String text) -> text;
      case Node.Items(List<Node> items) ->
          items.stream().map(Document::flow).collect(Collectors.joining(", ", "[", "]"));
      case Node.Mapping(List<Node.Line> lines) when lines.isEmpty() -> "{}";
      case Node.Mapping(List<Node.Line> lines) ->
          lines.stream()
              .map(it -> scalar(it.key()) + ": " + flow(it.value()))
              .collect(Collectors.joining(", ", "{ ", " }"));
    };
  }

  private static String scalar(String text) {
    boolean plain =
        PLAIN.matcher(text).matches()
            && !NUMBER.matcher(text).matches()
            && !WORDS.contains(text.toLowerCase(java.util.Locale.ROOT));
    return plain ? text : quoted(text);
  }

  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            quoted.append('\\').appendCodePoint(c);
          } else if (c < ' '
              || (c >= 0x7f && c < 0xa0)
              || c == 0x2028
              || c == 0x2029
              || c == 0xfeff) {
            quoted.append("\\u%04x".formatted(c));
          } else {
            quoted.appendCodePoint(c);
          }
        });
    return quoted.append('"').toString();
  }
}
