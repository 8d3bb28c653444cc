package preflight.profile;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import preflight.check.Place;
import preflight.check.plan.Plan;
import preflight.profile.decoding.Scalars;
import preflight.profile.reading.Mistakes;
import preflight.profile.reading.Variables;
import preflight.profile.reading.Yaml;
import preflight.resource.Kind;
import preflight.resource.network.Hosts;
import preflight.resource.network.TrustedHosts;
import preflight.resource.url.ConnectionUrl;
import preflight.resource.url.UrlPart;
import preflight.resource.url.UrlReading;

/**
 * Looks at whom a profile sends credentials to: those of the caller to Google's hosts only, secrets
 * to the services that they are declared for, and none in plain text over a network.
 */
final class Recipients {

  private static final String SECRETS = Kind.SECRETS + ".";

  private final Yaml.Mapping profile;
  private final Variables variables;
  private final TrustedHosts trusted;
  private final Mistakes mistakes;
  private final List<Plan.Notice> notices = new ArrayList<>();

  Recipients(Yaml.Mapping profile, Variables variables, TrustedHosts trusted, Mistakes mistakes) {
    this.profile = profile;
    this.variables = variables;
    this.trusted = trusted;
    this.mistakes = mistakes;
  }

  /**
   * Notes what a profile may not do as mistakes.
   *
   * @param whole whether everything that the profile says is known, its parents included
   * @return what is allowed, and what a reader of the report should know
   */
  List<Plan.Notice> check(boolean whole) {
    profile
        .mapping("gcp")
        .flatMap(it -> it.mapping("endpoints"))
        .ifPresent(it -> scalars(it, (_, at) -> endpoint(at)));
    profile
        .mapping(Kind.SERVICES.key())
        .ifPresent(services ->
            services
                .entries()
                .forEach((name, entry) -> {
                  if (entry.value() instanceof Yaml.Mapping service) {
                    service(name, service, whole);
                  }
                }));
    stores(Kind.REDIS, tls -> !tls.equals("true"), "tls: true");
    stores(Kind.POSTGRES, tls -> tls.equals("disable"), "tls: verify-full");
    return List.copyOf(notices);
  }

  /** Its author may want that; whoever reads a report should know. */
  private void stores(Kind kind, Predicate<String> plain, String better) {
    profile
        .mapping(kind.key())
        .ifPresent(stores ->
            stores
                .entries()
                .forEach((name, entry) -> {
                  if (!(entry.value() instanceof Yaml.Mapping store)) {
                    return;
                  }
                  Optional<ConnectionUrl> url =
                      store.scalar("url").flatMap(it -> UrlReading.of(text(it)).understood());
                  Optional<String> said = url.flatMap(ConnectionUrl::tls);
                  Optional<String> host = url.flatMap(it -> it.value(UrlPart.HOST));
                  if (store.value("password").isPresent()
                      && plain.test(store.scalar("tls").map(this::text).or(() -> said).orElse(""))
                      && store
                          .scalar("host")
                          .map(this::text)
                          .or(() -> host)
                          .filter(Hosts::isPublicAddress)
                          .isPresent()) {
                    notices.add(
                        new Plan.Notice(
                            ("the password of %s.%s goes in plain text to a public address;"
                                    + " %s encrypts it")
                                .formatted(kind, name, better),
                            entry.place()));
                  }
                }));
  }

  private String text(Yaml.Scalar scalar) {
    return variables.fill(scalar.text()).text();
  }

  private void endpoint(Yaml.Scalar at) {
    Optional<URI> url = url(at);
    if (url.isEmpty() || "http".equals(url.get().getScheme())) {
      return;
    }
    // What a variable says is not repeated.
    String host =
        Variables.names(at.text()).isEmpty() ? url.get().getHost() : "what the variable names";
    if (!trusted.mayHaveCredentials(url.get())) {
      mistakes.add(
          at.place(),
          ("%s is neither Google's (*.googleapis.com) nor this machine and gets no Google"
                  + " credentials; who runs Preflight can allow it with --trust-endpoint HOST")
              .formatted(host));
    } else if (trusted.onlyNamed(url.get())) {
      notices.add(
          new Plan.Notice(
              "%s gets Google credentials, by --trust-endpoint".formatted(host), at.place()));
    }
  }

