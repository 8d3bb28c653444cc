package preflight.catalog.secret;

import java.time.InstantSource;
import java.util.List;
import preflight.catalog.platform.ServiceVariables;
import preflight.catalog.platform.ServingRevisions;
import preflight.check.Check;
import preflight.probe.run.CloudRun;
import preflight.probe.secret.CommittedSecrets;
import preflight.probe.secret.Comparison;
import preflight.probe.secret.SecretRegister;
import preflight.probe.secret.Secrets;
import preflight.probe.secret.Variables;

/** Every check of secrets, sorted by name. */
public final class SecretChecks {

  private SecretChecks() {}

  public static List<Check<?, ?>> all(
      Secrets secrets,
      SecretRegister register,
      CloudRun run,
      Variables local,
      Comparison comparison,
      CommittedSecrets repository,
      InstantSource clock) {
    var revisions = new ServingRevisions(run);
    return List.of(
        new SecretAccess(register, run),
        new SecretCrc(secrets),
        new SecretDistinct(secrets),
        new SecretExists(secrets),
        new SecretExpiry(register, clock),
        new SecretFormatted(secrets),
        new SecretMapped(revisions),
        new SecretMatchesResource(secrets),
        new SecretNotInRepository(repository),
        new SecretPayloadClean(secrets),
        new SecretPlaceholder(secrets),
        new SecretReusedAcrossEnvironments(secrets, comparison),
        new SecretSameAcrossServices(secrets, new ServiceVariables(run, local)),
        new SecretStaleInService(secrets, register, revisions),
        new SecretStrength(secrets),
        new SecretUnchangedRotation(secrets, register),
        new SecretVersionEnabled(secrets));
  }
}
