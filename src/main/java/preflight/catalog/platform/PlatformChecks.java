package preflight.catalog.platform;

import java.util.List;
import preflight.check.Check;
import preflight.probe.run.CloudRun;
import preflight.probe.secret.Secrets;
import preflight.probe.secret.Variables;

/** Every check of what a service is given and what the platform says of it, sorted by name. */
public final class PlatformChecks {

  private PlatformChecks() {}

  public static List<Check<?, ?>> all(CloudRun run, Secrets secrets, Variables local) {
    var variables = new ServiceVariables(run, local);
    return List.of(
        new EnvConflict(variables, secrets),
        new EnvConsistentAcrossServices(variables, secrets),
        new EnvDeprecated(variables),
        new EnvExpected(variables),
        new EnvForbidden(variables),
        new EnvLocalhost(variables),
        new EnvRequired(variables),
        new RunRevisionReady(run));
  }
}
