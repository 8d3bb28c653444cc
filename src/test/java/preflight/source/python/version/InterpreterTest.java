package preflight.source.python.version;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.source.python.version.Interpreter.Answer;

final class InterpreterTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int OLDEST = 8;
  private static final int NEWEST = 14;

  @TempDir Path directory;

  private static List<Path> path() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1)).map(Path::of).toList();
  }

  /** The real ones of this machine. */
  private static List<Interpreter> real() {
    Path pyenv = Path.of(System.getProperty("user.home"), ".pyenv");
    return IntStream.rangeClosed(OLDEST, NEWEST)
        .mapToObj(it -> Interpreter.find(path(), pyenv, it))
        .flatMap(Optional::stream)
        .toList();
  }

  private static SortedMap<String, byte[]> sources(Map<String, String> texts) {
    var sources = new TreeMap<String, byte[]>();
    texts.forEach((name, text) -> sources.put(name, text.getBytes(UTF_8)));
    return sources;
  }

  @Test
  void itSaysWhatItDoesNotCompileAndRunsNothing() throws Exception {
    assumeTrue(!real().isEmpty(), "there is no Python on this machine");
    Path trace = directory.resolve("trace");
    var sources =
        sources(
            Map.of(
                "good.py", "open(%s, 'w')\nraise SystemExit\n".formatted(quoted(trace)),
                "indent.py", "x = 1\n  y = 2\n",
                "late.py", "import os\nfrom __future__ import annotations\n",
                "null.py", "x = '\0'\n"));
    for (Interpreter python : real()) {
      assertThat(python.compile(sources, PATIENCE))
          .isInstanceOfSatisfying(
              Answer.Compiled.class,
              it -> {
                assertThat(it.refused()).containsOnlyKeys("indent.py", "late.py", "null.py");
                assertThat(it.refused().get("indent.py"))
                    .isEqualTo(
                        new Feature(
                            "unexpected indent",
                            Feature.NEVER,
                            2,
                            requireNonNull(it.refused().get("indent.py")).column(),
                            true));
                assertThat(it.undecided()).isEmpty();
              });
    }
    assertThat(trace).doesNotExist();
  }

  private static String quoted(Path file) {
    return "'" + file + "'";
  }

  @Test
  void aProgramThatIsNoSuchInterpreterHasNoAnswer() throws Exception {
    assertThat(answer("echo 3.10\necho end 1\n"))
        .isEqualTo(new Answer.None("python3.11 is Python 3.10"));
    assertThat(answer("exit 1\n")).isEqualTo(new Answer.None("python3.11 ended without an answer"));
    assertThat(answer("read x < /dev/zero\n"))
        .isEqualTo(new Answer.None("python3.11 did not answer in time"));
    assertThat(Interpreter.find(List.of(), directory, 11)).isEmpty();
  }

  private Answer answer(String script) throws IOException, InterruptedException {
    Path program = directory.resolve("python3.11");
    Files.writeString(program, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return Interpreter.find(List.of(directory), directory.resolve("none"), 11)
        .orElseThrow()
        .compile(sources(Map.of("a.py", "x = 1\n")), Duration.ofSeconds(5));
  }
}
