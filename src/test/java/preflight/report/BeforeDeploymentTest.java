package preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import preflight.check.plan.Deployment;
import preflight.check.signal.Part;
import preflight.diagnosis.Diagnoser;
import preflight.diagnosis.Diagnosis;
import preflight.diagnosis.Environments;
import preflight.diagnosis.Graph;
import preflight.diagnosis.Policy;
import preflight.diagnosis.Runs;

class BeforeDeploymentTest {

  private static final String ENVIRONMENT =
      """
      secret JWT used-by=backend
      secret OTHER used-by=backend
      service backend
      """;

  @Test
  void what_is_replaced_is_not_left_to_repair() {
    String crash = "FAILED run-revision-ready/services.backend RUN_CONTAINER_EXITED : ends\n";
    String weak = "FAILED secret-strength/secrets.JWT SECRET_WEAK : 12 bits\n";

    assertThat(report(crash + weak)).contains("REPLACED").doesNotContain("remaining");
    assertThat(
            report(crash + weak + "FAILED secret-strength/secrets.OTHER SECRET_WEAK : 12 bits\n"))
        .containsOnlyOnce("REPLACED")
        .contains("remaining 1 other root cause\n")
        .doesNotContain("2 other root causes");
  }

  private static String report(String results) {
    var backend =
        new Deployment.Change(
            "services.backend",
            false,
            true,
            Optional.of(Set.of(Part.IMAGE)),
            List.of(),
            Optional.empty(),
            Map.of(),
            true,
            Optional.empty());
    Diagnosis diagnosis =
        new Diagnoser(
                new Graph(Environments.of(ENVIRONMENT)),
                new Policy(false, false),
                Optional.of(new Deployment("a test", List.of(backend), Set.of(), List.of())))
            .diagnose(Runs.of(results));
    return Reports.human(diagnosis, Style.PLAIN, false);
  }
}
