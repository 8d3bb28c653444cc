package preflight.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The process that the gate starts: its protocol, and that it leaves nothing however it ends. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(60)
class SandboxProcessTest {

  @TempDir Path temporary;

  @Test
  void announces_its_parts_then_its_exports_then_that_it_is_ready() throws Exception {
    Process process = start();
    List<String> lines = untilReady(process);
    assertThat(lines.stream().map(line -> line.replaceAll(" .*", "")))
        .startsWith(
            "secret-manager", "cloud-run", "redis", "postgres", "backend", "auth", "frontend");
    assertThat(lines).anyMatch(line -> line.startsWith("export PREFLIGHT_SANDBOX_API=http://127"));
    assertThat(lines).anyMatch(line -> line.startsWith("export CLOUDSDK_API_ENDPOINT_OVERRIDES_"));
    assertThat(lines).endsWith("ready");
    process.getOutputStream().close();
    ends(process, 0);
  }

  @Test
  void ends_on_a_signal() throws Exception {
    Process process = start();
    untilReady(process);
    process.destroy();
    ends(process, 143);
  }

  @Test
  void leaves_nothing_even_when_it_is_killed() throws Exception {
    Process process = start();
    untilReady(process);
    process.destroyForcibly();
    ends(process, 137);
  }

  @Test
  void ends_at_once_when_a_signal_comes_while_it_starts() throws Exception {
    Process process = start();
    while (entries().isEmpty() && process.isAlive()) {
      Thread.onSpinWait();
    }
    process.destroy();
    ends(process, 143);
  }

  @Test
  void an_unknown_scenario_is_one_line_with_a_guess() throws Exception {
    Process process = start("--scenario", "redis-stoped");
    try (BufferedReader err =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      assertThat(err.lines())
          .containsExactly(
              "sandbox: unknown scenario 'redis-stoped'; did you mean 'redis-stopped'?");
    }
    ends(process, 64);
  }

  private Process start(String... arguments) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath,
                Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).start();
  }

  private static List<String> untilReady(Process process) throws IOException {
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    List<String> lines = new ArrayList<>();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      lines.add(line);
      if (line.equals("ready")) {
        break;
      }
    }
    assertThat(lines).contains("ready");
    return lines;
  }

  private void ends(Process process, int code) throws Exception {
    List<ProcessHandle> servers = serversOf(temporary);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(code);
    for (ProcessHandle server : servers) {
      server.onExit().get(20, TimeUnit.SECONDS);
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!entries().isEmpty() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(entries()).isEmpty();
    assertThat(serversOf(temporary)).isEmpty();
  }

  private List<String> entries() throws IOException {
    try (Stream<Path> entries = Files.list(temporary)) {
      return entries
          .map(path -> String.valueOf(path.getFileName()))
          .filter(name -> name.startsWith("preflight-sandbox-"))
          .toList();
    }
  }

  private static List<ProcessHandle> serversOf(Path directory) {
    return ProcessHandle.allProcesses()
        .filter(process ->
            process
                .info()
                .commandLine()
                .filter(line -> line.contains(directory + "/preflight-sandbox-"))
                .isPresent())
        .toList();
  }
}
