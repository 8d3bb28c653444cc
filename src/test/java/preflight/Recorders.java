package preflight;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs lines as a person pastes them, in an empty folder with recorders in place of all tools, and
 * tells with which arguments and which input each was called.
 */
public final class Recorders {

  /** Every tool that a command of ours names, and what a payload would start. */
  private static final List<String> TOOLS =
      List.of(
          "alembic",
          "cat",
          "curl",
          "date",
          "dig",
          "flyway",
          "gcloud",
          "git",
          "grep",
          "grpcurl",
          "ls",
          "nc",
          "openssl",
          "preflight",
          "psql",
          "redis-cli",
          "rm",
          "sh",
          "timedatectl",
          "tr",
          "uuidgen",
          "tok-program");

  private static final String RECORDER =
      """
      #!/bin/dash
      # One file a call, by the parts of a pipe at once: the folder's name is the order.
      export PATH=/usr/bin:/bin
      name=${0##*/}
      file=$(mktemp "$RECORDS/$name.XXXXXX")
      for word in "$name" "$@"; do printf '%s\\0' "$word"; done >"$file"
      [ -t 0 ] || cat >>"$file"
      case " $SAYING " in *" $name "*) printf %s "$SAYS";; esac
      case " $FAILING " in *" $name "*) exit 1;; esac
      """;

  private final Path home;
  private final Path tools;

  public Recorders(Path home) throws IOException {
    this.home = home;
    this.tools = Files.createDirectory(home.resolve("tools"));
    Path recorder = Files.writeString(home.resolve("recorder"), RECORDER);
    recorder.toFile().setExecutable(true);
    for (String tool : TOOLS) {
      Files.createSymbolicLink(tools.resolve(tool), recorder);
    }
    Files.createSymbolicLink(tools.resolve("touch"), Path.of("/usr/bin/touch"));
  }

  /** Takes a tool away, as on a machine that lacks it. */
  public void without(String tool) throws IOException {
    Files.delete(tools.resolve(tool));
  }

  /**
   * One call of a tool.
   *
   * @param words its name and its arguments
   */
  public record Call(List<String> words, String input) implements Comparable<Call> {
    @Override
    public int compareTo(Call other) {
      return toString().compareTo(other.toString());
    }
  }

  /**
   * What came of it.
   *
   * @param calls sorted, since the parts of a pipe start in any order
   * @param pwned whether a payload made its file
   */
  public record Ran(List<Call> calls, boolean pwned, String errors) {}

  public Ran run(String shell, String script) {
    return run(shell, script, Map.of());
  }

  /**
   * Runs a script.
   *
   * @param variables of its environment; {@code SAYING} names tools that print {@code SAYS}, {@code
   *     FAILING} those that end with 1
   */
  public Ran run(String shell, String script, Map<String, String> variables) {
    try {
      Path folder = Files.createTempDirectory(home, "run");
      Path records = Files.createDirectory(folder.resolve("records"));
      Path empty = Files.createDirectory(folder.resolve("empty"));
      Path errors = folder.resolve("errors");
      // A file, not an argument: an argument of a Java process is encoded as the locale says.
      Path file = Files.writeString(folder.resolve("script"), script, UTF_8);
      var builder =
          new ProcessBuilder("/bin/" + shell, file.toString())
              .directory(empty.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(errors.toFile());
      builder.environment().clear();
      builder.environment().putAll(new TreeMap<>(variables));
      builder.environment().put("PATH", tools.toString());
      builder.environment().put("RECORDS", records.toString());
      Process process = builder.start();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("it did not end: " + script);
      }
      try (Stream<Path> files = Files.list(records);
          Stream<Path> all = Files.walk(folder)) {
        return new Ran(
            files.map(Recorders::call).sorted().toList(),
            all.anyMatch(it -> it.getFileName().toString().contains("PWNED")),
            Files.readString(errors, ISO_8859_1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Call call(Path file) {
    try {
      String text = Files.readString(file, UTF_8);
      List<String> parts = new ArrayList<>(Arrays.asList(text.split("\0", -1)));
      return new Call(List.copyOf(parts.subList(0, parts.size() - 1)), parts.getLast());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
