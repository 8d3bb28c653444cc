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
    id = "env-forbidden",
    on = Service.class,
    about = Subject.PLANNED,
    expects = "No forbidden variable is set",
    why =
        """
        Keys that let tests past the login let everybody past it who learns of them.
        """,
    permissions = Permission.RUN_VIEW,
    signals = Signal.ENV_FORBIDDEN,
    families = Family.CLOUD_RUN)
@Remedy(
    text =
        "Remove the variable; if it held a key, replace that key, since others may know"
            + " it. The command removes the variable and deploys a new revision.",
    here =
        "Remove {variables} from {place}; if it held a key, replace that key, since"
            + " others may know it.",
    commands =
        "gcloud run services update {service} --region={region} --project={project}" + " {change}")
public final class EnvForbidden implements Check<Target<Service>, NoThresholds> {

  private final ServiceVariables variables;

  public EnvForbidden(ServiceVariables variables) {
    this.variables = variables;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    ServiceEnv env = target.resource().env().orElse(ServiceEnv.NONE);
    if (env.forbid().isEmpty()) {
      return Outcome.notApplicable("no variable is forbidden");
    }
    return variables.judge(
        target,
        UnwantedVariables.expected(env.forbid()),
        sources ->
            UnwantedVariables.judge(
                target,
                sources,
                env.forbid(),
                Signal.ENV_FORBIDDEN,
                "is given the forbidden variable"));
  }
}
