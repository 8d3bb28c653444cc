package preflight.probe.secret.dotenv;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Docker Compose, compose-spec/compose-go {@code dotenv/parser.go}: {@code #} behind a blank ends a
 * bare value, {@code $} is filled in but between single quotes, and a line that does not fit
 * refuses the file.
 */
final class ComposeLines {

  private ComposeLines() {}

  static Map<String, String> of(Text text) {
    Map<String, String> values = new LinkedHashMap<>();
    while (true) {
      text.skip(Text::isSpace);
      if (text.atEnd()) {
        return values;
      }
      if (text.peek() == '#') {
        text.line();
        continue;
      }
      int start = text.mark();
      if (!text.takes("export") || !Text.isBlank(text.peek())) {
        text.back(start);
      }
      text.skip(Text::isBlank);
      String name = Text.stripEnd(text.until(it -> it == '=' || it == ':' || it == '\n'));
      if (!name.chars().allMatch(ComposeLines::isOfName)) {
        throw text.refused(
            "Compose refuses a file with a name of other characters than letters, digits, '_',"
                + " '.', '-', '[' and ']'");
      }
      if (text.atEnd() || text.peek() == '\n') {
        // Compose passes the caller's own variable on.
        continue;
      }
      text.next();
      text.skip(Text::isBlank);
      values.put(name, value(text, values));
    }
  }

  private static boolean isOfName(int c) {
    return Character.isLetterOrDigit(c) || "_.-[]".indexOf(c) >= 0;
  }

  private static String value(Text text, Map<String, String> before) {
    char quote = text.peek();
    if (quote != '"' && quote != '\'') {
      String line = text.line();
      int comment = line.indexOf(" #");
      return ShellLines.filled(
          text, Text.stripEnd(comment < 0 ? line : line.substring(0, comment)), before, true);
    }
    text.next();
    var value = new StringBuilder();
    while (!text.atEnd()) {
      char c = text.next();
      if (c == quote) {
        return quote == '"'
            ? ShellLines.filled(text, unescaped(value.toString()), before, true)
            : value.toString();
      }
      if (c == '\\' && text.peek() == quote) {
        value.append(text.next());
      } else if (c == '\\' && text.peek() == '\\') {
        value.append(c).append(text.next());
      } else {
        value.append(c);
      }
    }
    throw text.refused("Compose refuses a file with a quote that is not closed");
  }

  private static String unescaped(String text) {
    var plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int escape =
          c == '\\' && i + 1 < text.length() ? "abfnrtv\\".indexOf(text.charAt(i + 1)) : -1;
      if (escape >= 0) {
        plain.append("\u0007\b\f\n\r\t\u000b\\".charAt(escape));
        i++;
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
