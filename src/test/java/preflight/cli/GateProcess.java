package preflight.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The gate in a process of its own, with the arguments of the launcher and no Maven. */
final class GateProcess {

  private final Path build;

  /** Links what the tests run with into the layout that a build has. */
  GateProcess() throws IOException {
    this.build = Path.of("target/gate under test").toAbsolutePath();
    Path libraries = Files.createDirectories(build.resolve("lib"));
    remove(build);
    remove(libraries);
    for (String entry : classPath()) {
      Path path = Path.of(entry).toAbsolutePath();
      if (Files.isRegularFile(path)) {
        link(libraries.resolve(path.getFileName()), path);
      } else if (Files.exists(path.resolve("preflight/cli/Main.class"))) {
        link(build.resolve("preflight.jar"), path);
        link(build.resolve("preflight-sandbox.jar"), path);
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> links = Files.list(folder)) {
      for (Path each : links.filter(Files::isSymbolicLink).toList()) {
        Files.delete(each);
      }
    }
  }

  private static void link(Path link, Path to) throws IOException {
    if (Files.notExists(link)) {
      Files.createSymbolicLink(link, to);
    }
  }

  private static List<String> classPath() {
    return List.of(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
            .split(File.pathSeparator));
  }

  /** A process and how it ended. */
  record Ended(int exitCode, String out, String err) {}

  ProcessBuilder builder(
      Map<String, String> variables, List<String> properties, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                // Whoever runs the tests in the background has it ignored, and children inherit
                // that.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Xlog:disable",
                "-XX:+DisableAttachMechanism",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dpreflight.home=" + Path.of("").toAbsolutePath(),
                "-Dpreflight.build=" + build));
    command.addAll(properties);
    command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath())));
    command.add(Main.class.getName());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(it -> it.startsWith("PREFLIGHT_"));
    builder.environment().keySet().removeIf(it -> it.startsWith("LC_"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().put("LANG", "C.UTF-8");
    builder.environment().put("NO_GCE_CHECK", "true");
    builder.environment().putAll(variables);
    return builder;
  }

  Process start(Map<String, String> variables, List<String> arguments) throws IOException {
    return builder(variables, List.of(), arguments).start();
  }

  Ended run(Map<String, String> variables, List<String> arguments) throws Exception {
    return end(start(variables, arguments));
  }

  /** Waits for the end of a process and reads what it said; both ends are short. */
  static Ended end(Process process) throws Exception {
    var err = new StringBuilder();
    Thread reader =
        Thread.ofVirtual()
            .start(() -> process.errorReader().lines().forEach(it -> err.append(it).append('\n')));
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    reader.join();
    return new Ended(code, out, err.toString());
  }
}
