package preflight.deployment.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A text for a POSIX shell, split into simple commands as far as that can be done without running
 * it: what branches, loops or pipes is not read, and what is only known when it runs is open.
 */
final class ShellText {

  private static final Set<String> KEYWORDS =
      Set.of(
          "if",
          "then",
          "else",
          "elif",
          "fi",
          "for",
          "while",
          "until",
          "do",
          "done",
          "case",
          "esac",
          "function",
          "{",
          "}",
          "!",
          "[[",
          "eval",
          "source",
          ".",
          "trap");

  private final String text;

  /** Grows while commands that only assign are read. */
  private final Map<String, String> variables;

  private final List<List<String>> commands = new ArrayList<>();
  private List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private int at;

  ShellText(String text, Map<String, String> variables) {
    this.text = text;
    this.variables = variables;
  }

  List<List<String>> commands() throws Unread {
    while (at < text.length()) {
      char next = text.charAt(at++);
      switch (next) {
        case ' ', '\t', '\r' -> endWord();
        case '\n', ';' -> endCommand();
        case '&' -> {
          if (!skip('&')) {
            throw new Unread("it runs a command in the background");
          }
          endCommand();
        }
        case '|', '(', ')', '<', '>' ->
            throw new Unread("its text for the shell is more than commands one after the other");
        case '#' -> {
          if (inWord) {
            word.append(next);
          } else {
            comment();
          }
        }
        case '\\' -> {
          if (!skip('\n') && at < text.length()) {
            add(text.substring(at, ++at));
          }
        }
        case '\'' -> add(until('\''));
        case '"' -> quoted();
        case '$', '`' -> add(expanded(next));
        default -> add(String.valueOf(next));
      }
    }
    endCommand();
    return commands;
  }

  private void add(String part) {
    inWord = true;
    word.append(part);
  }

  private boolean skip(char expected) {
    if (at < text.length() && text.charAt(at) == expected) {
      at++;
      return true;
    }
    return false;
  }

  private void comment() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end;
  }

  private String until(char end) throws Unread {
    int to = text.indexOf(end, at);
    if (to < 0) {
      throw new Unread("its text for the shell has a quote without an end");
    }
    String inside = text.substring(at, to);
    at = to + 1;
    return inside;
  }

  private void quoted() throws Unread {
    inWord = true;
    while (at < text.length()) {
      char next = text.charAt(at++);
      switch (next) {
        case '"' -> {
          return;
        }
        case '\\' -> {
          char escaped = at < text.length() ? text.charAt(at) : '\\';
          if ("$`\"\\".indexOf(escaped) >= 0) {
            at++;
            add(String.valueOf(escaped));
          } else if (!skip('\n')) {
            add("\\");
          }
        }
        case '$', '`' -> add(expanded(next));
        default -> add(String.valueOf(next));
      }
    }
    throw new Unread("its text for the shell has a quote without an end");
  }

  /** What stands for a variable or for the output of a command. */
  private String expanded(char sign) throws Unread {
    if (sign == '`') {
      until('`');
      return Open.MARK;
    }
    if (skip('(')) {
      skipNested();
      return Open.MARK;
    }
    if (skip('{')) {
      String name = until('}');
      return variables.getOrDefault(name, Open.MARK);
    }
    int from = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    if (at == from) {
      boolean special = at < text.length() && "?!$@*#-".indexOf(text.charAt(at)) >= 0;
      at += special ? 1 : 0;
      return special ? Open.MARK : "$";
    }
    return variables.getOrDefault(text.substring(from, at), Open.MARK);
  }

  private void skipNested() throws Unread {
    int depth = 1;
    while (depth > 0) {
      if (at == text.length()) {
        throw new Unread("its text for the shell has a bracket without an end");
      }
      char next = text.charAt(at++);
      depth += next == '(' ? 1 : next == ')' ? -1 : 0;
    }
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }

  private void endCommand() throws Unread {
    endWord();
    if (words.isEmpty()) {
      return;
    }
    if (KEYWORDS.contains(words.getFirst())) {
      throw new Unread("its text for the shell is more than commands one after the other");
    }
    // What only assigns is known to the commands behind it.
    if (words.stream().allMatch(it -> it.matches("(?s)[A-Za-z_][A-Za-z0-9_]*=.*"))) {
      words.forEach(
          it -> variables.put(it.substring(0, it.indexOf('=')), it.substring(it.indexOf('=') + 1)));
    }
    commands.add(words);
    words = new ArrayList<>();
  }
}
