package preflight.check.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Pattern;

/**
 * Quotes values for a shell. The result is printable ASCII in one line, whatever the value is: no
 * terminal acts on it, no locale changes it, and no look-alike hides in it.
 */
final class ShellQuoting {

  // An equals sign at the start names a program in zsh, a tilde a home directory.
  private static final Pattern HARMLESS =
      Pattern.compile("[A-Za-z0-9_./:@%+,-][A-Za-z0-9_./:@%+,=-]*");
  private static final Pattern PRINTABLE = Pattern.compile("[ -~]*");
  private static final Pattern SPECIAL = Pattern.compile("['\\\\]");

  private ShellQuoting() {}

  /** A word, or a part of one, outside of quotes. */
  static String word(String value) {
    return HARMLESS.matcher(value).matches() ? value : quoted(value);
  }

  /** The same inside single quotes of our own, which are closed and opened again where needed. */
  static String within(String value) {
    return PRINTABLE.matcher(value).matches() && !SPECIAL.matcher(value).find()
        ? value
        : "'" + quoted(value) + "'";
  }

  private static String quoted(String value) {
    if (!PRINTABLE.matcher(value).matches()) {
      return escaped(value);
    }
    // fish reads a backslash inside single quotes, so that it stands outside of them.
    return "'" + SPECIAL.matcher(value).replaceAll("'\\\\$0'") + "'";
  }

  /**
   * Octal, since all shells that know the form agree about it, and no {@code \'}: a shell that does
   * not know the form reads a dollar sign and a string in single quotes, and runs nothing of it.
   */
  private static String escaped(String value) {
    var text = new StringBuilder("$'");
    for (byte each : value.getBytes(UTF_8)) {
      boolean plain = each >= ' ' && each <= '~' && each != '\'' && each != '\\' && each != '!';
      text.append(plain ? String.valueOf((char) each) : "\\%03o".formatted(each & 0xff));
    }
    return text.append('\'').toString();
  }

  /** Whether it can be written in UTF-8. */
  static boolean isText(String value) {
    return UTF_8.newEncoder().canEncode(value);
  }
}
