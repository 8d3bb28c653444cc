package preflight.source.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import preflight.source.tree.TreePath;

/**
 * A simple command of a shell script: its words without quotes, and the files that it writes to.
 */
public record ShellCommand(List<String> words, List<String> writes) {

  /** Words that stand before a command and are none. */
  private static final Set<String> BEFORE =
      Set.of(
          "if", "then", "else", "elif", "do", "while", "!", "{", "}", "fi", "done", "sudo", "exec",
          "time", "env", "nice", "command");

  public ShellCommand {
    words = List.copyOf(words);
    writes = List.copyOf(writes);
  }

  public String name() {
    String first = words.getFirst();
    return TreePath.name(first);
  }

  public List<String> arguments() {
    return words.subList(1, words.size());
  }

  /** Arguments that are no flags. */
  public List<String> operands() {
    return arguments().stream().filter(it -> !it.startsWith("-")).toList();
  }

  /** What {@code sh -c} is given. */
  private Optional<String> nested() {
    return words.size() > 2
            && Set.of("sh", "bash", "dash").contains(name())
            && words.get(1).matches("-[a-z]*c")
        ? Optional.of(words.get(2))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }

  /** The commands of a script, in order; what is nested in {@code $(…)} is not looked at. */
  public static List<ShellCommand> of(String script) {
    return new Reading(script).all();
  }

  /** Splits a script. */
  private static final class Reading {

    private final String script;
    private final List<ShellCommand> all = new ArrayList<>();
    private List<String> words = new ArrayList<>();
    private List<String> writes = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private boolean writing;

    Reading(String script) {
      this.script = script;
    }

    List<ShellCommand> all() {
      int i = 0;
      while (i < script.length()) {
        i = next(i);
      }
      endCommand();
      return List.copyOf(all);
    }

    private int next(int i) {
      char c = script.charAt(i);
      switch (c) {
        case '\\' -> {
          if (i + 1 < script.length() && script.charAt(i + 1) != '\n') {
            add(script.charAt(i + 1));
          }
          return i + 2;
        }
        case '\'' -> {
          return quoted(i, '\'');
        }
        case '"' -> {
          return quoted(i, '"');
        }
        case '$' -> {
          return dollar(i);
        }
        case ' ', '\t' -> endWord();
        case '\n', ';', '&', '|', '(', ')' -> endCommand();
        case '>' -> {
          // "2>&1" writes to no file.
          if (inWord && word.chars().allMatch(Character::isDigit)) {
            word.setLength(0);
            inWord = false;
          }
          endWord();
          if (i + 1 < script.length() && script.charAt(i + 1) == '&') {
            return i + 3;
          }
          writing = true;
        }
        case '#' -> {
          if (inWord) {
            add(c);
          } else {
            int end = script.indexOf('\n', i);
            return end < 0 ? script.length() : end;
          }
        }
        default -> add(c);
      }
      return i + 1;
    }

    private int quoted(int open, char quote) {
      inWord = true;
      int i = open + 1;
      while (i < script.length() && script.charAt(i) != quote) {
        if (quote == '"' && script.charAt(i) == '\\' && i + 1 < script.length()) {
          i++;
        }
        word.append(script.charAt(i++));
      }
      return i + 1;
    }

    /** A substitution is part of its word, whatever it holds. */
    private int dollar(int i) {
      add('$');
      if (i + 1 >= script.length() || script.charAt(i + 1) != '(') {
        return i + 1;
      }
      int depth = 0;
      int at = i + 1;
      while (at < script.length()) {
        char c = script.charAt(at++);
        word.append(c);
        if (c == '(') {
          depth++;
        } else if (c == ')' && --depth == 0) {
          break;
        }
      }
      return at;
    }

    private void add(char c) {
      word.append(c);
      inWord = true;
    }

    private void endWord() {
      if (!inWord) {
        return;
      }
      if (writing) {
        writes.add(word.toString());
        writing = false;
      } else {
        words.add(word.toString());
      }
      word.setLength(0);
      inWord = false;
    }

    private void endCommand() {
      endWord();
      writing = false;
      int from = 0;
      while (from < words.size()
          && (BEFORE.contains(words.get(from))
              || words.get(from).matches("[A-Za-z_][A-Za-z0-9_]*=.*"))) {
        from++;
      }
      if (from < words.size() || !writes.isEmpty()) {
        List<String> rest = words.subList(from, words.size());
        ShellCommand command = new ShellCommand(rest.isEmpty() ? List.of(":") : rest, writes);
        Optional<String> nested = command.nested();
        all.addAll(nested.isPresent() ? of(nested.get()) : List.of(command));
      }
      words = new ArrayList<>();
      writes = new ArrayList<>();
    }
  }
}
