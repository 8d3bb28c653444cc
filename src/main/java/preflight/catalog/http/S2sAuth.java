package preflight.catalog.http;

import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import preflight.catalog.NoValue;
import preflight.catalog.Patience;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Evidence;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Permission;
import preflight.check.Phase;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.command.Command;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.SecretBytes;
import preflight.probe.SecretValue;
import preflight.probe.http.Exchange.Answer.Response;
import preflight.probe.http.HeaderValue;
import preflight.probe.http.Http;
import preflight.probe.http.HttpRequest;
import preflight.probe.token.Tokens;
import preflight.resource.ResourceName;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.service.ServiceAuth;

/** Tries tokens on a route that needs one: a sound one, and some that must be refused. */
@CheckDoc(
    id = "s2s-auth",
    on = Service.class,
    about = Subject.RUNNING,
    expects = "The service accepts a sound token and refuses all others",
    why =
        """
        Where services do not share their secret, nobody gets in; where a verifier takes tokens that \
        are expired, unsigned or signed by somebody else, everybody does.
        """,
    signals = {Signal.SECRET_WEAK, Signal.TOKEN_REFUSED, Signal.TOKEN_WRONGLY_ACCEPTED},
    families = Family.APPLICATION,
    permissions = {Permission.SECRET_ACCESS, Permission.RUN_INVOKE, Permission.ID_TOKEN},
    needs = HttpOrigin.class)
@Remedy(
    on = {Signal.TOKEN_REFUSED, Signal.HTTP_APP_DENIED},
    text =
        "Make caller and service use the same version of the secret. If they do, look at how the"
            + " service verifies: the issuer, the audience, and whether it decodes the secret first."
            + " The commands show the version that the service runs with and those in Secret Manager.",
    commands = {
      "gcloud run services describe {service} --region={region} --project={project}"
          + " --format='yaml(spec.template.spec.containers[0].env)'",
      "gcloud secrets versions list {secret-id} --project={project} --limit=5"
    })
@Remedy(
    on = Signal.TOKEN_WRONGLY_ACCEPTED,
    text =
        "Do not deploy: the service lets in callers with a token that is not valid."
            + " Make its verifier accept HS256 only, check signature and expiry, and remove"
            + " every bypass. The command shows the answer to a request without a token.",
    commands = "curl -sSi {url}")
@Remedy(
    on = Signal.SECRET_WEAK,
    text =
        "Store a longer random value in the secret that signs the tokens, then deploy"
            + " every service that reads it.")
@Remedy(
    on = Signal.HTTP_UNEXPECTED_STATUS,
    text =
        "Make the route answer 401 to a request without a token. The command shows its"
            + " answer.",
    commands = "curl -sSi {url}")
public final class S2sAuth implements Check<Target<Service>, Patience> {

  private static final int TOO_MANY = 429;

  private final Http http;
  private final Tokens tokens;
  private final SecretBytes secrets;
  private final Clock clock;

  public S2sAuth(Http http, Tokens tokens, SecretBytes secrets, Clock clock) {
    this.http = http;
    this.tokens = tokens;
    this.secrets = secrets;
    this.clock = clock;
  }

  @Override
  public Outcome run(Target<Service> target, Patience with) throws InterruptedException {
    Service service = target.resource();
    Optional<ServiceAuth> auth =
        service.auth().filter(it -> it.secret().isPresent() && it.route().isPresent());
    if (service.url().isEmpty() || auth.isEmpty()) {
      return Outcome.notApplicable("the service declares no url, or no auth with secret and route");
    }
    ResourceName secret = auth.get().secret().orElseThrow();
    Optional<SecretValue> key = secrets.of(secret);
    if (key.isEmpty()) {
      return NoValue.of(
          secret, secrets.lack(secret), target.environment(), "the key of tokens from " + secret);
    }
    URI url = Places.join(service.url().get(), auth.get().route().orElseThrow());
    HttpRequest request = HttpRequest.to(service, url, with.giveUpAfter());
    Map<String, String> facts = new TreeMap<>(Places.facts(service, target.environment(), url));
    target
        .environment()
        .find(secret)
        .ifPresent(it -> facts.put("secret-id", it.facts().getOrDefault("id", it.name().name())));
    return Answers.withFacts(tryAll(request, auth.get(), key.get()), facts);
  }

