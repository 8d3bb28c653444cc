package preflight.catalog.deployment;

import java.util.List;
import java.util.Optional;
import preflight.catalog.code.CodeOutcome;
import preflight.catalog.deployment.DeployGateOn.With;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Signal;
import preflight.resource.Source;
import preflight.resource.Target;
import preflight.resource.field.Field;
import preflight.source.RuleResult;
import preflight.source.pipeline.Pipelines;

@CheckDoc(
    id = "deploy-gate-on",
    on = Source.class,
    about = Subject.GROUND,
    expects = "Nothing in the pipeline deploys without the gate",
    why =
        """
        A gate that is off by default, that somebody can switch off, or whose refusal the pipeline passes over, \
        stops nothing on the day on which it should.
        """,
    example =
        """
        fails    - run: preflight run staging || true
                 - uses: google-github-actions/deploy-cloudrun@v3
        repair   - run: preflight run staging
                 - uses: google-github-actions/deploy-cloudrun@v3
        """,
    detail =
        """
        It reads `.github/workflows/*.yml`, `.gitlab-ci.yml`, `cloudbuild*.yaml` and the shell scripts that they run, and scripts \
        that deploy where no pipeline does. What deploys is `gcloud run deploy` (`services update`, `services replace`, jobs too), \
        `terraform apply` and the action `deploy-cloudrun`; the gate is `preflight run`, `deploy-with-preflight`, and the commands of \
        `gates`. It tells a deployment without a gate, before it, or beside it; a gate whose refusal is let pass (`|| true`, \
        `continue-on-error`, `allow_failure`, `allowFailure`, a pipe without `pipefail`, a script without `set -e`, `when: manual`); \
        one that never runs; and one that a variable or an input switches off, with its default. What make, npm, another \
        repository's workflow, Terraform or a condition makes of it is not known, and then the check is UNKNOWN.
        """,
    signals = Signal.DEPLOY_GATE_OFF)
@Remedy(
    text =
        "Run the gate before what deploys, in the same job or in one that this needs, and let its exit code end the job."
            + " The command shows the place.",
    commands = "sed -n {line}p {root}/{path}")
public final class DeployGateOn implements Check<Target<Source>, With> {

  private static final String EXPECTED =
      "the gate before each deployment, and nothing that switches it off";

  private final Pipelines pipelines;

  /** What is the gate. */
  public record With(
      @Field(
              value =
                  "Parts of commands that are the gate as well, such as a script that starts it",
              example = "[scripts/gate.py]",
              min = 1)
          List<String> gates) {
    public With {
      gates = List.copyOf(gates);
    }
  }

  public DeployGateOn(Pipelines pipelines) {
    this.pipelines = pipelines;
  }

  @Override
  public Outcome run(Target<Source> target, With with) {
    Optional<RuleResult> found = pipelines.ungated(target.resource(), with.gates());
    return found.isEmpty()
        ? Outcome.notApplicable("no pipeline in the tree deploys")
        : CodeOutcome.of(
            found.get(), Signal.DEPLOY_GATE_OFF, EXPECTED, "the gate runs before each deployment");
  }
}
