package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import preflight.Golden;
import preflight.check.FailureClass;
import preflight.cli.gate.Gate;
import preflight.cli.gate.RunOptions;
import preflight.diagnosis.Recording;
import preflight.diagnosis.Verdict;
import preflight.engine.CheckResult;
import preflight.report.ReportSchema;
import preflight.report.run.DiagnosisMatrix;
import preflight.report.run.DiagnosisMatrix.Answer;
import preflight.report.run.DiagnosisMatrix.Row;
import preflight.sandbox.RunningSandbox;
import preflight.sandbox.Scenario;
import preflight.sandbox.Scenarios;
import tools.jackson.databind.JsonNode;

/** Every scenario is diagnosed as it says, the same in every format, and no credential leaks. */
@Execution(ExecutionMode.CONCURRENT)
class ScenarioTest {

  private static final Map<String, Row> MATRIX = new ConcurrentSkipListMap<>();
  private static final Map<String, List<CheckResult>> RESULTS = new ConcurrentSkipListMap<>();
  private static final Map<String, InitiatedProfile.Finding> INITIATED =
      new ConcurrentSkipListMap<>();

  @TempDir Path folder;

  /** Written from what the runs gave; only a run of every scenario can say it. */
  @AfterAll
  static void the_matrix_of_diagnoses_is_up_to_date() {
    if (MATRIX.size() == Scenarios.all().size()) {
      Golden.assertUpToDate(
          Path.of("docs/diagnosis-matrix.md"),
          DiagnosisMatrix.markdown(List.copyOf(MATRIX.values())));
    }
  }

  /** The healthy one first: recordings of the others say what differs from it. */
  @AfterAll
  static void every_scenario_is_recorded() throws IOException {
    List<String> names =
        RESULTS.keySet().stream()
            .sorted(Comparator.comparing(it -> !it.equals("healthy")))
            .toList();
    for (String name : names) {
      Recording.keep(name, RESULTS.getOrDefault(name, List.of()));
    }
  }

  /** How much of what is broken a profile finds that nobody wrote by hand. */
  @AfterAll
  static void what_an_initiated_profile_finds_is_recorded() {
    if (INITIATED.size() == Scenarios.all().size()) {
      Golden.assertUpToDate(InitiatedProfile.FINDINGS, InitiatedProfile.record(INITIATED));
    }
  }

