package preflight.catalog.secret;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
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
import preflight.probe.secret.repository.CommittedSecrets.Searched;
import preflight.probe.secret.repository.Progress;
import preflight.probe.secret.repository.Unsearched;
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
    detail =
        """
        It looks for
        - the values of the profile's secrets, as they are, in base64 and in hex, in every file;
        - keys and tokens that have the form of their vendor, in every file: AWS, GitHub, GitLab, Slack, Stripe, Google, Azure,
          OpenAI, Anthropic, npm, PyPI and some fifty more;
        - keys of service accounts, private keys, JSON Web Tokens that have not expired, URLs with a password, and values that
          a machine drew under a name such as `SERVICE_TOKEN` or `db_password`;
        - values in Terraform states, and in the plans that `terraform plan -out` saves.

        Sentences (`change-me-in-production`), placeholders, UUIDs, hashes of lock files, public keys, expired or public tokens
        are none. In tests, samples, documentation and vendored files only live values, vendors' forms and service accounts count.

        For example, `config/account.json` with `"private_key": "-----BEGIN PRIVATE KEY-----…"` fails:
        `config/account.json:5 holds the private key of the service account deployer@acme.iam.gserviceaccount.com`.
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
    return run(target, with, _ -> {});
  }

  @Override
  public Outcome run(Target<Source> target, With with, Consumer<Outcome> soFar)
      throws InterruptedException {
    Optional<Searched> found =
        repository.search(
            target.resource(),
            target.environment(),
            with.history(),
            it -> soFar.accept(judge(it, target, with)));
    return found
        .map(it -> judge(it, target, with))
        .orElseGet(() ->
            Outcome.unknown(
                UnknownReason.PERMISSION,
                EXPECTED,
                "there is no Git repository at " + target.resource().root(),
                Command.of("git -C {root} rev-parse --show-toplevel")
                    .with("root", target.resource().root())));
  }

  /** What was found stands, though not everything was searched. */
  private static Outcome judge(Searched searched, Target<Source> target, With with) {
    List<Finding> open = searched.findings().stream().filter(it -> !allowed(it, with)).toList();
    if (!open.isEmpty()) {
      return failed(open, searched, target.environment());
    }
    if (!searched.progress().complete()) {
      return Outcome.unknown(
          UnknownReason.DEADLINE, EXPECTED, "nothing was found in " + howFar(searched.progress()));
    }
    return UnreadSecret.of(searched.unread(), target.environment(), EXPECTED)
        .or(() -> unsearched(searched.unsearched(), target.resource()))
        .orElseGet(() -> Outcome.passed(EXPECTED));
  }

  private static Outcome failed(List<Finding> open, Searched searched, Environment environment) {
    Finding first = open.getFirst();
    Stream<Evidence> found =
        open.stream()
            .limit(SHOWN)
            .map(it ->
                new Evidence(
                    it.past() ? "Git history" : "Git index",
                    sentence(it) + ", " + it.fingerprint().get() + revoke(it)));
    Stream<Evidence> left =
        searched.unsearched().stream()
            .limit(SHOWN)
            .map(it -> new Evidence("not searched", it.path().shown() + " " + it.why()));
    Stream<Evidence> cut =
        Stream.of(searched.progress())
            .filter(it -> !it.complete())
            .map(it -> new Evidence("not searched", "this was found in " + howFar(it)));
    return Outcome.failed(
            Signal.SECRET_COMMITTED,
            EXPECTED,
            sentence(first) + (open.size() == 1 ? "" : ", and " + (open.size() - 1) + " more"))
        .fact("path", first.path().shown())
        .fact("id", id(first, environment))
        .saying(first.past() ? "once held a credential" : "holds a credential")
        .with(Stream.of(found, left, cut).flatMap(it -> it).toArray(Evidence[]::new));
  }

  private static String howFar(Progress progress) {
    return "the first %,d of %s%,d contents, when the time was over; --deadline gives the run more"
            .formatted(progress.searched(), progress.listed() ? "" : "at least ", progress.known())
        + ", and timeout in the pack gives this check more";
  }

  private static Optional<Outcome> unsearched(List<Unsearched> left, Source source) {
    if (left.isEmpty()) {
      return Optional.empty();
    }
    Unsearched first = left.getFirst();
    String more = left.size() == 1 ? "" : ", and " + (left.size() - 1) + " more were not searched";
    return Optional.of(
        Outcome.unknown(
            UnknownReason.PERMISSION,
            EXPECTED,
            first.path().shown() + " " + first.why() + more,
            Command.of("git -C {root} fetch --unshallow").with("root", source.root())));
  }

  private static String revoke(Finding finding) {
    String how = finding.looks().revoke();
    return how.isEmpty() ? "" : "; to revoke it, " + how;
  }

  private static boolean allowed(Finding finding, With with) {
    return with.allow().stream()
        .anyMatch(it ->
            finding.path().is(it.path())
                && !it.reason().isBlank()
                && it.fingerprint().equals(finding.fingerprint().get()));
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
    return "%s:%d %s %s%s"
        .formatted(
            finding.path().shown(),
            finding.line(),
            finding.past() ? "once held" : "holds",
            finding.looks().words(),
            finding.looks().named() ? " " + finding.what().shown() : "");
  }
}
