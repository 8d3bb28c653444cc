package preflight.catalog.platform;

import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.service.ServiceEnv;

@CheckDoc(
    id = "env-deprecated",
    on = Service.class,
    about = Subject.PLANNED,
    expects = "No deprecated variable is set",
    why =
        """
        A variable that nothing reads any more misleads whoever changes it and sees no effect.
        """,
    permissions = Permission.RUN_VIEW,
    signals = Signal.ENV_DEPRECATED,
    families = Family.CLOUD_RUN)
@Remedy(
    text =
        "Remove the variable. The command also deploys a new revision: first make sure"
            + " that the code does not read it.",
    here = "Remove {variables} from {place}.",
    commands =
        "gcloud run services update {service} --region={region} --project={project}" + " {change}")
public final class EnvDeprecated implements Check<Target<Service>, NoThresholds> {

  private final ServiceVariables variables;

  public EnvDeprecated(ServiceVariables variables) {
    this.variables = variables;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    ServiceEnv env = target.resource().env().orElse(ServiceEnv.NONE);
    if (env.deprecated().isEmpty()) {
      return Outcome.notApplicable("no variable is deprecated");
    }
    return variables.judge(
        target,
        UnwantedVariables.expected(env.deprecated()),
        sources ->
            UnwantedVariables.judge(
                target,
                sources,
                env.deprecated(),
                UnwantedVariables.expected(env.deprecated()),
                Signal.ENV_DEPRECATED,
                "still has the deprecated variable"));
  }
}
