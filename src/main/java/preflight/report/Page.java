package preflight.report;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import preflight.check.command.Command;
import preflight.check.command.TerminalText;

/** Writes indented, wrapped lines, and nothing that a terminal would take for a command. */
public final class Page {

  private static final String INDENT = "    ";
  private static final int LABEL = 10;
  private static final Pattern LINES = Pattern.compile("\\s*\\R\\s*");

  private final PrintWriter out;
  private final Style style;

  public Page(PrintWriter out, Style style) {
    this.out = out;
    this.style = style;
  }

  public Style style() {
    return style;
  }

  public void blank() {
    out.println();
  }

  /** One line as it is; its parts are already clean. */
  public void line(String text) {
    out.println(text.stripTrailing());
  }

  /** Wrapped text under an indent. */
  public void text(String indent, String text) {
    text(indent, text, UnaryOperator.identity());
  }

  /** Wrapped text under an indent, each line painted. */
  public void text(String indent, String text, UnaryOperator<String> paint) {
    wrap(shown(text), style.width() - indent.length())
        .forEach(it -> out.println(indent + paint.apply(it)));
  }

  /** {@code label text}, wrapped with a hanging indent; nothing for an empty text. */
  public void field(String label, String text) {
    if (text.isEmpty()) {
      return;
    }
    List<String> lines = wrap(shown(text), style.width() - INDENT.length() - LABEL);
    for (int i = 0; i < lines.size(); i++) {
      out.println(INDENT + label(i == 0 ? label : "") + lines.get(i));
    }
  }

  /** Several under one label, each wrapped on its own. */
  public void fields(String label, List<String> texts) {
    for (int i = 0; i < texts.size(); i++) {
      field(i == 0 ? label : "", texts.get(i));
    }
  }

  /** Words that belong together, as many on a line as fit. */
  public void list(String label, List<String> words) {
    int room = Math.max(20, style.width() - INDENT.length() - LABEL);
    List<String> lines = new ArrayList<>();
    for (String word : words.stream().map(this::shown).toList()) {
      String last = lines.isEmpty() ? "" : lines.getLast();
      if (lines.isEmpty() || last.length() + 2 + word.length() > room) {
        lines.add(word);
      } else {
        lines.set(lines.size() - 1, last + "  " + word);
      }
    }
    for (int i = 0; i < lines.size(); i++) {
      out.println(INDENT + label(i == 0 ? label : "") + lines.get(i));
    }
  }

  /** Commands are for copying: one a line, never wrapped, and not a letter of them changed. */
  public void commands(String label, List<Command> commands) {
    for (int i = 0; i < commands.size(); i++) {
      out.println(INDENT + label(i == 0 ? label : "") + commands.get(i));
    }
  }

  private String label(String label) {
    return style.faint(label) + " ".repeat(Math.max(1, LABEL - label.length()));
  }

  /** A text as this page can show it. */
  public String shown(String text) {
    return style.words(clean(text));
  }

  /** What comes from a target may hold anything: controls, escapes, marks that turn the line. */
  public static String clean(String text) {
    return TerminalText.line(LINES.matcher(text.strip()).replaceAll(" | "));
  }

  public static List<String> wrap(String text, int width) {
    int room = Math.max(20, width);
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (rest.length() > room) {
      int at = rest.lastIndexOf(' ', room);
      int cut = at > room / 3 ? at : rest.indexOf(' ', room);
      if (cut < 0) {
        break;
      }
      lines.add(rest.substring(0, cut).stripTrailing());
      rest = rest.substring(cut).stripLeading();
    }
    lines.add(rest);
    return lines;
  }
}
