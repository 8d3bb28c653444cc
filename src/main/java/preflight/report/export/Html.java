package preflight.report.export;

import preflight.check.command.TerminalText;

/** Text as HTML and SVG have it: never a tag, never the end of an attribute. */
final class Html {

  private Html() {}

  static String text(String text) {
    return TerminalText.line(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** An element of one class that holds text. */
  static String element(String tag, String type, String text) {
    return "<%s class=\"%s\">%s</%s>".formatted(tag, text(type), text(text), tag);
  }

  static String element(String tag, String text) {
    return "<%s>%s</%s>".formatted(tag, text(text), tag);
  }
}
