package preflight.probe.secret.dotenv;

import java.io.Serial;
import java.util.function.IntPredicate;

/** A file that is read from its beginning to its end, byte by byte. */
final class Text {

  private final String all;
  private int at;

  Text(String all) {
    this.all = all;
    // A byte order mark.
    this.at = all.startsWith("\u00ef\u00bb\u00bf") ? 3 : 0;
  }

  boolean atEnd() {
    return at >= all.length();
  }

  /** The next character; a zero at the end. */
  char peek() {
    return atEnd() ? 0 : all.charAt(at);
  }

  char next() {
    return all.charAt(at++);
  }

  boolean takes(String word) {
    boolean there = all.startsWith(word, at);
    at += there ? word.length() : 0;
    return there;
  }

  /** What stands before the first character that fits. */
  String until(IntPredicate end) {
    int start = at;
    while (!atEnd() && !end.test(peek())) {
      at++;
    }
    return all.substring(start, at);
  }

  /** The rest of the line; the line break is passed, too. */
  String line() {
    String line = until(it -> it == '\n');
    if (!atEnd()) {
      at++;
    }
    return line;
  }

  void skip(IntPredicate some) {
    until(some.negate());
  }

  /** Where it is. */
  int mark() {
    return at;
  }

  /** What was passed since then. */
  String since(int mark) {
    return all.substring(mark, at);
  }

  void back(int mark) {
    at = mark;
  }

  /** The position of a character from here on; negative where there is none. */
  int find(char wanted) {
    return all.indexOf(wanted, at);
  }

  /** What stands before a position, which is passed. */
  String upTo(int end) {
    String text = all.substring(at, end);
    at = end + 1;
    return text;
  }

  Stop refused(String why) {
    return new Stop(number(), why, false);
  }

  Stop open(String why) {
    return new Stop(number(), why, true);
  }

  private int number() {
    return 1
        + (int)
            all.substring(0, Math.min(at, all.length())).chars().filter(it -> it == '\n').count();
  }

  static boolean isBlank(int c) {
    return c == ' ' || c == '\t' || c == '\r' || c == 0x0b || c == '\f';
  }

  static boolean isSpace(int c) {
    return isBlank(c) || c == '\n';
  }

  static String stripEnd(String text) {
    int end = text.length();
    while (end > 0 && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  /** Ends the reading of a file. */
  static final class Stop extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    private final int line;
    private final String why;
    private final boolean open;

    Stop(int line, String why, boolean open) {
      super(why, null, false, false);
      this.line = line;
      this.why = why;
      this.open = open;
    }

    int line() {
      return line;
    }

    String why() {
      return why;
    }

    boolean open() {
      return open;
    }
  }
}
