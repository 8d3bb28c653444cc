package preflight.check.command;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Makes a text harmless where a terminal or the runner of a CI system reads it. What no font draws,
 * and the first character of what a runner takes for a command, stand as a backslash, {@code u} and
 * four hex digits: visible to people, and the same text to whoever reads JSON.
 */
public final class TerminalText {

  /**
   * What is a command wherever it stands: {@code ##[} to GitHub's runner, {@code ##vso[} to Azure's
   * agent, {@code ##teamcity[}; and the sections of GitLab and Travis.
   */
  private static final Pattern ANYWHERE =
      Pattern.compile("#(?=#[\\w.-]*\\[)|(?<=section|travis)_(?=(?:start|end|fold|time):)");

  /**
   * What is a command at the start of a line: {@code ::name::} to GitHub's runner, which skips
   * blanks of every kind before it, and the headers of Buildkite.
   */
  private static final Pattern AT_START =
      Pattern.compile(
          "^([\\s\\p{Z}]*+)(:(?=:.*::)|-(?=--\\s)|\\+(?=\\+\\+\\s)|~(?=~~\\s)|\\^(?=\\^\\^\\s))");

  private TerminalText() {}

  /** One line, whatever stands in the text. */
  public static String line(String text) {
    return part(unbroken(text), /* atStart= */ true);
  }

  /** The text with its line breaks and tabs made visible, and nothing else. */
  public static String unbroken(String text) {
    return text.replace("\n", escape('\n')).replace("\t", escape('\t'));
  }

  /**
   * A part of a line; line feeds and tabs stay.
   *
   * @param atStart whether nothing but blanks stands before it
   */
  public static String part(String text, boolean atStart) {
    String drawn = drawn(text);
    if (drawn.contains("##") || drawn.contains("section_") || drawn.contains("travis_")) {
      drawn = ANYWHERE.matcher(drawn).replaceAll(TerminalText::escaped);
    }
    return atStart && mayBegin(drawn)
        ? AT_START.matcher(drawn).replaceFirst(it -> it.group(1) + escaped(it, 2))
        : drawn;
  }

  private static String drawn(String text) {
    int sound = 0;
    while (sound < text.length() && !invisible(text.codePointAt(sound))) {
      sound += Character.charCount(text.codePointAt(sound));
    }
    if (sound == text.length()) {
      return text;
    }
    var drawn = new StringBuilder(text.substring(0, sound));
    text.substring(sound)
        .codePoints()
        .forEach(it -> {
          if (invisible(it)) {
            for (char unit : Character.toChars(it)) {
              drawn.append(escape(unit));
            }
          } else {
            drawn.appendCodePoint(it);
          }
        });
    return drawn.toString();
  }

  /** Controls, marks that turn or join letters, and what Unicode lets a font leave out. */
  private static boolean invisible(int codePoint) {
    if (codePoint < 0x7f) {
      return codePoint < ' ' && codePoint != '\n' && codePoint != '\t';
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> ignorable(codePoint);
    };
  }

  /** Default_Ignorable_Code_Point of Unicode, as far as it is not of those types. */
  private static boolean ignorable(int it) {
    return it == 0x034f
        || it == 0x115f
        || it == 0x1160
        || it == 0x17b4
        || it == 0x17b5
        || (it >= 0x180b && it <= 0x180f)
        || it == 0x2065
        || it == 0x3164
        || (it >= 0xfe00 && it <= 0xfe0f)
        || it == 0xffa0
        || (it >= 0xfff0 && it <= 0xfff8)
        || (it >= 0xe0000 && it <= 0xe0fff);
  }

  private static boolean mayBegin(String line) {
    for (int i = 0; i < line.length(); i++) {
      char at = line.charAt(i);
      if (!Character.isSpaceChar(at) && !Character.isWhitespace(at)) {
        return ":-+~^".indexOf(at) >= 0;
      }
    }
    return false;
  }

  private static String escaped(MatchResult match) {
    return escaped(match, 0);
  }

  /** Twice the backslash, which a replacement takes for its own. */
  private static String escaped(MatchResult match, int group) {
    return "\\" + escape(match.group(group).charAt(0));
  }

  private static String escape(char unit) {
    return "\\u%04x".formatted((int) unit);
  }
}
