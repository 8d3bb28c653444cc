package preflight.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import preflight.probe.network.HeldPort;

/** The gate in a process of its own, with the arguments of the launcher and no Maven. */
final class GateProcess {

  private static final List<String> FLAGS =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /** Made when the first process starts. */
  private static final class Prepared {
    private static final Path BUILD = build();
    private static final String CLASS_PATH = String.join(File.pathSeparator, jars());
    private static final Path AOT_CACHE = trained();
  }

  /** Links what the tests run with into the layout that a build has; once, for all of them. */
  private static Path build() {
    try {
      return linked(Path.of("target/gate under test").toAbsolutePath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path linked(Path build) throws IOException {
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
    return build;
  }

  /** An AOT cache takes jars only. */
  private static List<String> jars() {
    List<String> jars = new ArrayList<>();
    for (String entry : classPath()) {
      Path path = Path.of(entry);
      if (Files.exists(path.resolve("preflight/cli/Main.class"))) {
        jars.add(packed(path).toString());
      } else if (Files.isRegularFile(path)) {
        jars.add(entry);
      }
    }
    return jars;
  }

  private static Path packed(Path classes) {
    Path jar = Prepared.BUILD.resolve("gate.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
        out.closeEntry();
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Made once for all processes, as the launcher does: a start takes a third of the time then. */
  private static Path trained() {
    Path cache = Prepared.BUILD.resolve("gate.aot");
    try {
      Files.deleteIfExists(cache);
      Path profile = Prepared.BUILD.resolve("training.yaml");
      Files.writeString(
          profile,
          """
          version: 1
          environment: training
          redis: { cache: { host: 127.0.0.1, port: %1$d } }
          services:
            back: { url: "http://127.0.0.1:%1$d", endpoints: { health: { get: /health } } }
          """
              .formatted(HeldPort.CLOSED.number()));
      List<String> command = new ArrayList<>(List.of(java()));
      command.addAll(FLAGS);
      command.addAll(
          List.of("-XX:AOTCacheOutput=" + cache, "-Dpreflight.training=true", "-Xlog:disable"));
      command.addAll(List.of("-Dpreflight.home=" + Path.of("").toAbsolutePath()));
      command.addAll(List.of("-Dpreflight.build=" + Prepared.BUILD, "-cp", Prepared.CLASS_PATH));
      command.addAll(List.of(Main.class.getName(), "run", profile.toString(), "-o", "json"));
      var builder = new ProcessBuilder(command);
      environment(builder, Map.of());
      end(builder.start());
    } catch (Exception e) {
      throw new IllegalStateException("The AOT cache of the gate under test could not be made", e);
    }
    return cache;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
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
                "env", "--default-signal=INT", java()));
    command.addAll(FLAGS);
    command.addAll(
        List.of(
            "-XX:AOTCache=" + Prepared.AOT_CACHE,
            "-Xmx256m",
            "-Xlog:disable",
            "-XX:+DisableAttachMechanism",
            "-Dpreflight.home=" + Path.of("").toAbsolutePath(),
            "-Dpreflight.build=" + Prepared.BUILD));
    command.addAll(properties);
    command.addAll(List.of("-cp", Prepared.CLASS_PATH));
    command.add(Main.class.getName());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command);
    environment(builder, variables);
    return builder;
  }

  private static void environment(ProcessBuilder builder, Map<String, String> variables) {
    builder.environment().keySet().removeIf(it -> it.startsWith("PREFLIGHT_"));
    builder.environment().keySet().removeIf(it -> it.startsWith("LC_"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().put("LANG", "C.UTF-8");
    builder.environment().put("NO_GCE_CHECK", "true");
    builder.environment().putAll(variables);
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
