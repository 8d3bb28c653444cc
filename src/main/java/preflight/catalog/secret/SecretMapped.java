package preflight.catalog.secret;

import java.util.List;
import java.util.Optional;
import preflight.catalog.platform.NoEvidence;
import preflight.catalog.platform.ServingRevisions;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Signal;
import preflight.probe.google.Answer;
import preflight.probe.run.RevisionState;
import preflight.probe.run.Variable;
import preflight.resource.Secret;
import preflight.resource.SecretSource;
import preflight.resource.Service;
import preflight.resource.Target;

@CheckDoc(
    id = "secret-mapped",
    on = Secret.class,
    expects = "Every service that uses the secret receives it, in the revision that serves",
    why =
        """
        A secret that exists and is not mapped helps nobody: the service starts without it, or does not
        start.
        """,
    permissions = Permission.RUN_VIEW,
    needs = SecretExists.class,
    signals = {
      Signal.SECRET_NOT_MAPPED,
      Signal.SECRET_NOT_FOUND,
      Signal.SECRET_DISABLED,
      Signal.SECRET_DESTROYED,
      Signal.API_DISABLED,
      Signal.BILLING_DISABLED,
      Signal.POLICY_DENIED
    })
@Remedy(
    text = "Map the secret to the variable.",
    commands =
        "gcloud run services update {receiver} --region={region} --project={project}"
            + " --update-secrets={secret}={id}:{version}")
public final class SecretMapped implements Check<Target<Secret>, NoThresholds> {

  private final ServingRevisions revisions;

  public SecretMapped(ServingRevisions revisions) {
    this.revisions = revisions;
  }

  @Override
  public Class<NoThresholds> withType() {
    return NoThresholds.class;
  }

  @Override
  public Outcome run(Target<Secret> target, NoThresholds with) throws InterruptedException {
    Secret secret = target.resource();
    if (!(secret.source() instanceof SecretSource.SecretManager)) {
      return Outcome.notApplicable("only Secret Manager is mapped by the platform");
    }
    List<Service> services = Receivers.onCloudRun(target);
    if (services.isEmpty()) {
      return Outcome.notApplicable("no service on Cloud Run is said to use it");
    }
    String expected = "%s from %s".formatted(secret.name().name(), wanted(secret));
    for (Service service : services) {
      Outcome outcome = judge(target, service, expected);
      if (!(outcome instanceof Outcome.Passed)) {
        return outcome;
      }
    }
    return Outcome.passed(
        services.size() == 1 ? "1 service receives it" : services.size() + " services receive it");
  }

  private Outcome judge(Target<Secret> target, Service service, String expected)
      throws InterruptedException {
    return switch (revisions.of(service)) {
      case Answer.Got<List<RevisionState>>(var serving) -> {
        for (RevisionState revision : serving) {
          Optional<String> problem = problem(target.resource(), revision);
          if (problem.isPresent()) {
            yield Outcome.failed(
                    Signal.SECRET_NOT_MAPPED,
                    expected,
                    "%s, revision %s: %s".formatted(service.name(), revision.name(), problem.get()))
                .fact("receiver", service.cloudRun().orElseThrow())
                .saying("is not given to " + service.name());
          }
        }
        yield Outcome.passed("mapped");
      }
      case Answer.Refused<List<RevisionState>>(var trouble) ->
          NoEvidence.of(trouble, Permission.RUN_VIEW, target.environment(), expected);
      case Answer.Absent<List<RevisionState>> _,
          Answer.Malformed<List<RevisionState>> _,
          Answer.Unfit<List<RevisionState>> _ ->
          Outcome.unknown(
              Outcome.UnknownReason.TRANSIENT, expected, service.name() + " has no revision");
    };
  }

  /** Any of its names will do; the files that a volume shows will do as well. */
  private static Optional<String> problem(Secret secret, RevisionState revision) {
    String first = secret.name().name() + " is not set";
    for (String name : Receivers.names(secret)) {
      switch (revision.variables().get(name)) {
        case null -> {
          // Perhaps under another name.
        }
        case Variable.Plain _ -> {
          return Optional.of(name + " is a plain variable");
        }
        case Variable.FromSecret(String id, String version) -> {
          if (!id.equals(secret.storedId())) {
            return Optional.of(name + " is mapped to " + id);
          }
          boolean pinned = !secret.version().equals("latest") && !version.equals(secret.version());
          return pinned
              ? Optional.of("%s is mapped to version %s".formatted(name, version))
              : Optional.empty();
        }
      }
    }
    boolean mounted =
        revision.mounts().stream().anyMatch(it -> it.secret().equals(secret.storedId()));
    return mounted ? Optional.empty() : Optional.of(first);
  }

  private static String wanted(Secret secret) {
    return secret.storedId() + ":" + secret.version();
  }
}
