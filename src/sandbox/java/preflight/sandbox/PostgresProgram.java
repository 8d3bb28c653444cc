package preflight.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Calls the programs of an unpacked Postgres. */
final class PostgresProgram {

  private static final String SUPERUSER = "postgres";

  private final Path home;

  private PostgresProgram(Path home) {
    this.home = home;
  }

  static PostgresProgram in(Path home) {
    return new PostgresProgram(home);
  }

  /** Makes an empty data directory; it holds no password. */
  void initialize(Path data) throws IOException {
    var command =
        command(
            "initdb",
            List.of(
                "-D", data.toString(), "-U", SUPERUSER, "-E", "UTF8", "--locale=C", "--no-sync"));
    finish(quiet(command).start(), "initdb");
  }

  /** Runs statements in a data directory that no server uses; they go through a pipe. */
  void execute(Path data, List<String> statements) throws IOException {
    var command = command("postgres", List.of("--single", "-F", "-D", data.toString(), "postgres"));
    Process process = quiet(command).start();
    try (OutputStream in = process.getOutputStream()) {
      for (String statement : statements) {
        in.write((statement + ";\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    finish(process, "postgres --single");
  }

  /** The server itself; its log never repeats a statement. */
  ProcessBuilder server(Path data, int port, List<String> settings) throws IOException {
    var arguments = new ArrayList<>(List.of("-D", data.toString(), "-p", Integer.toString(port)));
    for (String setting : settings) {
      arguments.add("-c");
      arguments.add(setting);
    }
    return quiet(command("postgres", arguments));
  }

  private static ProcessBuilder quiet(List<String> command) {
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD);
  }

  private static void finish(Process process, String what) throws IOException {
    try {
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException(what + " ended with exit code " + code);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException(what + " was interrupted", e);
    }
  }

  private List<String> command(String program, List<String> arguments) throws IOException {
    var command = new ArrayList<String>();
    // Postgres refuses to run as root; in a user namespace of its own it does not see that it does.
    if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
      command.addAll(List.of("unshare", "--user"));
    }
    command.add(home.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    return command;
  }
}
