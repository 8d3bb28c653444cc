package preflight.probe.secret.dotenv;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * python-dotenv, {@code parser.py} and {@code variables.py}: a {@code #} behind a blank ends a bare
 * value, <code>${NAME}</code> is filled in everywhere, also between single quotes, and a line that
 * does not fit is left out.
 */
final class PythonLines {

  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{([^}:]*)(?::-([^}]*))?}", Pattern.CASE_INSENSITIVE);
  private static final Pattern COMMENT = Pattern.compile("\\s+#.*", Pattern.DOTALL);

  private PythonLines() {}

  static Map<String, String> of(Text text) {
    Map<String, String> values = new LinkedHashMap<>();
    while (!text.atEnd()) {
      text.skip(Text::isSpace);
      int start = text.mark();
      if (!text.atEnd() && !binding(text, values)) {
        text.back(start);
        text.until(it -> it == '\n' || it == '\r');
      }
    }
    return values;
  }

  /** Whether a line and what its quotes span is one. */
  private static boolean binding(Text text, Map<String, String> values) {
    if (text.peek() == '#') {
      text.until(it -> it == '\n' || it == '\r');
      return true;
    }
    int before = text.mark();
    if (!text.takes("export") || !Text.isBlank(text.peek())) {
      text.back(before);
    }
    text.skip(PythonLines::isBlank);
    Optional<String> name = name(text);
    if (name.isEmpty()) {
      return false;
    }
    text.skip(PythonLines::isBlank);
    Optional<String> value = Optional.empty();
    boolean assigned = text.takes("=");
    if (assigned) {
      boolean spaced = isBlank(text.peek());
      text.skip(PythonLines::isBlank);
      value = value(text, spaced);
      if (value.isEmpty()) {
        return false;
      }
    }
    text.skip(PythonLines::isBlank);
    if (text.peek() == '#') {
      text.until(it -> it == '\n' || it == '\r');
    }
    if (!text.atEnd() && text.peek() != '\n' && text.peek() != '\r') {
      return false;
    }
    value.ifPresent(it -> values.put(name.get(), filled(it, values)));
    return true;
  }

  private static Optional<String> name(Text text) {
    if (text.takes("'")) {
      String quoted = text.until(it -> it == '\'');
      return text.takes("'") && !quoted.isEmpty() ? Optional.of(quoted) : Optional.empty();
    }
    String bare = text.until(it -> it == '=' || it == '#' || Text.isSpace(it));
    return bare.isEmpty() ? Optional.empty() : Optional.of(bare);
  }

  private static Optional<String> value(Text text, boolean spaced) {
    char quote = text.peek();
    if (quote == '\'' || quote == '"') {
      return quoted(text, quote);
    }
    String bare = text.until(it -> it == '\n' || it == '\r');
    return Optional.of(
        spaced && bare.startsWith("#")
            ? ""
            : Text.stripEnd(COMMENT.matcher(bare).replaceFirst("")));
  }

  private static Optional<String> quoted(Text text, char quote) {
    text.next();
    String escapes = quote == '"' ? "\\'\"abfnrtv" : "\\'";
    var value = new StringBuilder();
    while (!text.atEnd()) {
      char c = text.next();
      if (c == quote) {
        return Optional.of(value.toString());
      }
      // A closing quote behind a backslash is none, also where that is itself behind one.
      if (c == '\\' && !text.atEnd() && escapes.indexOf(text.peek()) >= 0) {
        value.append(decoded(text.next()));
      } else {
        value.append(c);
      }
    }
    return Optional.empty();
  }

  private static char decoded(char escape) {
    return switch (escape) {
      case 'a' -> 7;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 0x0b;
      default -> escape;
    };
  }

  /** What the caller's environment says in place of a variable of the file is not known. */
  private static String filled(String value, Map<String, String> before) {
    return REFERENCE
        .matcher(value)
        .replaceAll(it -> {
          String other = it.group(2) == null ? "" : it.group(2);
          return Matcher.quoteReplacement(before.getOrDefault(it.group(1), other));
        });
  }

  private static boolean isBlank(int c) {
    return Text.isBlank(c) && c != '\r';
  }
}
