package preflight.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;

/**
 * Ends every process of a sandbox and deletes its directory, also when this JVM is killed: a small
 * shell waits for the end of its input, which the kernel guarantees, and then does both. It also
 * makes the directory, so that there is no moment at which nobody would delete it.
 */
final class Leash implements AutoCloseable {

  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      mkdir -m 700 -- "$1" || exit
      echo made
      pids=
      stops=
      while read -r signal pid; do pids="$pids $pid"; stops="$stops $signal:$pid"; done
      for stop in $stops; do kill -"${stop%:*}" "${stop#*:}"; done
      turns=60
      while [ "$turns" -gt 0 ]; do
        alive=
        for pid in $pids; do if kill -0 "$pid"; then alive=yes; fi; done
        if [ -z "$alive" ]; then break; fi
        sleep 0.05
        turns=$((turns - 1))
      done
      for pid in $pids; do kill -KILL "$pid"; done
      # Whom nobody could stop may still write for a moment.
      turns=60
      until rm -rf -- "$1" || [ "$turns" -eq 0 ]; do
        sleep 0.05
        turns=$((turns - 1))
      done
      """;

  private final Path directory;
  private final Process shell;

  private Leash(Path directory, Process shell) {
    this.directory = directory;
    this.shell = shell;
  }

  /** With a new temporary directory that only this user can read. */
  static Leash open() throws IOException {
    Path directory =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "preflight-sandbox-" + Long.toUnsignedString(new SecureRandom().nextLong()));
    Process shell =
        new ProcessBuilder("/bin/sh", "-c", SCRIPT, "sh", directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    // Nothing but this line is said there.
    try (BufferedReader out = shell.inputReader(StandardCharsets.UTF_8)) {
      if (out.readLine() == null) {
        throw new IOException("Cannot make the directory " + directory);
      }
      return new Leash(directory, shell);
    }
  }

  /** The directory that goes with the sandbox. */
  Path directory() {
    return directory;
  }

  /** How to stop a process whose data nobody needs any more. */
  enum Stop {
    /** Its own immediate shutdown, which frees what the kernel holds for it. */
    QUIT,
    KILL
  }

  /** Starts a process that ends with the sandbox. */
  synchronized Process start(ProcessBuilder builder, Stop stop) throws IOException {
    Process process = builder.start();
    try {
      OutputStream pids = shell.getOutputStream();
      pids.write((stop + " " + process.pid() + "\n").getBytes(StandardCharsets.US_ASCII));
      pids.flush();
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
    return process;
  }

  /** Returns when processes and directory are gone, after about four seconds at worst. */
  @Override
  public synchronized void close() {
    try {
      shell.getOutputStream().close();
      if (!shell.waitFor(10, TimeUnit.SECONDS)) {
        shell.destroyForcibly();
      }
    } catch (IOException e) {
      shell.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
