package preflight.source.python.version;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import preflight.source.syntax.SyntaxTree;

/**
 * The lines of a Python file, as CPython's tokenizer reads them: indentation, brackets, strings and
 * characters, in all of which tree-sitter is lenient. The first mistake ends it.
 */
final class Lines {

  private static final int TAB = 8;
  private static final int DEEPEST = 100;

  private static final Pattern DECLARATION =
      Pattern.compile("^[ \\t\\f]*#.*?coding[:=][ \\t]*([-_.a-zA-Z0-9]+)");
  private static final Pattern NOTHING = Pattern.compile("[ \\t\\f]*(#.*)?");
  private static final Pattern UTF_8 = Pattern.compile("(?i)utf[-_]?8(-.*)?");

  private final SyntaxTree tree;
  private final int end;
  private int at;
  private @Nullable Feature error;

  /** Whether the file is in another encoding than UTF-8. */
  private boolean other;

  private record Bracket(char kind, int at) {}

  /** Columns of an indentation: with tabs to the next multiple of eight, and with tabs as one. */
  private record Indent(int wide, int narrow) {}

  private final Deque<Bracket> brackets = new ArrayDeque<>();
  private final Deque<Indent> indents = new ArrayDeque<>();

  Lines(SyntaxTree tree) {
    this.tree = tree;
    this.end = tree.length();
  }

  /** The first mistake of the file. */
  Optional<Feature> error() {
    indents.push(new Indent(0, 0));
    at = end >= 3 && (tree.at(0) & 0xff) == 0xef && (tree.at(1) & 0xff) == 0xbb ? 3 : 0;
    encoding();
    boolean block = false;
    while (at < end && error == null) {
      block = logicalLine(block);
    }
    if (error == null && !brackets.isEmpty()) {
      Bracket open = brackets.peek();
      fail(open.at(), "the bracket %s is never closed".formatted(open.kind()));
    }
    if (error == null && block) {
      fail(Math.max(0, end - 1), "an indented block is missing at the end of the file");
    }
    return Optional.ofNullable(error);
  }

  /** A file is UTF-8 unless a comment of its first two lines says otherwise (PEP 263). */
  private void encoding() {
    int line = at;
    String declared = "utf-8";
    for (int lines = 0; lines < 2 && line < end; lines++) {
      int next = line;
      while (next < end && !newline(next)) {
        next++;
      }
      String text = tree.text(line, next);
      var declaration = DECLARATION.matcher(text);
      if (declaration.find()) {
        declared = declaration.group(1);
        break;
      }
      if (!NOTHING.matcher(text).matches()) {
        break;
      }
      line = afterNewline(next);
    }
    if (!UTF_8.matcher(declared).matches()) {
      other = true;
      return;
    }
    for (int i = at; i < end; i++) {
      int length = sequence(i);
      if (length == 0) {
        fail(i, "a byte that is not UTF-8, and no declaration of another encoding");
        return;
      }
      i += length - 1;
    }
  }

