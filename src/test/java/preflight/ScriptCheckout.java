package preflight;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A checkout with the real scripts, beside a JDK and a Maven that only note how they were called.
 */
final class ScriptCheckout {

  /** What a script left behind; lines without their ends. */
  record Ended(int exitCode, List<String> out, List<String> err) {}

  private static final String STUB_JAVA =
      """
      #!/usr/bin/env bash
      for argument; do
        case $argument in
          -XX:AOTCacheOutput=*) echo trained >>"${0%/*}/../trainings"; echo cache >"${argument#*=}"; exit 11 ;;
        esac
      done
      printf '[%s]\\n' "${@/#-Dpreflight.since=*/-Dpreflight.since=NOW}"
      exit 7
      """;

  private static final String STUB_MAVEN =
      """
      #!/usr/bin/env bash
      echo "$@" >>"${0%/*}/../builds"
      while [ -e "${0%/*}/../hold" ]; do sleep 0.05; done
      if [ -e "${0%/*}/../broken" ]; then echo '[ERROR] it does not compile'; exit 1; fi
      for argument; do
        case $argument in -Dpreflight.build.directory=*) build=${argument#*=} ;; esac
      done
      mkdir -p "$build/lib" "$build/sandbox-lib"
      for jar in preflight lib/b lib/a sandbox-lib/s; do echo "$jar" >"$build/$jar.jar"; done
      """;

  final Path root;
  final Path home;
  final Path jdk;
  final Path temporary;
  final Map<String, String> environment = new HashMap<>();

  ScriptCheckout(Path root) throws IOException {
    this(root, "a check out");
  }

  ScriptCheckout(Path root, String called) throws IOException {
    this.root = root;
    this.home = Files.createDirectories(root.resolve(called));
    this.jdk = jdk("jdk 25", "25.0.3");
    this.temporary = Files.createDirectories(root.resolve("temporary files"));
    script(root.resolve("bin/mvn"), STUB_MAVEN);
    for (var name : List.of("preflight", "deploy-with-preflight", "test", "lib/jdk.sh")) {
      var copy = home.resolve("scripts").resolve(name);
      Files.createDirectories(copy.getParent());
      Files.copy(Path.of("scripts", name), copy, StandardCopyOption.COPY_ATTRIBUTES);
    }
    write(home.resolve("pom.xml"), "<project/>");
    write(home.resolve("src/main/java/Main.java"), "class Main {}");
    write(home.resolve("src/main/java/Other.java"), "class Other {}");
    age(home.resolve("pom.xml"));
    age(home.resolve("src/main"));
    write(home.resolve("src/sandbox/java/Main.java"), "class Main {}");
    age(home.resolve("src/sandbox"));
    environment.put("PATH", root.resolve("bin") + ":" + System.getenv("PATH"));
    environment.put("HOME", root.toString());
    environment.put("JAVA_HOME", jdk.toString());
    environment.put("TMPDIR", temporary.toString());
  }

  /** A folder that passes for a JDK of that version. */
  Path jdk(String name, String version) throws IOException {
    var folder = root.resolve(name);
    write(folder.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(folder.resolve("bin/java"), STUB_JAVA);
    script(folder.resolve("bin/javac"), "#!/bin/sh\n");
    return folder;
  }

  /** Runs {@code preflight} from the root, beside the checkout. */
  Ended preflight(String... arguments) throws Exception {
    return run(home.resolve("scripts/preflight"), arguments);
  }

  Ended run(Path script, String... arguments) throws Exception {
    return end(start(script, arguments));
  }

  Process start(Path script, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    return start(command);
  }

  Process start(List<String> command) throws IOException {
    var builder = new ProcessBuilder(command).directory(root.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  static Ended end(Process process) throws Exception {
    process.getOutputStream().close();
    // What the scripts print fits into a pipe: a script that hangs fails the test here.
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the script does not end");
    }
    var out = process.inputReader(UTF_8).lines().toList();
    var err = process.errorReader(UTF_8).lines().toList();
    return new Ended(process.exitValue(), out, err);
  }

  /** How Maven was called, one line per build. */
  List<String> builds() throws IOException {
    return notes(root.resolve("builds"));
  }

  /** A file that the launcher keeps for itself. */
  Path state(String name) {
    return home.resolve("target/launcher").resolve(name);
  }

  int trainings() throws IOException {
    return notes(jdk.resolve("trainings")).size();
  }

  /** Leaves no way to a JDK: neither a variable, nor the path, nor the usual places. */
  void withoutJdk() throws IOException {
    environment.remove("JAVA_HOME");
    var tools = root.resolve("tools");
    for (var tool : List.of("bash", "dirname", "find", "readlink")) {
      script(tools.resolve(tool), "#!/bin/sh\nexec " + find(tool) + " \"$@\"\n");
    }
    environment.put("PATH", tools.toString());
    var finder = home.resolve("scripts/lib/jdk.sh");
    var text = Files.readString(finder);
    for (var place : List.of("/usr/lib/jvm/", "/opt/", "/Library/", "/usr/libexec/")) {
      text = text.replace(" " + place, " /nowhere/");
    }
    Files.writeString(finder, text);
  }

  static void script(Path file, String text) throws IOException {
    write(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static Path find(String tool) {
    return List.of("/bin", "/usr/bin").stream()
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> notes(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private static void age(Path tree) throws IOException {
    var anHourAgo = FileTime.from(Instant.now().minus(1, ChronoUnit.HOURS));
    try (var files = Files.walk(tree)) {
      for (var file : files.toList()) {
        Files.setLastModifiedTime(file, anHourAgo);
      }
    }
  }
}
