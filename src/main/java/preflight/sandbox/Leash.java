package preflight.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

/**
 * Ends every process of a sandbox and deletes its directory, also when this JVM is killed: a small
 * shell waits for the end of its input, which the kernel guarantees, and then does both.
 */
final class Leash implements AutoCloseable {

  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
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
      rm -rf -- "$1"
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
        Files.createTempDirectory(
            "preflight-sandbox-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try {
      return new Leash(
          directory,
          new ProcessBuilder("/bin/sh", "-c", SCRIPT, "sh", directory.toString())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      Files.delete(directory);
      throw e;
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