  private Outcome tryAll(HttpRequest request, ServiceAuth auth, SecretValue key)
      throws InterruptedException {
    List<Trial> trials = new ArrayList<>();
    var claims = new Tokens.Claims(auth.issuer(), auth.audience(), clock.instant());
    for (Tokens.Kind kind : Tokens.Kind.values()) {
      switch (tokens.mint(kind, claims, key)) {
        case Tokens.Minted.KeyTooShort(int bits) -> {
          return Outcome.failed(
              Signal.SECRET_WEAK,
              "a key of at least 256 bits, as HS256 needs",
              "one of " + bits + " bits");
        }
        case Tokens.Minted.Bearer(HeaderValue header) ->
            trials.add(new Trial(words(kind), request.header("Authorization", header)));
      }
    }
    trials.add(new Trial("no token", request));
    auth.bypassHeader()
        .ifPresent(it ->
            trials.add(
                new Trial("the header " + it, request.header(it, HeaderValue.plain("true")))));
    Outcome sound = trials.getFirst().accepted(http);
    if (!(sound instanceof Outcome.Passed)) {
      return sound;
    }
    for (Trial trial : trials.subList(1, trials.size())) {
      Outcome outcome = trial.refused(http);
      if (!(outcome instanceof Outcome.Passed)) {
        return outcome;
      }
    }
    return sound;
  }

  private static String words(Tokens.Kind kind) {
    return switch (kind) {
      case SOUND -> "a sound token";
      case EXPIRED -> "an expired token";
      case SIGNED_WITH_ANOTHER_KEY -> "a token signed with another key";
      case UNSIGNED -> "an unsigned token (alg none)";
    };
  }

  /** One request and what it carries. */
  private record Trial(String what, HttpRequest request) {

    Outcome accepted(Http http) throws InterruptedException {
      String expected = what + " is accepted";
      return Answers.judged(http.send(request), expected, it -> acceptance(it, expected));
    }

    private Outcome acceptance(Response response, String expected) {
      if (response.status() < 300) {
        return Outcome.passed("a sound token is accepted, all others are refused");
      }
      boolean application = Origin.of(response).by() == Origin.APPLICATION;
      if (application && (response.status() == 401 || response.status() == 403)) {
        return Outcome.failed(
                Signal.TOKEN_REFUSED, expected, "it is refused with " + response.status())
            .at(Phase.AUTH)
            .saying("refuses a sound token with " + response.status())
            .with(new Evidence("body", Excerpt.of(response.body().text())));
      }
      return application && response.status() == 404
          ? Answers.unwanted(response, expected)
              .saying("has no route " + route() + ", though auth.route names it")
          : notJudged(response, expected);
    }

    Outcome refused(Http http) throws InterruptedException {
      String expected = what + " is refused";
      return Answers.judged(http.send(request), expected, it -> refusal(it, expected));
    }

    private Outcome refusal(Response response, String expected) {
      if (response.status() < 300) {
        return Outcome.failed(
                Signal.TOKEN_WRONGLY_ACCEPTED, expected, "it is accepted with " + response.status())
            .at(Phase.AUTH)
            .saying("accepts " + what);
      }
      // A page to log in and a route that hides itself refuse as well.
      return response.status() < 500 && response.status() != TOO_MANY
          ? Outcome.passed("refused with " + response.status())
          : notJudged(response, expected);
    }

    private Outcome notJudged(Response response, String expected) {
      return response.status() == TOO_MANY
          ? Outcome.unknown(
              UnknownReason.TRANSIENT,
              expected,
              "429: the service takes no more requests for now",
              Command.of("preflight run {environment} --only s2s-auth"))
          : Answers.unwanted(response, expected)
              .saying(
                  "answers %d to %s, which tells nothing about tokens"
                      .formatted(response.status(), what));
    }

    private String route() {
      return request.uri().getPath();
    }
  }
}
