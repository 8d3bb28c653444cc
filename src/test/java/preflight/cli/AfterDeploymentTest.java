package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import preflight.sandbox.PrintedFix;
import preflight.sandbox.RunningSandbox;
import preflight.sandbox.Scenarios;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the gate says once a deployment is over, and that it can take it back. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(300)
class AfterDeploymentTest {

  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  private Invocation gate(RunningSandbox sandbox, String... arguments) throws IOException {
    var all = new ArrayList<>(List.of("run", PatientProfile.in(folder).toString()));
    all.addAll(List.of(arguments));
    return Invocation.of(sandbox.exports(), all);
  }

  /** The report of the run before a deployment of this image, which must be allowed. */
  private String before(RunningSandbox sandbox, String tag, String... further) throws IOException {
    Path report = folder.resolve(tag + ".json");
    var arguments =
        new ArrayList<>(
            List.of(
                "-o",
                "json=" + report,
                "--",
                "gcloud",
                "run",
                "deploy",
                "backend-sandbox",
                "--image=us-central1-docker.pkg.dev/sandbox/services/backend:" + tag,
                "--region=us-central1",
                "--project=sandbox"));
    arguments.addAll(List.of(further));
    Invocation run = gate(sandbox, arguments.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.everything()).isZero();
    return report.toString();
  }

  @Test
  void a_bad_deployment_is_told_from_a_good_one_and_taken_back() throws Exception {
    try (var sandbox = RunningSandbox.start(Scenarios.named("healthy").orElseThrow())) {
      var operator = new PrintedFix(folder, sandbox);

      String good = before(sandbox, "next");
      operator.deploy("backend", "next");
      Invocation healthy = gate(sandbox, "--after", good, "-o", "json");
      assertThat(healthy.exitCode()).as(healthy.everything()).isZero();
      assertThat(ending(healthy)).isEqualTo("HEALTHY");
      assertThat(healthy.err()).contains("services.backend: backend-sandbox-00003", "serves");

      String crashing = before(sandbox, "crashing");
      // The operation fails as the revision does.
      assertThatThrownBy(() -> operator.deploy("backend", "crashing"))
          .hasMessageContaining("ModuleNotFoundError");
      Invocation refused = gate(sandbox, "--after", crashing, "-o", "json", "--rollback");
      assertThat(refused.exitCode()).as(refused.everything()).isEqualTo(12);
      assertThat(ending(refused)).isEqualTo("BROKEN_BY_THIS");
      assertThat(JSON.readTree(refused.out()).at("/after/back")).isEmpty();
      assertThat(refused.err())
          .contains("is not ready: what served before still does")
          .contains("nothing to roll back: the revisions from before still serve");

      // The newest revision is still the crashed one, which a new deployment replaces.
      String unhealthy = before(sandbox, "unhealthy");
      operator.deploy("backend", "unhealthy");
      Invocation broken = gate(sandbox, "--after", unhealthy, "-o", "json");
      assertThat(broken.exitCode()).as(broken.everything()).isEqualTo(12);
      assertThat(ending(broken)).isEqualTo("BROKEN_BY_THIS");
      assertThat(JSON.readTree(broken.out()).at("/after/back/0").asString())
          .startsWith(
              "gcloud run services update-traffic backend-sandbox"
                  + " --to-revisions=backend-sandbox-00003-")
          .contains("=100", "--region=us-central1", "--project=sandbox");
      assertThat(broken.err()).doesNotContain("rolled back");

      Invocation back = gate(sandbox, "--after", unhealthy, "--rollback");
      assertThat(back.out()).contains("AFTER  broken by this deployment");
      assertThat(back.err())
          .contains("rolled back: requests to services.backend go to backend-sandbox-00003-");
      assertThat(gate(sandbox, "--only", "http-health").exitCode()).isZero();

      // Whoever deploys next must know that nobody will see it.
      JsonNode next = JSON.readTree(Files.readString(Path.of(before(sandbox, "next"))));
      assertThat(next.at("/deployment/services/0/serves").asBoolean()).isFalse();
      assertThat(next.at("/deployment/services/0/changes/0").asString())
          .startsWith("it gets no requests: the traffic of the service is pinned");
    }
  }

  @Test
  void a_canary_is_asked_at_its_tag_before_it_gets_requests() throws Exception {
    try (var sandbox = RunningSandbox.start(Scenarios.named("healthy").orElseThrow())) {
      String before = before(sandbox, "unhealthy", "--no-traffic", "--tag=canary");
      new PrintedFix(folder, sandbox).canary("backend", "unhealthy", "canary");

      Invocation after = gate(sandbox, "--after", before, "-o", "json");

      assertThat(after.exitCode()).as(after.everything()).isEqualTo(12);
      assertThat(ending(after)).isEqualTo("BROKEN_BY_THIS");
      assertThat(after.err()).contains("is ready and gets no requests");
      assertThat(JSON.readTree(after.out()).at("/after/back")).isEmpty();
      // Nobody else was harmed.
      assertThat(gate(sandbox, "--only", "http-health").exitCode()).isZero();
    }
  }

  @Test
  void a_report_of_no_deployment_is_a_slip() throws Exception {
    try (var sandbox = RunningSandbox.start(Scenarios.named("healthy").orElseThrow())) {
      Path report = folder.resolve("plain.json");
      gate(sandbox, "-o", "json=" + report);
      Invocation after = gate(sandbox, "--after", report.toString());
      assertThat(after.exitCode()).isEqualTo(64);
      assertThat(after.err()).contains("does not say what is deployed");
      assertThat(gate(sandbox, "--rollback").exitCode()).isEqualTo(64);
      assertThat(gate(sandbox, "--after", folder.resolve("none.json").toString()).exitCode())
          .isEqualTo(64);
    }
  }

  private static String ending(Invocation run) {
    JsonNode report = JSON.readTree(run.out());
    return report.at("/after/ending").asString();
  }
}
