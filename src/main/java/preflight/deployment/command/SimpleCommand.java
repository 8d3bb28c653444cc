package preflight.deployment.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A program with its arguments, without what shells and wrappers put in front of it.
 *
 * @param environment what is assigned in front of it
 */
record SimpleCommand(List<String> words, Map<String, String> environment) {

  private static final Pattern ASSIGNMENT = Pattern.compile("(?s)([A-Za-z_][A-Za-z0-9_]*)=(.*)");
  private static final Pattern SHELL_FLAGS = Pattern.compile("-[a-z]*c");
  private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "zsh", "ash");

  SimpleCommand {
    words = List.copyOf(words);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /** What a command line runs: itself, or each command of the text that it gives to a shell. */
  static List<SimpleCommand> of(List<String> words, Map<String, String> environment) throws Unread {
    var assigned = new LinkedHashMap<>(environment);
    List<String> rest = words;
    while (!rest.isEmpty()) {
      String first = rest.getFirst();
      var assignment = ASSIGNMENT.matcher(first);
      if (assignment.matches()) {
        assigned.put(assignment.group(1), assignment.group(2));
        rest = rest.subList(1, rest.size());
        continue;
      }
      String program = program(first);
      if (SHELLS.contains(program)) {
        return ofShell(program, rest, assigned);
      }
      switch (program) {
        case "env" -> rest = behind(rest, "-u", "-C");
        case "sudo" -> rest = behind(rest, "-u", "-g", "-h", "-C");
        case "exec" -> rest = behind(rest, "-a");
        case "nice" -> rest = behind(rest, "-n");
        case "command", "nohup", "time", "--" -> rest = behind(rest);
        case "timeout" -> {
          List<String> timed = behind(rest, "-k", "-s");
          rest = timed.subList(Math.min(1, timed.size()), timed.size());
        }
        default -> {
          return List.of(new SimpleCommand(rest, assigned));
        }
      }
    }
    return List.of(new SimpleCommand(List.of(), assigned));
  }

  private static List<SimpleCommand> ofShell(
      String shell, List<String> words, Map<String, String> environment) throws Unread {
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      if (SHELL_FLAGS.matcher(word).matches()) {
        if (i + 1 == words.size()) {
          break;
        }
        return ofText(words.get(i + 1), environment);
      }
      if (!word.startsWith("-") && !word.startsWith("+")) {
        if (!words.get(i - 1).endsWith("o")) {
          throw new Unread("Preflight does not read what the script %s does".formatted(word));
        }
      }
    }
    throw new Unread("Preflight does not read what %s runs".formatted(shell));
  }

  /** The commands of a text for a shell, one after the other. */
  static List<SimpleCommand> ofText(String text, Map<String, String> environment) throws Unread {
    var commands = new ArrayList<SimpleCommand>();
    var assigned = new LinkedHashMap<>(environment);
    for (List<String> words : new ShellText(text, assigned).commands()) {
      for (SimpleCommand command : of(words, assigned)) {
        if (command.words().isEmpty()) {
          assigned.putAll(command.environment());
        } else {
          commands.add(command);
        }
      }
    }
    return commands;
  }

  /** What follows a wrapper and its flags. */
  private static List<String> behind(List<String> words, String... withValue) {
    int i = 1;
    while (i < words.size() && words.get(i).startsWith("-")) {
      i += List.of(withValue).contains(words.get(i)) ? 2 : 1;
    }
    return words.subList(Math.min(i, words.size()), words.size());
  }

  /** The program, without the folder in which it stands. */
  String program() {
    return words.isEmpty() ? "" : program(words.getFirst());
  }

  private static String program(String word) {
    Path name = Path.of(word.replace("\0", "")).getFileName();
    return name == null ? word : name.toString();
  }
}