  private void service(String name, Yaml.Mapping service, boolean whole) {
    boolean plain =
        service
            .scalar("url")
            .flatMap(this::url)
            .filter(it -> "http".equals(it.getScheme()) && !TrustedHosts.isThisMachine(it))
            .isPresent();
    Optional<Yaml.Mapping> auth = service.mapping("auth");
    Optional<Yaml.Scalar> key = auth.flatMap(it -> it.scalar("secret"));
    if (plain && key.isPresent() && auth.get().scalar("route").isPresent()) {
      inPlainText(key.get().place(), "a token that is signed with this secret");
    }
    for (String token : List.of("id-token", "invoke-as")) {
      service
          .value(token)
          .filter(it -> plain && !isOff(it))
          .ifPresent(it -> inPlainText(it.place(), "an ID token of Google"));
    }
    idToken(name, service);
    service
        .mapping(Kind.ENDPOINTS.key())
        .ifPresent(endpoints ->
            endpoints
                .entries()
                .values()
                .forEach(endpoint -> {
                  if (endpoint.value() instanceof Yaml.Mapping mapping) {
                    mapping
                        .mapping("headers")
                        .ifPresent(it ->
                            scalars(
                                it,
                                (header, at) -> header(name, service, header, at, plain, whole)));
                  }
                }));
  }

  private static boolean isOff(Yaml value) {
    return value instanceof Yaml.Scalar(_, String text, _) && text.equals("false");
  }

  /** Who gets a token for somebody else's audience can call whoever that is. */
  private void idToken(String name, Yaml.Mapping service) {
    Optional<String> own = service.scalar("url").flatMap(this::url).map(URI::getHost);
    service
        .mapping("id-token")
        .flatMap(it -> it.scalar("audience"))
        .filter(it ->
            own.isEmpty()
                || url(it).map(URI::getHost).filter(own.get()::equalsIgnoreCase).isEmpty())
        .ifPresent(it ->
            notices.add(
                new Plan.Notice(
                    "services.%s gets an ID token of Google with which it can call %s"
                        .formatted(
                            name,
                            // What a variable says is not repeated.
                            Variables.names(it.text()).isEmpty()
                                ? "whoever accepts " + it.text()
                                : "whoever accepts what the variable names"),
                    it.place())));
  }

  private void header(
      String name,
      Yaml.Mapping service,
      String header,
      Yaml.Scalar at,
      boolean plain,
      boolean whole) {
    boolean filledIn = !Variables.names(at.text()).isEmpty();
    Optional<String> secret =
        Optional.of(at.text())
            .filter(it -> it.startsWith(SECRETS) && !filledIn)
            .map(it -> it.substring(SECRETS.length()));
    if (plain && (secret.isPresent() || filledIn)) {
      inPlainText(
          at.place(),
          "the header %s with %s"
              .formatted(header, filledIn ? "a variable of the caller" : "a secret"));
    }
    secret
        .filter(it -> whole && isDeclared(it) && !isMeantFor(it, name, service))
        .ifPresent(it ->
            mistakes.add(
                at.place(),
                ("secrets.%s is not declared for services.%s; did you mean to add %s to its"
                        + " used-by, or the secret to the service's uses?")
                    .formatted(it, name, name)));
  }

  private void inPlainText(Place place, String what) {
    mistakes.add(
        place,
        what + " does not go over plain http to another machine; the url must begin with https");
  }

  private boolean isDeclared(String secret) {
    return profile.mapping(Kind.SECRETS.key()).flatMap(it -> it.value(secret)).isPresent();
  }

  private boolean isMeantFor(String secret, String name, Yaml.Mapping service) {
    Optional<Yaml.Mapping> declared =
        profile.mapping(Kind.SECRETS.key()).flatMap(it -> it.mapping(secret));
    return declared.filter(it -> lists(it, "used-by", Kind.SERVICES, name)).isPresent()
        || lists(service, "uses", Kind.SECRETS, secret)
        || service
            .mapping("auth")
            .flatMap(it -> it.scalar("secret"))
            .filter(it -> names(it, Kind.SECRETS, secret))
            .isPresent();
  }

  private boolean lists(Yaml.Mapping in, String key, Kind kind, String name) {
    return in.list(key).stream()
        .anyMatch(it -> it instanceof Yaml.Scalar scalar && names(scalar, kind, name));
  }

  private boolean names(Yaml.Scalar scalar, Kind kind, String name) {
    String text = text(scalar);
    return text.equals(name) || text.equals(kind + "." + name);
  }

  /** A URL that is known and sound; others are mistakes already, or known when it runs. */
  private Optional<URI> url(Yaml.Scalar at) {
    Variables.Filled filled = variables.fill(at.text());
    return filled.usable()
        ? Scalars.parse(URI.class, filled.text()).map(URI.class::cast)
        : Optional.empty();
  }

  private interface Found {
    void at(String key, Yaml.Scalar value);
  }

  private static void scalars(Yaml.Mapping mapping, Found found) {
    mapping
        .entries()
        .forEach((key, entry) -> {
          if (entry.value() instanceof Yaml.Scalar scalar) {
            found.at(key, scalar);
          }
        });
  }
}