  static List<Scenario> scenarios() {
    return Scenarios.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void is_diagnosed_as_it_says(Scenario scenario) throws Exception {
    Path json = folder.resolve("report.json");
    Path shorter = folder.resolve("report.txt");
    try (var sandbox = RunningSandbox.start(scenario)) {
      sandbox.assertVisited(scenario);
      var results = new ArrayList<CheckResult>();
      Invocation run =
          run(
              PatientProfile.in(folder),
              sandbox.exports(),
              results,
              "--verbose",
              "-o",
              "human",
              "-o",
              "json=" + json,
              "-o",
              "short=" + shorter);
      JsonNode report = ReportSchema.read(Files.readString(json));
      Failures.assertTold(report);
      MATRIX.put(scenario.name(), row(scenario, report));
      assertThat(run.exitCode()).as(run.everything()).isEqualTo(scenario.exitCode());
      assertThat(report.at("/verdict/exitCode").asInt()).isEqualTo(scenario.exitCode());
      String all = run.everything() + Files.readString(json) + Files.readString(shorter);
      for (String credential : sandbox.credentials()) {
        assertThat(all.contains(credential)).as("a credential is shown").isFalse();
      }
      roots(scenario, report, run);
      RESULTS.put(scenario.name(), results);
      INITIATED.put(scenario.name(), InitiatedProfile.found(scenario, sandbox, folder));
      assertJudgedBeforeRepair(scenario, sandbox);
    }
  }

  @Test
  void a_pretended_date_moves_no_clock_that_services_are_met_by() throws Exception {
    try (var sandbox = RunningSandbox.start(Scenarios.named("healthy").orElseThrow())) {
      var run =
          Invocation.of(
              sandbox.exports(),
              List.of("run", "sandbox", "--only", "s2s-*", "--now", "2026-01-31T12:00:00Z"));
      assertThat(run.exitCode()).as(run.everything()).isZero();
    }
  }

  /** Somebody deploys an image without faults, and nothing else changes. */
  private void assertJudgedBeforeRepair(Scenario scenario, RunningSandbox sandbox)
      throws IOException {
    String service = scenario.deployed();
    var run =
        Invocation.of(
            sandbox.exports(),
            List.of(
                "run",
                PatientProfile.in(folder).toString(),
                "-o",
                "json",
                "--",
                "gcloud",
                "run",
                "deploy",
                service + "-sandbox",
                "--image=us-central1-docker.pkg.dev/sandbox/services/" + service + ":next",
                "--region=us-central1",
                "--project=sandbox"));
    JsonNode report = ReportSchema.read(run.out());
    assertThat(report.at("/deployment/services/0/service").asString())
        .isEqualTo("services." + service);
    assertThat(run.exitCode())
        .as(report.toPrettyString())
        .isEqualTo(scenario.exitCodeBeforeRepair());
    Verdict verdict =
        switch (run.exitCode()) {
          case 0 -> Verdict.GO;
          case 20 -> Verdict.INCONCLUSIVE;
          default -> Verdict.NO_GO;
        };
    assertThat(report.at("/verdict/value").asString()).isEqualTo(verdict.name());
    if (verdict == Verdict.NO_GO) {
      assertThat(blocking(report).stream().map(it -> it.at("/id").asString()))
          .containsExactlyElementsOf(scenario.rootCause().stream().toList());
      boolean fails =
          Stream.concat(scenario.rootCause().stream(), scenario.explains().stream())
                  .anyMatch(it -> it.contains("services." + service))
              // The source that is deployed is no cure of itself, and nobody hopes so.
              && scenario.rootCause().stream().noneMatch(it -> it.matches("(code|image)-.*"));
      assertThat(report.at("/verdict/headline").toString())
          .matches(
              it -> it.contains("Deploying " + service + " does not repair this.") == fails,
              "says what the deployment does not repair: " + fails);
    }
  }

  /**
   * The one run of a scenario.
   *
   * @param results what it finds, before anybody writes it down
   */
  private static Invocation run(
      Path profile, Map<String, String> variables, List<CheckResult> results, String... flags) {
    Invocation.Heard heard = Invocation.shell(variables);
    Shell shell = heard.shell();
    RunOptions options = options(shell, flags);
    Gate.Telling report = options.report();
    int code =
        new Gate(shell)
            .run(
                profile.toString(),
                shell.environment(),
                options,
                (run, style, out) -> {
                  run.diagnosis().checks().forEach(it -> results.add(it.result()));
                  report.tell(run, style, out);
                },
                System.nanoTime());
    return new Invocation(code, heard.out(), heard.err());
  }

  private static RunOptions options(Shell shell, String... flags) {
    CommandLine line = Commands.of(shell);
    line.parseArgs(
        Stream.concat(Stream.of("run", "sandbox"), Stream.of(flags)).toArray(String[]::new));
    CommandLine run = line.getParseResult().subcommand().commandSpec().commandLine();
    return run.getCommandSpec().mixins().values().stream()
        .map(CommandSpec::userObject)
        .filter(RunOptions.class::isInstance)
        .map(RunOptions.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static Row row(Scenario scenario, JsonNode report) {
    List<JsonNode> blocking = blocking(report);
    var expected =
        new Answer(
            scenario.exitCode(),
            scenario.rootCause().stream().toList(),
            scenario.failureClass().map(FailureClass::valueOf));
    var got =
        new Answer(
            report.at("/verdict/exitCode").asInt(),
            blocking.stream().map(it -> it.at("/id").asString()).toList(),
            blocking.stream()
                .map(it -> FailureClass.valueOf(it.at("/class").asString()))
                .findFirst());
    return new Row(scenario.name(), expected, got);
  }

  private static List<JsonNode> blocking(JsonNode report) {
    return report
        .at("/rootCauses")
        .valueStream()
        .filter(it -> it.at("/severity").asString().equals("blocker"))
        .toList();
  }

  private static void roots(Scenario scenario, JsonNode report, Invocation run) {
    List<JsonNode> blocking = blocking(report);
    assertThat(blocking.stream().map(it -> it.at("/id").asString()))
        .as(run.everything())
        .containsExactlyElementsOf(scenario.rootCause().stream().toList());
    for (JsonNode root : blocking) {
      assertThat(root.at("/class").asString()).isEqualTo(scenario.failureClass().orElseThrow());
      var expected = scenario.root().orElseThrow();
      JsonNode check =
          report
              .at("/checks")
              .valueStream()
              .filter(it -> it.at("/id").asString().equals(expected.id()))
              .findFirst()
              .orElseThrow();
      assertThat(check.at("/signal").asString()).isEqualTo(expected.signal());
      expected
          .phase()
          .ifPresent(it ->
              assertThat(check.at("/phase").asString()).isEqualTo(it.toLowerCase(Locale.ROOT)));
      List<String> explained = root.at("/explains").valueStream().map(JsonNode::asString).toList();
      for (String glob : scenario.explains()) {
        assertThat(explained)
            .as(glob)
            .anyMatch(it -> Pattern.matches(glob.replace(".", "\\.").replace("*", ".*"), it));
      }
    }
  }
}
