package preflight.probe.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.probe.Redaction;
import preflight.probe.Said;
import preflight.probe.program.Programs.Run;

class JdkProgramsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final JdkPrograms programs = new JdkPrograms(new Redaction(List::of));

  @TempDir private Path directory;

  @Test
  void ends_what_a_program_left_behind_when_it_ended_itself() throws Exception {
    Path pid = directory.resolve("pid");
    String script = "sleep 60 & echo $! > %s; sleep 0.5".formatted(pid);
    assertThat(run(Duration.ofSeconds(2), "sh", "-c", script)).isEqualTo(new Run.TimedOut());
    var left = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (left.filter(ProcessHandle::isAlive).isPresent() && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    assertThat(left.filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void says_why_a_program_could_not_be_started() throws Exception {
    Path file = Files.writeString(directory.resolve("check"), "#!/bin/sh\n");
    assertThat(run(PATIENCE, file.toString()))
        .isEqualTo(new Run.NotStarted("it is not executable"));
    assertThat(run(PATIENCE, directory.resolve("gone").toString()))
        .isEqualTo(new Run.NotStarted("there is no such file"));
    assertThat(run(PATIENCE, "no-such-program-of-preflight"))
        .isEqualTo(new Run.NotStarted("no program of that name is on the PATH"));
  }

  @Test
  void involves_no_shell_and_passes_no_other_variables_on() throws Exception {
    assertThat(run(PATIENCE, "echo", "$HOME;", "*"))
        .isEqualTo(new Run.Ended(0, Said.said("$HOME; *\n")));
    assertThat(
            programs.run(
                List.of("env"), List.of("PWD"), Map.of("PREFLIGHT_URL", "http://x"), PATIENCE))
        .isInstanceOfSatisfying(
            Run.Ended.class,
            it ->
                assertThat(it.output().raw().lines().map(line -> line.split("=", 2)[0]))
                    .contains("PREFLIGHT_URL", "PATH", "PWD")
                    .allMatch(name ->
                        name.matches("PREFLIGHT_URL|PATH|PWD|HOME|LANG|LC_\\w+|TMPDIR|TZ")));
  }

  @Test
  void discards_what_a_program_writes_to_its_standard_error() throws Exception {
    assertThat(run(PATIENCE, "sh", "-c", "echo hidden >&2; echo shown"))
        .isEqualTo(new Run.Ended(0, Said.said("shown\n")));
  }

  private Run run(Duration patience, String... command) throws InterruptedException {
    return programs.run(List.of(command), List.of(), Map.of(), patience);
  }
}
