package preflight.source.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import preflight.source.image.ignore.CleanPath;
import preflight.source.image.ignore.Glob;

/** What a RUN may do to the files below its directory, as far as its words tell. */
final class RunEffects {

  /** Programs that leave the files of an application alone. */
  private static final Set<String> HARMLESS =
      Set.of(
          ":",
          "for",
          "case",
          "esac",
          "true",
          "false",
          "apt-get",
          "apt",
          "apt-cache",
          "apt-key",
          "apk",
          "yum",
          "dnf",
          "microdnf",
          "tdnf",
          "zypper",
          "dpkg",
          "dpkg-reconfigure",
          "add-apt-repository",
          "gpg",
          "pip",
          "pip3",
          "pipenv",
          "conda",
          "mamba",
          "micromamba",
          "corepack",
          "gem",
          "groupadd",
          "useradd",
          "usermod",
          "adduser",
          "addgroup",
          "deluser",
          "chown",
          "chmod",
          "chgrp",
          "echo",
          "printf",
          "cat",
          "ls",
          "pwd",
          "export",
          "set",
          "unset",
          "test",
          "[",
          "[[",
          "id",
          "whoami",
          "which",
          "type",
          "hash",
          "date",
          "sleep",
          "exit",
          "umask",
          "env",
          "update-ca-certificates",
          "update-alternatives",
          "ldconfig",
          "locale-gen",
          "setcap",
          "playwright",
          "grep",
          "awk",
          "head",
          "tail",
          "wc",
          "sort",
          "shopt",
          "trap",
          "ulimit",
          "fc-cache",
          "nproc",
          "uname",
          "arch",
          "read",
          "source",
          ".",
          "virtualenv",
          "strip",
          "getent",
          "passwd",
          "chpasswd",
          "ssh-keyscan",
          "curl",
          "wget");

  /** Programs that touch what their arguments name. */
  private static final Set<String> NAMING =
      Set.of("rm", "mv", "cp", "ln", "touch", "tee", "install", "rmdir", "truncate", "rsync");

  private final int line;
  private final List<Change> changes;
  private final Consumer<String> directories;
  private final Predicate<String> isDirectory;
  private String cwd;
  private String before = "/";

  RunEffects(
      int line,
      String cwd,
      List<Change> changes,
      Consumer<String> directories,
      Predicate<String> isDirectory) {
    this.isDirectory = isDirectory;
    this.line = line;
    this.cwd = cwd;
    this.changes = changes;
    this.directories = directories;
  }

  void all(String script) {
    for (ShellCommand command : ShellCommand.of(script)) {
      command.writes().forEach(it -> changed(it, command));
      one(command);
    }
  }

  private void one(ShellCommand command) {
    String name = command.name();
    if (name.equals("cd") || name.equals("pushd")) {
      before = cwd;
      String to = command.operands().isEmpty() ? "/" : command.operands().getFirst();
      // A directory that nobody knows: what follows may happen anywhere.
      cwd = to.contains("$") ? "/" : CleanPath.in(cwd, to);
    } else if (name.equals("mkdir")) {
      command.operands().stream()
          .filter(it -> !it.contains("$"))
          .forEach(it -> directories.accept(CleanPath.in(cwd, it)));
    } else if (name.equals("popd")) {
      cwd = before;
    } else if (Set.of("mv", "cp", "install", "ln").contains(name)) {
      moved(command);
    } else if (NAMING.contains(name)) {
      command.operands().forEach(it -> changed(it, command));
    } else if (name.equals("sed")) {
      command.operands().stream().skip(1).forEach(it -> changed(it, command));
    } else if (name.equals("curl") || name.equals("wget")) {
      download(command);
    } else if (!isHarmless(command)) {
      changes.add(new Change(line, cwd, command.toString()));
    }
  }

  /** Into a directory that is there, things keep their names. */
  private void moved(ShellCommand command) {
    List<String> operands = command.operands();
    if (operands.size() < 2) {
      operands.forEach(it -> changed(it, command));
      return;
    }
    if (command.name().equals("mv")) {
      operands.subList(0, operands.size() - 1).forEach(it -> changed(it, command));
    }
    String last = operands.getLast();
    for (String each : operands.subList(0, operands.size() - 1)) {
      String name = each.replaceFirst("/+$", "").replaceFirst(".*/", "");
      boolean kept =
          !last.contains("$")
              && (last.endsWith("/") || isDirectory.test(CleanPath.in(cwd, last)))
              && !name.isEmpty()
              && !name.equals(".")
              && !name.contains("$")
              && !Glob.isWild(name);
      changed(kept ? last + "/" + name : last, command);
    }
  }

  private void download(ShellCommand command) {
    List<String> words = command.arguments();
    for (int i = 0; i + 1 < words.size(); i++) {
      if (Set.of("-o", "--output", "-O", "--output-document").contains(words.get(i))
          && !words.get(i + 1).contains("://")) {
        if (!words.get(i + 1).equals("-")) {
          changed(words.get(i + 1), command);
        }
        return;
      }
    }
    if (command.name().equals("wget") || words.contains("-O")) {
      changes.add(new Change(line, cwd, command.toString()));
    }
  }

  private static boolean isHarmless(ShellCommand command) {
    List<String> arguments = command.operands();
    String verb = arguments.isEmpty() ? "" : arguments.getFirst();
    return switch (command.name()) {
      // Packages have directories of their own.
      case "npm", "pnpm", "yarn", "bun" ->
          Set.of("", "ci", "install", "i", "add", "config", "cache", "prune", "set").contains(verb);
      case "uv", "poetry" -> !verb.equals("run") && !verb.equals("build");
      case "python", "python3" ->
          command.arguments().isEmpty()
              || command.arguments().equals(List.of("-"))
              || (command.arguments().contains("-m")
                  && Set.of(
                          "pip",
                          "venv",
                          "compileall",
                          "ensurepip",
                          "virtualenv",
                          "playwright",
                          "spacy",
                          "nltk.downloader")
                      .contains(verb));
      case "flit" -> verb.equals("install");
      case "go" -> Set.of("mod", "env", "install", "get").contains(verb);
      // An installer that comes through a pipe writes to a home or a prefix.
      case "sh", "bash" -> arguments.isEmpty() || command.arguments().contains("-s");
      default ->
          HARMLESS.contains(command.name())
              || (command.name().startsWith("python3.")
                  && Set.of("pip", "venv", "ensurepip").contains(verb));
    };
  }

  private void changed(String path, ShellCommand command) {
    // In front of a variable or a pattern, and only whole names of it.
    int open = path.indexOf('$');
    for (int i = 0; i < path.length(); i++) {
      if (Glob.isWild(path.substring(i, i + 1)) || path.charAt(i) == '{') {
        open = open < 0 ? i : Math.min(open, i);
        break;
      }
    }
    String known = open < 0 ? path : path.substring(0, path.lastIndexOf('/', open) + 1);
    if (path.startsWith("~") || path.startsWith("$HOME")) {
      return;
    }
    changes.add(new Change(line, CleanPath.in(cwd, known), command.toString()));
  }

  /** Those of a whole script. */
  static List<Change> of(int line, String cwd, String script, Filesystem filesystem) {
    List<Change> changes = new ArrayList<>();
    new RunEffects(line, cwd, changes, filesystem::directory, filesystem::isDirectory).all(script);
    return changes;
  }
}
