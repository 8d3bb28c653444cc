package preflight.catalog.secret;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Evidence;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.command.Command;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.secret.repository.CommittedSecrets;
import preflight.probe.secret.repository.CommittedSecrets.Finding;
import preflight.resource.Environment;
import preflight.resource.Secret;
import preflight.resource.Source;
import preflight.resource.Target;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;

@CheckDoc(
    id = "secret-not-in-repository",
    on = Source.class,
    about = Subject.GROUND,
    expects = "No credential stands in the repository",
    why =
        """
        Whoever can read the repository, or any copy of it, now or later, has what was once committed.
        """,
    permissions = Permission.SECRET_ACCESS,
    signals = Signal.SECRET_COMMITTED,
    families = {Family.GOOGLE_API, Family.SECRET_READING})
@Remedy(
    redeploys = true,
    text =
        "Store a new value and disable the old version; only then remove the file,"
            + " since the Git history keeps the old value. If the text is allowed there,"
            + " allow it by path and fingerprint in the pack. The first command stores a"
            + " new version; the second removes the file from Git and keeps it on disk.",
    commands = {
      "printf %s {value} | gcloud secrets versions add {id} --data-file=- --project={project}",
      "git -C {root} rm --cached --ignore-unmatch ':(top,literal)'{path}"
    })
public final class SecretNotInRepository
    implements Check<Target<Source>, SecretNotInRepository.With> {

  private static final String EXPECTED = "no credential in the tracked files";
  private static final int SHOWN = 20;

  /** What is searched, and what may stay. */
  public record With(
      @Field(
              value = "Whether everything that was ever committed is searched as well",
              byDefault = "false",
              weaker = Weaker.LESS)
          boolean history,
      @Field(value = "What may stand in the repository, and why", weaker = Weaker.MORE)
          List<Allowed> allow) {
    public With {
      allow = List.copyOf(allow);
    }
  }

  /** A finding that is meant to be there. */
  public record Allowed(
      @Field(value = "Path in the repository", example = "tests/fixtures/.env") String path,
      @Field(value = "Fingerprint as reported", example = "\"3f2a9c1b7d04:12\"") String fingerprint,
      @Field(value = "Why it may stay", example = "a key made for tests") String reason) {}

  private final CommittedSecrets repository;

  public SecretNotInRepository(CommittedSecrets repository) {
    this.repository = repository;
  }

  @Override
  public Outcome run(Target<Source> target, With with) throws InterruptedException {
    Optional<CommittedSecrets.Searched> found =
        repository.search(target.resource(), target.environment(), with.history());
    if (found.isEmpty()) {
      return Outcome.unknown(
          UnknownReason.PERMISSION,
          EXPECTED,
          "there is no Git repository at " + target.resource().root(),
          Command.of("git -C {root} rev-parse --show-toplevel")
              .with("root", target.resource().root()));
    }
    List<Finding> open = found.get().findings().stream().filter(it -> !allowed(it, with)).toList();
    if (open.isEmpty()) {
      return UnreadSecret.of(found.get().unread(), target.environment(), EXPECTED)
          .orElseGet(() -> Outcome.passed(EXPECTED));
    }
    Finding first = open.getFirst();
    return Outcome.failed(
            Signal.SECRET_COMMITTED,
            EXPECTED,
            sentence(first) + (open.size() == 1 ? "" : ", and " + (open.size() - 1) + " more"))
        .fact("path", first.path().shown())
        .fact("id", id(first, target.environment()))
        .saying(first.past() ? "once held a credential" : "holds a credential")
        .with(
            open.stream()
                .limit(SHOWN)
                .map(it ->
                    new Evidence(
                        it.past() ? "Git history" : "Git index",
                        sentence(it) + ", " + it.fingerprint()))
                .toArray(Evidence[]::new));
  }

  private static boolean allowed(Finding finding, With with) {
    return with.allow().stream()
        .anyMatch(it ->
            finding.path().is(it.path())
                && it.fingerprint().equals(finding.fingerprint())
                && !it.reason().isBlank());
  }

  /** Where the new value goes; what no secret of the profile is called gets an id of its own. */
  private static String id(Finding finding, Environment environment) {
    return finding
        .live()
        .or(() ->
            environment.secrets().values().stream()
                .filter(it -> it.variables().stream().anyMatch(finding.what()::is))
                .findFirst())
        .map(Secret::storedId)
        .orElseGet(() -> finding.what().shown().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  private static String sentence(Finding finding) {
    return "%s:%d %s %s"
        .formatted(
            finding.path().shown(),
            finding.line(),
            finding.past() ? "once held" : "holds",
            finding.live().isPresent()
                ? "the live value of " + finding.what().shown()
                : "a real-looking value of " + finding.what().shown());
  }
}
