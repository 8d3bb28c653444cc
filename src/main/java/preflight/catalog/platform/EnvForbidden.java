package preflight.catalog.platform;

import java.util.List;
import preflight.catalog.platform.ServiceVariables.Source;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Signal;
import preflight.resource.Service;
import preflight.resource.ServiceEnv;
import preflight.resource.Target;

@CheckDoc(
    id = "env-forbidden",
    on = Service.class,
    expects = "No forbidden variable is set",
    why =
        """
        Keys that let tests past the login let everybody past it who learns of them.
        """,
    permissions = Permission.RUN_VIEW,
    signals = {
      Signal.ENV_FORBIDDEN,
      Signal.RUN_SERVICE_NOT_FOUND,
      Signal.API_DISABLED,
      Signal.BILLING_DISABLED,
      Signal.POLICY_DENIED
    })
@Remedy(
    text = "Remove the variable and deploy; if it held a key, treat that as known.",
    commands =
        "gcloud run services update {service} --region={region} --project={project}"
            + " --remove-env-vars={variable} --remove-secrets={variable}")
public final class EnvForbidden implements Check<Target<Service>, NoThresholds> {

  private final ServiceVariables variables;

  public EnvForbidden(ServiceVariables variables) {
    this.variables = variables;
  }

  @Override
  public Class<NoThresholds> withType() {
    return NoThresholds.class;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    ServiceEnv env = target.resource().env().orElse(ServiceEnv.NONE);
    if (env.forbid().isEmpty()) {
      return Outcome.notApplicable("no variable is forbidden");
    }
    String expected = "none of " + String.join(", ", env.forbid());
    return variables.judge(
        target,
        expected,
        sources -> {
          for (Source source : sources.all()) {
            List<String> present =
                env.forbid().stream().filter(source.variables()::containsKey).toList();
            if (!present.isEmpty()) {
              return Outcome.failed(
                      Signal.ENV_FORBIDDEN,
                      expected,
                      "%s sets %s".formatted(source.label(), String.join(", ", present)))
                  .fact("variable", present.getFirst())
                  .saying("is given the forbidden variable " + present.getFirst());
            }
          }
          return Outcome.passed("none of " + env.forbid().size() + " is set");
        });
  }
}
