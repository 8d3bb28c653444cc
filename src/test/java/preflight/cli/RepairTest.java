package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.sandbox.PrintedFix;
import preflight.sandbox.RunningSandbox;
import preflight.sandbox.Scenario;
import preflight.sandbox.Scenarios;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whoever pastes the fix that a report prints, or deploys what it says, sees GO after it. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(300)
class RepairTest {

  @TempDir Path folder;

  static Stream<String> repaired() {
    return Repair.all().stream().filter(it -> it.leads() == Repair.To.GO).map(Repair::scenario);
  }

  /** What no row tells of, nobody has tried. */
  @Test
  void each_scenario_says_where_its_repair_leads() {
    assertThat(Repair.all())
        .extracting(Repair::scenario)
        .containsExactlyElementsOf(
            Scenarios.all().stream()
                .filter(it -> it.root().isPresent())
                .map(Scenario::name)
                .sorted()
                .toList());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("repaired")
  void the_printed_fix_is_followed_by_go(String scenario) throws Exception {
    try (var sandbox = start(scenario)) {
      JsonNode refused = report(sandbox);
      assertThat(refused.at("/verdict/value").asString()).isEqualTo("NO_GO");

      new PrintedFix(folder, sandbox).paste(commands(refused), Repair.known(sandbox));

      assertGo(sandbox);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "auth-refuses-service-secret, auth",
    "backend-crashes-on-start, backend",
    "route-missing, backend"
  })
  void another_image_mends_what_the_image_broke(String scenario, String service) throws Exception {
    try (var sandbox = start(scenario)) {
      assertThat(report(sandbox).at("/verdict/exitCode").asInt()).isEqualTo(12);

      new PrintedFix(folder, sandbox).deploy(service, "next");

      assertGo(sandbox);
    }
  }

  @Test
  void another_image_mends_no_secret() throws Exception {
    try (var sandbox = start("newline-in-redis-host")) {
      new PrintedFix(folder, sandbox).deploy("backend", "next");

      assertThat(report(sandbox).at("/rootCauses/0/id").asString())
          .isEqualTo("secret-matches-resource/secrets.REDIS_HOST");
    }
  }

  @Test
  void traffic_back_to_the_revision_before_mends_a_bad_deployment() throws Exception {
    try (var sandbox = start("healthy")) {
      var operator = new PrintedFix(folder, sandbox);
      operator.deploy("backend", "unhealthy");
      assertThat(report(sandbox).at("/verdict/exitCode").asInt()).isEqualTo(12);

      operator.rollBack("backend");

      // It serves again; that what was deployed last gets no requests stays said.
      assertThat(report(sandbox).at("/rootCauses").valueStream().map(it -> it.get("id").asString()))
          .containsExactly("run-latest-serves/services.backend");
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"bypass-key-in-production", "missing-service-secret"})
  void the_printed_fix_works_in_gcloud_itself(String scenario) throws Exception {
    assumeTrue(PrintedFix.gcloudInstalled(), "gcloud is not installed");
    try (var sandbox = start(scenario)) {
      new PrintedFix(folder, sandbox)
          .pasteIntoGcloud(commands(report(sandbox)), Repair.known(sandbox));

      assertGo(sandbox);
    }
  }

  private static RunningSandbox start(String scenario) throws Exception {
    return RunningSandbox.start(Scenarios.named(scenario).orElseThrow());
  }

  private void assertGo(RunningSandbox sandbox) throws Exception {
    JsonNode report = report(sandbox);
    assertThat(report.at("/verdict/value").asString())
        .as(report.at("/rootCauses").toPrettyString())
        .isEqualTo("GO");
  }

  /** What the only root cause says to do. */
  private static List<String> commands(JsonNode report) {
    return report
        .at("/rootCauses/0/remedy/commands")
        .valueStream()
        .map(JsonNode::asString)
        // Two say what an administrator does, beside the one that stores what is right already.
        .filter(it -> !it.startsWith("gcloud sql ") && !it.startsWith("gcloud redis "))
        .toList();
  }

  private JsonNode report(RunningSandbox sandbox) throws IOException {
    var run =
        Invocation.of(
            sandbox.exports(), List.of("run", PatientProfile.in(folder).toString(), "-o", "json"));
    return new JsonMapper().readTree(run.out());
  }
}
