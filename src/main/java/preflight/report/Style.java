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

  public String passedSymbol() {
    return unicode ? "✓" : "ok";
  }

  public String failedSymbol() {
    return unicode ? "✗" : "FAIL";
  }

  public String unknownSymbol() {
    return "?";
  }

  public String dot() {
    return unicode ? " · " : " - ";
  }

  public String because() {
    return unicode ? "← " : "<- ";
  }

  public String bold(String text) {
    return paint("1", text);
  }

  public String red(String text) {
    return paint("1;31", text);
  }

  public String green(String text) {
    return paint("32", text);
  }

  public String yellow(String text) {
    return paint("33", text);
  }

  public String faint(String text) {
    return paint("2", text);
  }

  public String verdict(Verdict verdict, String text) {
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
  public String words(String text) {
    return unicode
        ? text
        : text.replace('·', '-')
            .replace("…", "...")
            .replace("←", "<-")
            .replace("→", "->")
            .replaceAll("[^\\p{ASCII}]", "?");
  }
}
