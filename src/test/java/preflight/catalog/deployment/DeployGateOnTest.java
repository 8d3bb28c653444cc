package preflight.catalog.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import preflight.check.Outcome;
import preflight.check.signal.Signal;
import preflight.resource.Environment;
import preflight.resource.Gcp;
import preflight.resource.Kind;
import preflight.resource.Owners;
import preflight.resource.ResourceName;
import preflight.resource.Source;
import preflight.resource.Target;
import preflight.source.Finding;
import preflight.source.Gap;
import preflight.source.RuleResult;

class DeployGateOnTest {

  private static final String WORKFLOW = ".github/workflows/deploy.yml";

  private static Outcome outcome(Optional<RuleResult> found) {
    var source =
        new Source(new ResourceName(Kind.SOURCE, ""), ".", List.of(), List.of(), List.of());
    var environment =
        new Environment(
            "staging",
            Gcp.NONE,
            Owners.NONE,
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Optional.of(source));
    return new DeployGateOn((_, _) -> found)
        .run(new Target<>(source, environment), new DeployGateOn.With(List.of()));
  }

  @Test
  void no_pipeline_is_skipped_and_a_gate_in_each_passes() {
    assertThat(outcome(Optional.empty())).isInstanceOf(Outcome.Skipped.class);
    assertThat(outcome(Optional.of(new RuleResult(List.of(), List.of()))))
        .isInstanceOf(Outcome.Passed.class);
  }

  @Test
  void a_deployment_without_it_fails_with_its_place() {
    var finding =
        new Finding("deploy-gate-on", WORKFLOW, 7, 1, "deploys without the gate", WORKFLOW);
    assertThat(outcome(Optional.of(new RuleResult(List.of(finding), List.of()))))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.DEPLOY_GATE_OFF);
              assertThat(it.observed()).contains(WORKFLOW + ":7");
            });
  }

  @Test
  void what_nobody_can_read_is_unknown() {
    var gap = new Gap(WORKFLOW + ":7", "deploys, and whether make gate runs the gate is not known");
    assertThat(outcome(Optional.of(new RuleResult(List.of(), List.of(gap)))))
        .isInstanceOf(Outcome.Unknown.class);
  }
}
