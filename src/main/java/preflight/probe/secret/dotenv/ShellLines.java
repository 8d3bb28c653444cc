package preflight.probe.secret.dotenv;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code set -a; . .env} of a POSIX shell (Shell Command Language, 2.2 Quoting and 2.9.1 Simple
 * Commands). A line that is more than assignments would run as a command; what a command prints is
 * not known here.
 */
final class ShellLines {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\$(?:(\\$)|([A-Za-z_][A-Za-z0-9_]*)|\\{([A-Za-z_][A-Za-z0-9_]*)(?:(:?-)([^}]*))?})");

  private final Text text;
  private final Map<String, String> values = new LinkedHashMap<>();

  private ShellLines(Text text) {
    this.text = text;
  }

  static Map<String, String> of(Text text) {
    var lines = new ShellLines(text);
    while (!text.atEnd()) {
      text.skip(it -> it == ' ' || it == '\t' || it == '\n' || it == ';');
      if (text.peek() == '#') {
        text.line();
      } else if (!text.atEnd()) {
        lines.assignment();
      }
    }
    return lines.values;
  }

  private void assignment() {
    int before = text.mark();
    if (!(text.takes("export") && (text.peek() == ' ' || text.peek() == '\t'))) {
      text.back(before);
    }
    text.skip(it -> it == ' ' || it == '\t');
    String name = text.until(it -> it == '=' || it == '\n' || it == ' ' || it == '\t');
    if (!NAME.matcher(name).matches() || text.peek() != '=') {
      throw text.refused(
          "to a shell this is a command and no assignment; NAME=VALUE has no blanks around '=', and"
              + " a value with blanks needs quotes");
    }
    text.next();
    values.put(name, word());
    text.skip(it -> it == ' ' || it == '\t');
    boolean ends = text.atEnd() || text.peek() == '\n' || text.peek() == ';' || text.peek() == '#';
    if (!ends && !followedByAssignment()) {
      throw text.refused(
          "to a shell what follows the first blank of the value is a command; a value with blanks"
              + " needs quotes");
    }
  }

  private boolean followedByAssignment() {
    int here = text.mark();
    String name = text.until(it -> it == '=' || it == '\n' || it == ' ');
    boolean assignment = NAME.matcher(name).matches() && text.peek() == '=';
    text.back(here);
    return assignment;
  }

  private String word() {
    var word = new StringBuilder();
    while (!text.atEnd()) {
      char c = text.peek();
      switch (c) {
        case ' ', '\t', '\n', ';' -> {
          return word.toString();
        }
        case '&', '|', '<', '>', '(', ')' ->
            throw text.refused("to a shell one of & | < > ( ) ends the value; put it in quotes");
        case '`' -> throw command();
        case '\'' -> {
          text.next();
          word.append(text.until(it -> it == '\''));
          close('\'');
        }
        case '"' -> {
          text.next();
          while (!text.atEnd() && text.peek() != '"') {
            word.append(text.peek() == '\\' ? escaped("$`\"\\") : plainOrFilled());
          }
          close('"');
        }
        case '\\' -> word.append(escaped(""));
        default -> word.append(plainOrFilled());
      }
    }
    return word.toString();
  }

  private void close(char quote) {
    if (text.atEnd()) {
      throw text.refused("a shell refuses a file with a quote that is not closed");
    }
    if (text.next() != quote) {
      throw new IllegalStateException("Only its quote ends a quotation");
    }
  }

  /**
   * @param only the characters that a backslash takes their meaning; empty for all
   */
  private String escaped(String only) {
    text.next();
    if (text.atEnd()) {
      return "\\";
    }
    char c = text.next();
    if (c == '\n') {
      return "";
    }
    return only.isEmpty() || only.indexOf(c) >= 0 ? String.valueOf(c) : "\\" + c;
  }

  private String plainOrFilled() {
    char c = text.peek();
    if (c == '`') {
      throw command();
    }
    if (c != '$') {
      return String.valueOf(text.next());
    }
    int start = text.mark();
    text.next();
    char first = text.peek();
    if (first == '(') {
      throw command();
    }
    if (first == '{') {
      text.until(it -> it == '}');
      if (text.atEnd()) {
        throw text.refused("a shell refuses a file with a brace that is not closed");
      }
      text.next();
    } else if (NAME.matcher(String.valueOf(first)).matches()) {
      text.until(it -> it >= 128 || !NAME.matcher("a" + (char) it).matches());
    } else if (Character.isDigit(first) || "@*#?-$!".indexOf(first) >= 0) {
      throw text.open("a shell fills in what stands behind '$', which is not known here");
    }
    String reference = text.since(start);
    return reference.equals("$") ? "$" : filled(text, reference, values, false);
  }

  private Text.Stop command() {
    return text.open("a shell runs a command for this value, whose output is not known here");
  }

  /**
   * Fills in the variables of the file; what the caller's environment says of others is not known.
   *
   * @param doubled whether {@code $$} is a {@code $}
   */
  static String filled(Text text, String value, Map<String, String> before, boolean doubled) {
    if (value.indexOf('$') < 0) {
      return value;
    }
    Matcher reference = REFERENCE.matcher(value);
    var filled = new StringBuilder();
    while (reference.find()) {
      reference.appendReplacement(
          filled, Matcher.quoteReplacement(one(text, reference, before, doubled)));
    }
    reference.appendTail(filled);
    return filled.toString();
  }

  private static String one(
      Text text, Matcher reference, Map<String, String> before, boolean doubled) {
    if (reference.group(1) != null) {
      return doubled ? "$" : "$$";
    }
    String name = reference.group(2) == null ? reference.group(3) : reference.group(2);
    String known = before.get(name);
    String other = reference.group(5);
    if (known != null && !(known.isEmpty() && ":-".equals(reference.group(4)))) {
      return known;
    }
    if (other == null) {
      throw text.open(
          "behind '$' stands a variable that the file does not set, so that its value is not known here");
    }
    return other;
  }
}
