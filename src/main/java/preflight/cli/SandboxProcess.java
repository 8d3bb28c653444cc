package preflight.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A sandbox in a process and on a class path of its own. It lives as long as its standard input,
 * which is a pipe from this process: whatever way this one ends, that one does too.
 */
final class SandboxProcess implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 20;

  private final Process process;
  private final Map<String, String> exports;

  private SandboxProcess(Process process, Map<String, String> exports) {
    this.process = process;
    this.exports = exports;
  }

  /**
   * Returns when the sandbox is ready.
   *
   * @param furtherSecrets how many more secrets it holds than it has use for
   * @param said told each line that the sandbox prints
   * @throws SandboxFailed if it ends before it is ready; it has then said why on stderr
   */
  static SandboxProcess start(
      Installation installation, String scenario, int furtherSecrets, Consumer<String> said)
      throws IOException {
    Process process =
        start(
            installation,
            List.of("--scenario", scenario, "--further-secrets", String.valueOf(furtherSecrets)));
    Map<String, String> exports = new LinkedHashMap<>();
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.accept(line);
      if (line.equals("ready")) {
        return new SandboxProcess(process, exports);
      }
      if (line.startsWith("export ")) {
        String[] export = line.substring("export ".length()).split("=", 2);
        exports.put(export[0], export.length == 2 ? unquoted(export[1]) : "");
      }
    }
    throw new SandboxFailed(exitCode(process));
  }

  /** The scenarios, a line each, as the sandbox prints them. */
  static List<String> scenarios(Installation installation)
      throws IOException, InterruptedException {
    Process process = start(installation, List.of("--list"));
    List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
    int code = process.waitFor();
    if (code != 0) {
      throw new SandboxFailed(code);
    }
    return lines;
  }

  private static Process start(Installation installation, List<String> arguments)
      throws IOException {
    // A checkout builds it; an unpacked archive is the one that has a runtime of its own.
    if (Files.isDirectory(installation.home().resolve("runtime"))
        && !Files.isRegularFile(installation.sandboxJar())) {
      throw new UsageMistake(
          "the sandbox is not here (%s); it is an archive of its own, preflight-VERSION-…-sandbox.tar.gz:"
                  .formatted(installation.sandboxJar())
              + " unpack it over this one");
    }
    List<String> command = new ArrayList<>(command(installation));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("'") && value.endsWith("'");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private static int exitCode(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      return 130;
    }
  }

  private static List<String> command(Installation installation) throws IOException {
    List<String> jars = new ArrayList<>(List.of(installation.sandboxJar().toString()));
    jars.addAll(jars(installation.libraries()));
    jars.addAll(jars(installation.sandboxLibraries()));
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx512m",
        "-Xlog:disable",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        String.join(File.pathSeparator, jars),
        "preflight.sandbox.Main");
  }

  private static List<String> jars(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var entries = Files.list(folder)) {
      return entries.map(Path::toString).filter(it -> it.endsWith(".jar")).sorted().toList();
    }
  }

  /** Variables that point a profile, and Google's own tools, at this sandbox. */
  Map<String, String> exports() {
    return exports;
  }

  /** Waits until the sandbox ends by itself. */
  int waitFor() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }

  /** The sandbox ended before it was ready. */
  static final class SandboxFailed extends IOException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    SandboxFailed(int exitCode) {
      super("the sandbox did not start");
      this.exitCode = exitCode;
    }

    int exitCode() {
      return exitCode;
    }
  }
}
