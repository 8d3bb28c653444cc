package preflight.catalog.secret;

import java.time.Instant;
import java.util.List;
import preflight.catalog.platform.NotDeployed;
import preflight.catalog.platform.ServingRevisions;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Signal;
import preflight.probe.run.RevisionState;
import preflight.probe.run.Variable;
import preflight.probe.secret.SecretRegister;
import preflight.probe.secret.Secrets;
import preflight.resource.Secret;
import preflight.resource.SecretSource;
import preflight.resource.Service;
import preflight.resource.Target;

@CheckDoc(
    id = "secret-stale-in-service",
    on = Secret.class,
    expects = "The revisions that serve hold the version that is used",
    why =
        """
        A variable is read when an instance starts. After a rotation old instances keep the old value beside
        new ones: some requests are refused, and others are not.
        """,
    permissions = {Permission.SECRET_ACCESS, Permission.SECRET_VIEW, Permission.RUN_VIEW},
    needs = SecretVersionEnabled.class,
    signals = {
      Signal.SECRET_STALE,
      Signal.RUN_SERVICE_NOT_FOUND,
      Signal.SECRET_NOT_FOUND,
      Signal.SECRET_DISABLED,
      Signal.SECRET_DESTROYED,
      Signal.API_DISABLED,
      Signal.BILLING_DISABLED,
      Signal.POLICY_DENIED
    })
@Remedy(
    text = "Deploy the service again, best with the version pinned.",
    commands =
        "gcloud run services update {receiver} --region={region} --project={project}"
            + " --update-secrets={secret}={id}:{newest}")
public final class SecretStaleInService implements Check<Target<Secret>, NoThresholds> {

  private final Secrets secrets;
  private final SecretRegister register;
  private final ServingRevisions revisions;

  public SecretStaleInService(
      Secrets secrets, SecretRegister register, ServingRevisions revisions) {
    this.secrets = secrets;
    this.register = register;
    this.revisions = revisions;
  }

  @Override
  public Class<NoThresholds> withType() {
    return NoThresholds.class;
  }

  @Override
  public Outcome run(Target<Secret> target, NoThresholds with) throws InterruptedException {
    Secret secret = target.resource();
    List<Service> services = Receivers.onCloudRun(target);
    if (services.isEmpty() || !(secret.source() instanceof SecretSource.SecretManager)) {
      return Outcome.notApplicable("no service on Cloud Run reads it when it starts");
    }
    String expected = "instances that hold version " + secret.version();
    return Unread.orJudge(
        secrets.read(secret),
        target,
        expected,
        facts -> {
          for (Service service : services) {
            Outcome outcome = judge(target, service, facts.version(), expected);
            if (!(outcome instanceof Outcome.Passed)) {
              return outcome;
            }
          }
          return Outcome.passed("none started before version " + facts.version());
        });
  }

  private Outcome judge(Target<Secret> target, Service service, String newest, String expected)
      throws InterruptedException {
    return NotDeployed.orJudge(
        revisions.of(service),
        service,
        target.environment(),
        expected,
        serving -> {
          for (RevisionState revision : serving) {
            Outcome outcome = judge(target, service, revision, newest, expected);
            if (!(outcome instanceof Outcome.Passed)) {
              return outcome;
            }
          }
          return Outcome.passed("fresh");
        });
  }

  private Outcome judge(
      Target<Secret> target,
      Service service,
      RevisionState revision,
      String newest,
      String expected)
      throws InterruptedException {
    for (String name : target.resource().variables()) {
      if (revision.variables().get(name) instanceof Variable.FromSecret(String id, String version)
          && id.equals(target.resource().storedId())) {
        if (!version.equals("latest")) {
          // A pin is a decision; whether its value is the right one is secret-same-across-services.
          return Outcome.passed("it pins version " + version);
        }
        return Unanswered.orJudge(
            register.created(id, "latest"),
            target.environment(),
            Permission.SECRET_VIEW,
            expected,
            added ->
                revision.created().filter(it -> it.isBefore(added)).isPresent()
                    ? stale(service, revision, newest, older(added), expected)
                    : Outcome.passed("fresh"));
      }
    }
    return Outcome.passed("it does not read it at its start");
  }

  private static String older(Instant added) {
    return "is older than that version, which was added at " + added;
  }

  private static Outcome stale(
      Service service, RevisionState revision, String newest, String how, String expected) {
    return Outcome.failed(
            Signal.SECRET_STALE,
            expected,
            "%s: revision %s %s; newest is %s"
                .formatted(service.name(), revision.name(), how, newest))
        .fact("receiver", service.cloudRun().orElseThrow())
        .fact("newest", newest)
        .saying("is newer than what " + service.name() + " holds");
  }
}
