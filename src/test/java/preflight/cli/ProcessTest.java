package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.cli.GateProcess.Ended;
import preflight.cli.Matrix.Ending;
import preflight.report.ReportSchema;

/** What only a process of its own shows: signals, pipes, and what it leaves behind. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(120)
class ProcessTest {

  private static final Pattern FOLDER = Pattern.compile("/\\S*/preflight-sandbox-[0-9]+");

  @TempDir Path folder;
  private Matrix matrix;
  private GateProcess gate;

  @BeforeEach
  void open() throws Exception {
    matrix = new Matrix(folder);
    gate = new GateProcess();
  }

  @AfterEach
  void close() throws Exception {
    matrix.close();
  }

  @Test
  void ctrl_c_prints_the_report_so_far_as_inconclusive_and_exits_130() throws Exception {
    Process process =
        gate.builder(
                Matrix.variables(),
                List.of("-Dpreflight.tty.err=true"),
                List.of("run", matrix.hanging().toString()))
            .start();
    var progress = new StringBuilder();
    for (int at = process.getErrorStream().read();
        at >= 0 && progress.indexOf("1/3 checks") < 0;
        at = process.getErrorStream().read()) {
      progress.append((char) at);
    }
    long start = System.nanoTime();
    signal("INT", process);
    Ended ended = GateProcess.end(process);
    assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(130);
    assertThat(ended.out()).contains("INCONCLUSIVE", "1 passed", "2 unknown", "exit 130");
    // Its target would have kept it for 30 s, and its deadline for 60 s.
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(10);
  }

  @Test
  void a_hanging_target_never_holds_a_run_past_its_deadline() throws Exception {
    Ended ended =
        gate.run(
            Matrix.variables(),
            List.of("run", matrix.hanging().toString(), "--deadline", "4s", "-o", "json"));
    assertThat(ended.exitCode()).isEqualTo(20);
    // The start counts too, and on a slow machine takes all of it.
    if (ended.out().isEmpty()) {
      assertThat(ended.err()).contains("the deadline of 4s passed");
      return;
    }
    // Its target would have kept it for 30 s.
    assertThat(ReportSchema.read(ended.out()).at("/run/durationMs").asLong()).isLessThan(15_000L);
    assertThat(ended.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"GO,0", "CONFIG,11"})
  void nothing_but_the_report_is_on_stdout_and_nothing_on_stderr(Ending ending, int code)
      throws Exception {
    Ended ended = gate.run(Matrix.variables(), matrix.command(ending, "-o", "json"));
    assertThat(ended.exitCode()).isEqualTo(code);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).startsWith("{");
    ReportSchema.read(ended.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"| true", "| head -1"})
  void a_reader_that_goes_away_changes_neither_the_exit_code_nor_says_anything(String reader)
      throws Exception {
    Ended ended = inShell(reader, Map.of(), matrix.command(Ending.CONFIG));
    assertThat(ended.exitCode()).isEqualTo(11);
    assertThat(ended.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    ">/dev/full,GO,0",
    ">/dev/full,CONFIG,11",
    "1</dev/null,GO,0",
    "1</dev/null,INFRA,10",
    ">/dev/full,UNKNOWN,20"
  })
  void a_stdout_that_takes_nothing_is_said_and_74_whatever_the_verdict(
      String stdout, Ending ending, int code) throws Exception {
    Ended ended = inShell(stdout, Map.of(), matrix.command(ending));
    assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(74);
    assertThat(ended.err())
        .isEqualTo(
            "preflight: cannot write to stdout; without this error the exit code would be "
                + code
                + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "--help", "run --help", "checks", "explain redis-reachable"})
  void no_command_loses_its_answer_in_silence(String command) throws Exception {
    Ended ended = inShell(">/dev/full", Map.of(), List.of(command.split(" ", -1)));
    assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(74);
    assertThat(ended.err()).hasLineCount(1).contains("cannot write to stdout");
  }

  @ParameterizedTest
  @CsvSource({"GO,0", "CONFIG,11"})
  void a_report_that_a_full_disk_does_not_take_is_said_and_74(Ending ending, int code)
      throws Exception {
    Ended ended =
        gate.run(Matrix.variables(), matrix.command(ending, "-o", "human", "-o", "json=/dev/full"));
    assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(74);
    assertThat(ended.err())
        .hasLineCount(1)
        .startsWith("preflight: cannot write the report to /dev/full; the verdict is ")
        .endsWith(", exit code " + code + "\n");
    assertThat(ended.out()).contains("exit " + code);
  }

  @ParameterizedTest
  @CsvSource({
    "'',GO,GO 0",
    "'',WARNING,GO_WITH_WARNINGS 0",
    "'',CONFIG,NO_GO 11",
    "'',UNKNOWN,INCONCLUSIVE 20",
    "'-o short -o json=r.json',GO,GO 0",
    "'>/dev/full',GO,",
    "'| true',GO,",
    "'-o json=/dev/full',GO,"
  })
  void the_proof_of_a_verdict_is_written_after_all_reports(
      String how, Ending ending, String verdict) throws Exception {
    Path proof = folder.resolve("proof");
    List<String> command = matrix.command(ending);
    Ended ended =
        inShell(
            how.replace("r.json", "'" + folder.resolve("r.json") + "'"),
            Map.of("PREFLIGHT_PROOF", proof.toString()),
            command);
    if (verdict == null) {
      assertThat(proof).as(ended.toString()).doesNotExist();
    } else {
      assertThat(proof).as(ended.toString()).hasContent(verdict + " " + command.get(1) + "\n");
    }
  }

  @Test
  void a_proof_that_cannot_be_written_is_74() throws Exception {
    Ended ended =
        inShell("", Map.of("PREFLIGHT_PROOF", folder + "/no/proof"), matrix.command(Ending.GO));
    assertThat(ended.exitCode()).isEqualTo(74);
    assertThat(ended.err()).startsWith("preflight: cannot write the verdict to ");
  }

  /** Runs the gate in a line of a shell that goes on after its arguments. */
  private Ended inShell(String rest, Map<String, String> variables, List<String> arguments)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("bash", "-c", "\"$@\" " + rest + "; exit \"${PIPESTATUS[0]}\"", "bash"));
    var inner = gate.builder(Matrix.variables(), List.of(), arguments);
    command.addAll(inner.command());
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(inner.environment());
    builder.environment().putAll(variables);
    return GateProcess.end(builder.start());
  }

  @Test
  void without_a_utf_8_locale_the_report_is_plain_ascii() throws Exception {
    Ended ended = gate.run(Map.of("LANG", "C"), matrix.command(Ending.CONFIG));
    assertThat(ended.exitCode()).isEqualTo(11);
    assertThat(ended.out().replace(":?", ""))
        .containsPattern("\\A\\p{ASCII}+\\z")
        .contains("FAIL")
        .doesNotContain("?");
  }

  @Test
  void without_credentials_of_google_nobody_is_contacted_and_the_command_is_told()
      throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "strace shows who is contacted");
    Path pack =
        Files.writeString(
            folder.resolve("google.yaml"),
            """
            version: 1
            rules:
              - { check: secret-exists, on: secrets }
              - { check: run-revision-ready, on: services }
            """);
    Path profile =
        Files.writeString(
            folder.resolve("real.yaml"),
            """
            version: 1
            environment: real
            packs: { only: [%s] }
            gcp: { project: acme-test, region: us-central1 }
            secrets: { TOKEN_SECRET: {} }
            services: { back: { cloud-run: back } }
            """
                .formatted(pack.getFileName()));
    Path trace = folder.resolve("trace");
    List<String> command =
        new ArrayList<>(
            List.of("strace", "-f", "-qq", "-e", "trace=connect", "-o", trace.toString()));
    var inner =
        gate.builder(
            Map.of("CLOUDSDK_CONFIG", folder.toString(), "HOME", folder.toString()),
            List.of("-Duser.home=" + folder),
            List.of("run", profile.toString()));
    command.addAll(inner.command());
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(inner.environment());
    builder.environment().remove("GOOGLE_APPLICATION_CREDENTIALS");
    Process process = builder.start();
    Ended ended = GateProcess.end(process);
    assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(20);
    assertThat(ended.out())
        .contains("(permission)", "gcloud auth application-default login", "2 unknown");
    assertThat(Files.readAllLines(trace))
        .filteredOn(it -> it.contains("AF_INET"))
        .allMatch(it -> it.contains("\"127.") || it.contains("\"::1\""), "contacts loopback only");
  }

  @ParameterizedTest
  @CsvSource({"INT,130", "TERM,143", "KILL,137"})
  void whatever_ends_the_gate_ends_its_sandbox_and_leaves_no_file(String signal, int code)
      throws Exception {
    Process process = gate.start(Map.of(), List.of("sandbox"));
    BufferedReader lines = process.inputReader();
    for (String line = lines.readLine(); !"ready".equals(line); line = lines.readLine()) {
      assertThat(line).as("the sandbox starts").isNotNull();
    }
    List<ProcessHandle> below = process.descendants().toList();
    Path kept = sandboxFolder(below);
    assertThat(below).hasSizeGreaterThan(3);
    assertThat(kept).isDirectory();
    signal(signal, process);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(code);
    for (ProcessHandle each : below) {
      each.onExit().get(30, TimeUnit.SECONDS);
    }
    assertGone(kept);
  }

  @Test
  void a_demo_lists_its_scenarios_and_refuses_others() throws Exception {
    Ended list = GateProcess.end(gate.start(Map.of(), List.of("demo", "--list")));
    assertThat(list.exitCode()).as(list.err()).isZero();
    assertThat(list.out().lines()).hasSizeGreaterThan(30).anyMatch(it -> it.startsWith("healthy "));
    for (String command : List.of("demo", "sandbox")) {
      Ended typo =
          GateProcess.end(gate.start(Map.of(), List.of(command, "--scenario", "redis-stoped")));
      assertThat(typo.exitCode()).isEqualTo(64);
      assertThat(typo.err())
          .contains("unknown scenario 'redis-stoped'; did you mean 'redis-stopped'?");
    }
  }

  @Test
  void a_demo_that_is_ended_while_its_sandbox_starts_leaves_nothing() throws Exception {
    Process process = gate.start(Map.of(), List.of("demo", "--no-progress"));
    while (process.isAlive() && process.descendants().noneMatch(ProcessTest::isLeash)) {
      Thread.onSpinWait();
    }
    List<ProcessHandle> below = process.descendants().toList();
    Path kept = sandboxFolder(below);
    signal("TERM", process);
    assertThat(GateProcess.end(process).exitCode()).isEqualTo(143);
    for (ProcessHandle each : below) {
      each.onExit().get(30, TimeUnit.SECONDS);
    }
    assertGone(kept);
  }

  /** The last process of a sandbox takes its folder away, a moment after all others ended. */
  private static void assertGone(Path kept) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (Files.exists(kept) && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(kept).doesNotExist();
  }

  private static boolean isLeash(ProcessHandle process) {
    return FOLDER.matcher(process.info().commandLine().orElse("")).find();
  }

  private static Path sandboxFolder(List<ProcessHandle> below) {
    return below.stream()
        .flatMap(it -> FOLDER.matcher(it.info().commandLine().orElse("")).results())
        .map(MatchResult::group)
        .map(Path::of)
        .findFirst()
        .orElseThrow();
  }

  private static void signal(String name, Process process)
      throws IOException, InterruptedException {
    assertThat(
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor())
        .isZero();
  }
}
