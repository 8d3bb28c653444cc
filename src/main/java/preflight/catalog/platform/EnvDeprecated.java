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
    id = "env-deprecated",
    on = Service.class,
    expects = "No deprecated variable is set",
    why =
        """
        A variable that nothing reads any more misleads whoever changes it and sees no effect.
        """,
    permissions = Permission.RUN_VIEW,
    signals = {
      Signal.ENV_DEPRECATED,
      Signal.RUN_SERVICE_NOT_FOUND,
      Signal.API_DISABLED,
      Signal.BILLING_DISABLED,
      Signal.POLICY_DENIED
    })
@Remedy(
    text = "Remove the variable, then deploy.",
    commands =
        "gcloud run services update {service} --region={region} --project={project}"
            + " --remove-env-vars={variable}")
public final class EnvDeprecated implements Check<Target<Service>, NoThresholds> {

  private final ServiceVariables variables;

  public EnvDeprecated(ServiceVariables variables) {
    this.variables = variables;
  }

  @Override
  public Class<NoThresholds> withType() {
    return NoThresholds.class;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    ServiceEnv env = target.resource().env().orElse(ServiceEnv.NONE);
    if (env.deprecated().isEmpty()) {
      return Outcome.notApplicable("no variable is deprecated");
    }
    String expected = "none of " + String.join(", ", env.deprecated());
    return variables.judge(
        target,
        expected,
        sources -> {
          for (Source source : sources.all()) {
            List<String> present =
                env.deprecated().stream().filter(source.variables()::containsKey).toList();
            if (!present.isEmpty()) {
              return Outcome.failed(
                      Signal.ENV_DEPRECATED,
                      expected,
                      "%s sets %s".formatted(source.label(), String.join(", ", present)))
                  .fact("variable", present.getFirst())
                  .saying("still has the deprecated variable " + present.getFirst());
            }
          }
          return Outcome.passed("none of " + env.deprecated().size() + " is set");
        });
  }
}