  /** How many bytes the character at a place has in UTF-8; 0 if it has none. */
  private int sequence(int offset) {
    int lead = peek(offset);
    int length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (lead > 0xf4 || offset + length > end) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((peek(offset + i) & 0xc0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  private void fail(int place, String what) {
    if (error == null) {
      error = new Feature(what, Feature.NEVER, tree.lineAt(place), tree.columnAt(place), true);
    }
  }

  private char peek(int offset) {
    return offset < end ? (char) (tree.at(offset) & 0xff) : '\0';
  }

  private boolean newline(int offset) {
    char it = peek(offset);
    return it == '\n' || it == '\r';
  }

  /**
   * Reads one statement, or the statements of one line.
   *
   * @param block whether the line before opens a block
   * @return whether this line opens one; as before where there is nothing on it
   */
  private boolean logicalLine(boolean block) {
    int start = at;
    int wide = 0;
    int narrow = 0;
    for (; at < end; at++) {
      char it = peek(at);
      if (it == ' ') {
        wide++;
        narrow++;
      } else if (it == '\t') {
        wide = (wide / TAB + 1) * TAB;
        narrow++;
      } else if (it == '\f') {
        wide = 0;
        narrow = 0;
      } else if (it == '\\' && newline(at + 1)) {
        // The next line goes on with this indentation, or with its own; nobody writes that.
        at = afterNewline(at + 1) - 1;
      } else {
        break;
      }
    }
    if (at >= end || newline(at) || peek(at) == '#') {
      skipLine();
      return block;
    }
    if (conflict(start)) {
      return false;
    }
    indent(new Indent(wide, narrow), block);
    return error == null && tokens();
  }

  private boolean conflict(int start) {
    if (at != start) {
      return false;
    }
    for (String marker :
        new String[] {"<<<<<<< ", "======= ", ">>>>>>> ", "=======\n", "=======\r"}) {
      if (tree.text(at, Math.min(end, at + marker.length())).equals(marker)) {
        fail(at, "a marker of a merge conflict: " + marker.strip());
        return true;
      }
    }
    return false;
  }

  private void indent(Indent now, boolean block) {
    Indent before = indents.element();
    if (now.wide() == before.wide()) {
      if (now.narrow() != before.narrow()) {
        fail(at, "tabs and spaces are mixed in the indentation");
      } else if (block) {
        fail(at, "an indented block is missing");
      }
    } else if (now.wide() > before.wide()) {
      if (now.narrow() <= before.narrow()) {
        fail(at, "tabs and spaces are mixed in the indentation");
      } else if (!block) {
        fail(at, "the line is indented, and nothing opens a block");
      }
      indents.push(now);
    } else {
      while (indents.size() > 1 && indents.element().wide() > now.wide()) {
        indents.pop();
      }
      if (block) {
        fail(at, "an indented block is missing");
      } else if (indents.element().wide() != now.wide()) {
        fail(at, "the indentation matches no line above");
      } else if (indents.element().narrow() != now.narrow()) {
        fail(at, "tabs and spaces are mixed in the indentation");
      }
    }
  }

  private void skipLine() {
    while (at < end && !newline(at)) {
      if (peek(at) == '\0') {
        fail(at, "a null byte");
        return;
      }
      at++;
    }
    at = afterNewline(at);
  }

  private int afterNewline(int offset) {
    return peek(offset) == '\r' && peek(offset + 1) == '\n' ? offset + 2 : offset + 1;
  }

  /** Reads to the end of a logical line; whether it ends with a colon. */
  private boolean tokens() {
    boolean colon = false;
    while (at < end && error == null) {
      char it = peek(at);
      if (newline(at)) {
        at = afterNewline(at);
        if (brackets.isEmpty()) {
          return colon;
        }
      } else if (it == '#') {
        while (at < end && !newline(at)) {
          at++;
        }
      } else if (it == ' ' || it == '\t' || it == '\f') {
        at++;
      } else {
        colon = it == ':' && brackets.isEmpty();
        token(0);
      }
    }
    return colon;
  }

  /** Reads one token, or a part of one that matters here. */
  private void token(int depth) {
    char it = peek(at);
    if (it == '"' || it == '\'') {
      string(at, depth);
    } else if (word(it)) {
      int start = at;
      while (at < end && word(peek(at))) {
        at++;
      }
      if ((peek(at) == '"' || peek(at) == '\'') && prefix(start)) {
        string(start, depth);
      } else {
        characters(start);
      }
    } else if (it == '(' || it == '[' || it == '{') {
      brackets.push(new Bracket(it, at++));
    } else if (it == ')' || it == ']' || it == '}') {
      close(it);
    } else if (it == '\\') {
      if (!newline(at + 1)) {
        fail(at, at + 1 >= end ? "the file ends with a backslash" : "a backslash inside of a line");
      } else if (afterNewline(at + 1) >= end) {
        fail(at, "the file ends with a backslash");
      }
      at = afterNewline(at + 1);
    } else if (it == '$' || it == '?' || (it == '!' && peek(at + 1) != '=' && depth == 0)) {
      fail(at, "the character %s has no place here".formatted(it));
    } else if (it < ' ') {
      fail(at, it == '\0' ? "a null byte" : "a control character");
    } else {
      at++;
    }
  }

  private static boolean word(char it) {
    return it >= 0x80
        || it == '_'
        || (it >= 'a' && it <= 'z')
        || (it >= 'A' && it <= 'Z')
        || (it >= '0' && it <= '9');
  }

  /** Letters beyond ASCII are fine; quotes, spaces and dashes of word processors are not. */
  private void characters(int start) {
    boolean plain = true;
    for (int i = start; i < at; i++) {
      plain &= tree.at(i) >= 0;
    }
    if (plain || other) {
      return;
    }
    String word = tree.text(start, at);
    int place = start;
    for (int i = 0; i < word.length(); ) {
      int point = word.codePointAt(i);
      boolean known = point != 0xfffd && Character.isDefined(point);
      if ((known && !Character.isUnicodeIdentifierPart(point))
          || point == 0xfeff
          || point == 0xad) {
        fail(place, "the character U+%04X has no place here".formatted(point));
        return;
      }
      place += Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
      i += Character.charCount(point);
    }
  }

  private void close(char it) {
    char open = it == ')' ? '(' : it == ']' ? '[' : '{';
    if (brackets.isEmpty()) {
      fail(at, "the bracket %s closes nothing".formatted(it));
    } else if (brackets.element().kind() != open) {
      fail(
          at,
          "the bracket %s closes the %s of line %d"
              .formatted(it, brackets.element().kind(), tree.lineAt(brackets.element().at())));
    } else {
      brackets.pop();
    }
    at++;
  }

  private boolean prefix(int start) {
    int length = at - start;
    if (length > 2) {
      return false;
    }
    for (int i = start; i < at; i++) {
      if ("rRbBuUfFtT".indexOf(peek(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Reads a string whose quote, or prefix, is at {@code start}. */
  private void string(int start, int depth) {
    boolean formatted = false;
    at = start;
    while (peek(at) != '"' && peek(at) != '\'') {
      formatted |= "fFtT".indexOf(peek(at)) >= 0;
      at++;
    }
    char quote = peek(at);
    boolean triple = peek(at + 1) == quote && peek(at + 2) == quote;
    at += triple ? 3 : 1;
    body(start, quote, triple, formatted, false, depth);
  }

  /** Reads the text of a string to its closing quote, or of a format to its brace. */
  private void body(
      int start, char quote, boolean triple, boolean formatted, boolean format, int depth) {
    while (at < end && error == null) {
      char it = peek(at);
      if (it == '\\') {
        boolean brace = formatted && (peek(at + 1) == '{' || peek(at + 1) == '}');
        boolean named = formatted && peek(at + 1) == 'N' && peek(at + 2) == '{';
        if (named) {
          int close = at + 3;
          while (close < end && (word(peek(close)) || peek(close) == ' ' || peek(close) == '-')) {
            close++;
          }
          at = peek(close) == '}' ? close + 1 : at + 2;
        } else {
          at += brace ? 1 : newline(at + 1) ? afterNewline(at + 1) - at : 2;
        }
      } else if (it == quote && (!triple || (peek(at + 1) == quote && peek(at + 2) == quote))) {
        if (!format) {
          at += triple ? 3 : 1;
        }
        return;
      } else if (newline(at) && !triple) {
        if (!format) {
          fail(start, "the string is not closed on its line");
        }
        return;
      } else if (formatted && it == '{' && peek(at + 1) == '{' && !format) {
        at += 2;
      } else if (formatted && it == '{') {
        at++;
        replacement(start, quote, triple, depth + 1);
      } else if (format && it == '}') {
        return;
      } else {
        if (it == '\0') {
          fail(at, "a null byte");
        }
        at++;
      }
    }
    if (!format) {
      fail(start, "the string is never closed");
    }
  }

  /** Reads what stands in the braces of an f-string. */
  private void replacement(int start, char quote, boolean triple, int depth) {
    if (depth > DEEPEST) {
      at = end;
      return;
    }
    int outer = brackets.size();
    while (at < end && error == null) {
      char it = peek(at);
      boolean own = brackets.size() == outer;
      if (own && it == '}') {
        at++;
        return;
      } else if (own && it == ':') {
        at++;
        body(start, quote, triple, true, true, depth);
        if (peek(at) != '}') {
          return;
        }
      } else if (newline(at) || it == ' ' || it == '\t') {
        at++;
      } else if (it == '#') {
        while (at < end && !newline(at)) {
          at++;
        }
      } else {
        token(depth);
      }
    }
  }
}
