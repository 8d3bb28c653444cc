package preflight.probe.secret.text;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.probe.SecretValue;

/**
 * The variables of a dotenv file: {@code NAME=value} lines with an optional {@code export}, single
 * or double quotes (which may span lines; double ones know {@code \n}, {@code \"} and {@code \\})
 * and comments. Nothing is substituted. The last assignment of a name wins.
 */
public final class Dotenv {

  private static final Pattern NAME =
      Pattern.compile("\\s*(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \\t]*=[ \\t]*");

  private final Bytes text;
  private final Map<String, SecretValue> values = new LinkedHashMap<>();
  private int at;

  private Dotenv(byte[] file) {
    this.text = Bytes.of(file);
  }

  public static Map<String, SecretValue> parse(byte[] file) {
    var dotenv = new Dotenv(file);
    Matcher name = NAME.matcher(dotenv.text);
    while (dotenv.at < dotenv.text.length()) {
      if (name.region(dotenv.at, dotenv.text.length()).lookingAt()) {
        String key = dotenv.text.name(name.start(1), name.end(1));
        dotenv.at = name.end();
        dotenv.assign(key);
      }
      dotenv.skipLine();
    }
    return dotenv.values;
  }

  private void assign(String name) {
    char first = at < text.length() ? text.charAt(at) : '\n';
    byte[] value = first == '"' || first == '\'' ? quoted(first) : bare();
    values.put(name, new SecretValue(value));
    Arrays.fill(value, (byte) 0);
  }

  private byte[] quoted(char quote) {
    var value = new ByteArrayOutputStream();
    at++;
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at++);
      if (c == '\\' && quote == '"' && at < text.length()) {
        char escaped = text.charAt(at++);
        switch (escaped) {
          case 'n' -> value.write('\n');
          case 'r' -> value.write('\r');
          case 't' -> value.write('\t');
          case '"', '\\', '$' -> value.write(escaped);
          default -> {
            value.write('\\');
            value.write(escaped);
          }
        }
      } else {
        value.write(c);
      }
    }
    at++;
    return value.toByteArray();
  }

  /** Up to the end of the line or a comment, without the blanks before it. */
  private byte[] bare() {
    int start = at;
    while (at < text.length() && !lineEnd(text.charAt(at)) && !comment(start)) {
      at++;
    }
    return text.subSequence(start, at).trimmed().copy();
  }

  private boolean comment(int start) {
    return text.charAt(at) == '#' && (at == start || Bytes.blank((byte) text.charAt(at - 1)));
  }

  private void skipLine() {
    while (at < text.length() && !lineEnd(text.charAt(at))) {
      at++;
    }
    at++;
  }

  private static boolean lineEnd(char c) {
    return c == '\n' || c == '\r';
  }
}
