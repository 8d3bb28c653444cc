package preflight.source.python;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.source.tree.TreePath;

/**
 * What a container's command makes Python import first.
 *
 * @param modules dotted names that are imported
 * @param scripts image paths of files that are run
 * @param folders image paths that stand on the module search path because of it
 * @param understood whether every program of it is known; otherwise there may be more
 */
public record StartCommand(
    List<String> modules, List<String> scripts, List<String> folders, boolean understood) {

  private static final Set<String> WRAPPERS =
      Set.of(
          "exec",
          "env",
          "dumb-init",
          "tini",
          "/tini",
          "catatonit",
          "gosu",
          "su-exec",
          "nice",
          "poetry",
          "uv",
          "pipenv",
          "pdm",
          "hatch",
          "rye",
          "ddtrace-run",
          "opentelemetry-instrument",
          "newrelic-admin",
          "run-program",
          "run",
          "--",
          "then",
          "do",
          "time",
          "nohup",
          "sudo",
          "&&",
          "||");
  private static final Set<String> SERVERS =
      Set.of("uvicorn", "gunicorn", "hypercorn", "daphne", "granian", "uwsgi", "waitress-serve");
  private static final Set<String> HARMLESS =
      Set.of(
          "set",
          "echo",
          "export",
          "cd",
          "sleep",
          "if",
          "fi",
          "while",
          "done",
          "for",
          "else",
          "trap",
          "wait",
          "chown",
          "chmod",
          "mkdir",
          "cp",
          "mv",
          "rm",
          "ls",
          "cat",
          "test",
          "[",
          "[[",
          ":",
          "source",
          ".",
          "exit",
          "shift",
          "case",
          "esac",
          "printf",
          "true",
          "local",
          "return",
          "alembic",
          "migrate",
          "nginx",
          "curl",
          "nc",
          "pg_isready",
          "id",
          "ln",
          "find",
          "grep",
          "sed",
          "touch",
          "umask",
          "ulimit",
          "unset",
          "readonly",
          "eval",
          "until",
          "}",
          "{",
          "elif",
          "read",
          "kill",
          "which",
          "command",
          "date",
          "hostname",
          "python-dotenv");
  private static final Pattern APPLICATION =
      Pattern.compile("([A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)*):[A-Za-z_][\\w.]*(\\(.*\\))?");
  private static final Pattern MODULE = Pattern.compile("[A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)*");
  private static final Pattern PYTHON = Pattern.compile("(?:.*/)?(?:python|pypy)[0-9.]*");
  private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_]\\w*=.*");
  private static final int DEEPEST = 4;

  public StartCommand {
    modules = List.copyOf(modules);
    scripts = List.copyOf(scripts);
    folders = List.copyOf(folders);
  }

  /**
   * Reads a command.
   *
   * @param words as in {@code ENTRYPOINT} and {@code CMD}; one word with blanks is a shell's line
   * @param directory where it runs
   * @param environment the value of a variable of the image
   * @param file the text of a file of the image, for scripts; empty for what is not packed
   * @param program what a program that the image installs from its own code runs ({@code
   *     "app.cli:main"})
   */
  public static StartCommand of(
      List<String> words,
      String directory,
      Function<String, Optional<String>> environment,
      Function<String, Optional<String>> file,
      Function<String, Optional<String>> program) {
    var reading = new Reading(environment, file, program);
    reading.words(words, directory, 0);
    return new StartCommand(
        new ArrayList<>(reading.modules),
        new ArrayList<>(reading.scripts),
        new ArrayList<>(reading.folders),
        reading.understood);
  }

  private static final class Reading {

    private final Function<String, Optional<String>> environment;
    private final Function<String, Optional<String>> file;
    private final Function<String, Optional<String>> program;
    private final Set<String> modules = new LinkedHashSet<>();
    private final Set<String> scripts = new LinkedHashSet<>();
    private final Set<String> folders = new LinkedHashSet<>();
    private boolean understood = true;

    Reading(
        Function<String, Optional<String>> environment,
        Function<String, Optional<String>> file,
        Function<String, Optional<String>> program) {
      this.environment = environment;
      this.file = file;
      this.program = program;
    }

    void words(List<String> words, String directory, int depth) {
      if (words.isEmpty() || depth > DEEPEST) {
        understood = false;
        return;
      }
      Deque<String> rest = new ArrayDeque<>(words);
      while (!rest.isEmpty()) {
        String word = rest.peek();
        if (WRAPPERS.contains(name(word)) || ASSIGNMENT.matcher(word).matches()) {
          rest.poll();
          if (name(word).equals("gosu") || name(word).equals("su-exec")) {
            rest.poll();
          }
        } else if (word.startsWith("-") && rest.size() < words.size()) {
          rest.poll();
        } else {
          break;
        }
      }
      if (!rest.isEmpty()) {
        run(rest.poll(), new ArrayList<>(rest), directory, depth);
      }
    }

    private void run(String word, List<String> arguments, String directory, int depth) {
      String name = name(word);
      if (name.equals("sh") || name.equals("bash") || name.equals("ash") || name.equals("dash")) {
        int line = arguments.indexOf("-c");
        line = line < 0 ? arguments.indexOf("-ec") : line;
        line = line < 0 ? arguments.indexOf("-lc") : line;
        if (line >= 0 && line + 1 < arguments.size()) {
          shell(arguments.get(line + 1), directory, depth + 1);
          // "$@" is what follows.
          if (arguments.get(line + 1).contains("$@")) {
            words(arguments.subList(line + 2, arguments.size()), directory, depth + 1);
          }
        } else {
          arguments.stream()
              .filter(it -> !it.startsWith("-"))
              .findFirst()
              .ifPresent(it -> script(it, arguments, directory, depth));
        }
      } else if (PYTHON.matcher(word).matches()) {
        python(arguments, directory, depth);
      } else if (SERVERS.contains(name)) {
        folders.add(directory);
        server(name, arguments, directory);
      } else if (name.equals("celery")) {
        folders.add(directory);
        option(arguments, "-A", "--app").ifPresentOrElse(this::application, this::unclear);
      } else if (name.equals("flask")) {
        folders.add(directory);
        option(arguments, "-A", "--app")
            .or(() -> environment.apply("FLASK_APP"))
            .ifPresentOrElse(it -> flask(it, directory), this::unclear);
      } else if (name.equals("fastapi")) {
        arguments.stream()
            .filter(it -> it.endsWith(".py"))
            .findFirst()
            .ifPresentOrElse(it -> packagedScript(path(directory, it)), this::unclear);
      } else if (word.endsWith(".py")) {
        runScript(path(directory, word));
      } else if (program.apply(name).isPresent()) {
        application(program.apply(name).orElseThrow());
      } else if (file.apply(path(directory, word)).isPresent()) {
        script(word, arguments, directory, depth);
      } else if (!HARMLESS.contains(name) && !name.startsWith("$") && !name.startsWith("#")) {
        understood = false;
      }
    }

    private void python(List<String> arguments, String directory, int depth) {
      for (int i = 0; i < arguments.size(); i++) {
        String argument = arguments.get(i);
        if (argument.equals("-m") && i + 1 < arguments.size()) {
          String module = arguments.get(i + 1);
          folders.add(directory);
          if (SERVERS.contains(module) || Set.of("celery", "flask", "fastapi").contains(module)) {
            run(module, arguments.subList(i + 2, arguments.size()), directory, depth);
          } else if (MODULE.matcher(module).matches()) {
            modules.add(module);
          } else {
            understood = false;
          }
          return;
        }
        if (argument.equals("-c")) {
          understood = false;
          return;
        }
        if (argument.equals("-X") || argument.equals("-W")) {
          i++;
        } else if (!argument.startsWith("-")) {
          runScript(path(directory, argument));
          return;
        }
      }
      understood = false;
    }

    private void server(String name, List<String> arguments, String directory) {
      option(arguments, "--chdir", "--app-dir").ifPresent(it -> folders.add(path(directory, it)));
      option(arguments, "--pythonpath", "--pythonpath")
          .ifPresent(it -> folders.add(path(directory, it)));
      Optional<String> application =
          arguments.stream()
              .filter(it -> !it.startsWith("-") && APPLICATION.matcher(it).matches())
              .findFirst()
              .or(() ->
                  name.equals("gunicorn") && !arguments.isEmpty()
                      ? Optional.of(arguments.getLast())
                          .filter(it -> MODULE.matcher(it).matches() && it.contains("."))
                      : Optional.empty())
              .or(() -> option(arguments, "--module", "-w").filter(_ -> name.equals("uwsgi")));
      application.ifPresentOrElse(this::application, this::unclear);
    }

    private void flask(String application, String directory) {
      if (application.endsWith(".py")) {
        packagedScript(path(directory, application));
      } else {
        application(application);
      }
    }

    private void application(String written) {
      Matcher application = APPLICATION.matcher(written);
      if (application.matches()) {
        modules.add(application.group(1));
      } else if (MODULE.matcher(written).matches()) {
        modules.add(written);
      } else {
        understood = false;
      }
    }

    private void unclear() {
      understood = false;
    }

    private void runScript(String path) {
      scripts.add(path);
      folders.add(folder(path));
    }

    /** A file that is imported: its packages are entered, and what is above them is searched. */
    private void packagedScript(String path) {
      String folder = folder(path);
      while (folder.length() > 1 && file.apply(folder + "/__init__.py").isPresent()) {
        folder = folder(folder);
      }
      scripts.add(path);
      folders.add(folder);
    }

    private void script(String word, List<String> arguments, String directory, int depth) {
      Optional<String> text = file.apply(path(directory, word));
      if (text.isEmpty() || depth >= DEEPEST) {
        understood = false;
        return;
      }
      if (text.get().startsWith("#!")
          && text.get().lines().findFirst().orElse("").contains("python")) {
        runScript(path(directory, word));
        return;
      }
      String own = directory;
      for (String line : text.get().replace("\\\n", " ").lines().toList()) {
        String trimmed = line.strip();
        if (trimmed.startsWith("cd ")
            && MODULE_PATH.matcher(trimmed.substring(3).strip()).matches()) {
          own = path(own, trimmed.substring(3).strip());
        }
        if (trimmed.contains("\"$@\"")) {
          int from = arguments.indexOf(word) + 1;
          List<String> passed = arguments.subList(from, arguments.size());
          if (!passed.isEmpty()) {
            words(passed, own, depth + 1);
          }
        } else {
          shell(trimmed, own, depth + 1);
        }
      }
    }

    private static final Pattern MODULE_PATH = Pattern.compile("[\\w./-]+");

    private void shell(String line, String directory, int depth) {
      if (line.isBlank() || line.startsWith("#") || depth > DEEPEST) {
        return;
      }
      String own = directory;
      for (String command : line.split("&&|\\|\\||;|\\|", -1)) {
        List<String> words = split(command.strip());
        if (words.size() == 2 && words.getFirst().equals("cd")) {
          own = path(own, words.get(1));
        } else if (!words.isEmpty()) {
          words(words, own, depth);
        }
      }
    }

    private static List<String> split(String command) {
      var words = new ArrayList<String>();
      Matcher word = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)").matcher(command);
      while (word.find()) {
        words.add(
            word.group(1) != null
                ? word.group(1)
                : word.group(2) != null ? word.group(2) : word.group(3));
      }
      return words;
    }

    private static Optional<String> option(List<String> arguments, String brief, String name) {
      for (int i = 0; i < arguments.size(); i++) {
        String argument = arguments.get(i);
        if ((argument.equals(brief) || argument.equals(name)) && i + 1 < arguments.size()) {
          return Optional.of(arguments.get(i + 1));
        }
        if (argument.startsWith(name + "=")) {
          return Optional.of(argument.substring(name.length() + 1));
        }
      }
      return Optional.empty();
    }

    private static String folder(String path) {
      return path.substring(0, Math.max(1, path.lastIndexOf('/')));
    }

    private static String name(String word) {
      return TreePath.name(word);
    }

    private static String path(String directory, String word) {
      return Path.of(word.startsWith("/") ? word : directory + "/" + word)
          .normalize()
          .toString()
          .replace('\\', '/');
    }
  }
}
