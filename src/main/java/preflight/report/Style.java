package preflight.report;

import java.util.regex.Pattern;
import preflight.diagnosis.Verdict;

/**
 * What the place that a report is written to can show.
 *
 * @param width columns; text is wrapped to it, commands never are
 */
public record Style(boolean color, boolean unicode, int width) {

  /** Every sequence that {@link #paint} writes. */
  static final Pattern PAINT = Pattern.compile("\u001b\\[(?:0|1|1;31|2|32|33)m");

  public static final Style PLAIN = new Style(false, true, 100);

  String passedSymbol() {
    return unicode ? "✓" : "ok";
  }

  String failedSymbol() {
    return unicode ? "✗" : "FAIL";
  }

  String unknownSymbol() {
    return "?";
  }

  String dot() {
    return unicode ? " · " : " - ";
  }

  String because() {
    return unicode ? "← " : "<- ";
  }

  String more() {
    return unicode ? "…" : "...";
  }

  String bold(String text) {
    return paint("1", text);
  }

  String red(String text) {
    return paint("1;31", text);
  }

  String green(String text) {
    return paint("32", text);
  }

  String yellow(String text) {
    return paint("33", text);
  }

  String faint(String text) {
    return paint("2", text);
  }

  String verdict(Verdict verdict, String text) {
    return switch (verdict) {
      case GO -> green(text);
      case GO_WITH_WARNINGS, INCONCLUSIVE -> yellow(text);
      case NO_GO -> red(text);
    };
  }

  private String paint(String code, String text) {
    return color && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /** The text as far as the place has letters for it. */
  String words(String text) {
    return unicode
        ? text
        : text.replace('·', '-')
            .replace("…", "...")
            .replace("←", "<-")
            .replace("→", "->")
            .replaceAll("[^\\p{ASCII}]", "?");
  }
}
