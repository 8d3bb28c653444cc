package preflight.profile.decoding;

import java.util.List;
import java.util.Optional;
import preflight.check.Place;
import preflight.profile.reading.Mistakes;
import preflight.profile.reading.Variables;
import preflight.profile.reading.Yaml;
import preflight.resource.Kind;
import preflight.resource.url.ConnectionUrl;
import preflight.resource.url.StoreScheme;
import preflight.resource.url.UrlMistake;
import preflight.resource.url.UrlPart;
import preflight.resource.url.UrlReading;

/** The connection URL of a store, which says what other keys would. */
sealed interface StoreUrl {

  String KEY = "url";
  String SECRETS = Kind.SECRETS.key() + ".";

  record Absent() implements StoreUrl {}

  /** There is one that cannot be read, so nobody knows what it says. */
  record Mistaken() implements StoreUrl {}

  /** Known when it runs: a variable of the process says it. */
  record Open(Yaml.Scalar at) implements StoreUrl {}

  /** A secret holds it. */
  record Held(Yaml.Scalar reference) implements StoreUrl {}

  record Written(Place at, ConnectionUrl url) implements StoreUrl {

    Optional<String> value(String key) {
      boolean socket =
          url.hosts().stream().findFirst().filter(ConnectionUrl.Host::socket).isPresent();
      return switch (key) {
        case "socket" -> socket ? url.value(UrlPart.HOST) : Optional.empty();
        case "host" -> socket ? Optional.of("localhost") : url.value(UrlPart.HOST);
        case "password" -> Optional.empty();
        default -> url.value(UrlPart.of(key));
      };
    }

    private boolean names(String key) {
      return switch (key) {
        case "socket", "host" -> url.names(UrlPart.HOST);
        default -> url.names(UrlPart.of(key));
      };
    }

    private void compare(
        Yaml.Mapping store, Shapes.Part part, Variables variables, Mistakes mistakes) {
      Optional<Yaml.Scalar> given = store.scalar(part.key());
      boolean both =
          part.field() != null && part.field().inUrl() && given.isPresent() && names(part.key());
      if (!both || part.key().equals("password")) {
        return;
      }
      Variables.Filled filled = variables.fill(given.get().text());
      if (filled.usable() && !value(part.key()).equals(Optional.of(filled.text()))) {
        mistakes.add(
            given.get().place(),
            "the url in %s says another %s; leave one of both out".formatted(at, part.key()));
      }
    }
  }

  /**
   * Reads it, and notes as mistakes what clients refuse, a password in it, and what other keys of
   * the store deny.
   */
  static StoreUrl of(
      Yaml.Mapping store, List<Shapes.Part> parts, Variables variables, Mistakes mistakes) {
    Optional<Yaml.Scalar> at = store.scalar(KEY);
    if (at.isEmpty() || parts.stream().noneMatch(it -> it.field() != null && it.field().inUrl())) {
      return new Absent();
    }
    Variables.Filled filled = variables.fill(at.get().text());
    if (!filled.usable()) {
      return new Open(at.get());
    }
    if (filled.text().startsWith(SECRETS)) {
      return new Held(at.get());
    }
    Place place = at.get().place();
    return switch (UrlReading.of(filled.text())) {
      case UrlReading.Mistaken(UrlMistake mistake) -> {
        mistakes.add(place, "clients do not read this URL alike: " + mistake.words());
        yield new Mistaken();
      }
      case UrlReading.Understood(ConnectionUrl url) -> {
        boolean redis = parts.stream().noneMatch(it -> it.key().equals("socket"));
        if (redis ? !url.dialect().redis() : !url.dialect().postgres()) {
          StoreScheme wanted = redis ? StoreScheme.REDIS : StoreScheme.POSTGRES;
          mistakes.add(
              place,
              "expected a URL such as %s%s"
                  .formatted(
                      redis ? "redis://cache:6379/0" : "postgresql://app@db:5432/app",
                      wanted.stranger(filled.text()).map(", found "::concat).orElse("")));
          yield new Mistaken();
        }
        if (redis && url.hosts().stream().anyMatch(ConnectionUrl.Host::socket)) {
          mistakes.add(
              place,
              "the URL names a Unix socket of Redis; write host and port, or keep the URL in a secret"
                  + " and write secrets.NAME");
          yield new Mistaken();
        }
        if (url.password().isPresent()) {
          mistakes.add(
              place,
              "a password stands in the url: keep the whole URL in a secret and write"
                  + " secrets.NAME, or keep the password in one and name it under password");
        }
        var written = new Written(place, url);
        parts.forEach(it -> written.compare(store, it, variables, mistakes));
        yield written;
      }
    };
  }

  /** What it says in place of a key, as if it stood at that key. */
  default Optional<Yaml> said(String key) {
    return switch (this) {
      case Absent _, Mistaken _ -> Optional.empty();
      case Open(Yaml.Scalar at) -> Optional.of(at);
      case Held(Yaml.Scalar reference) -> Optional.of(reference);
      case Written it ->
          it.value(key)
              .map(text ->
                  new Yaml.Scalar(
                      it.at(),
                      text,
                      key.equals("port") || (key.equals("database") && it.url().dialect().redis())
                          ? Yaml.Type.INTEGER
                          : text.equals("true") || text.equals("false")
                              ? Yaml.Type.BOOLEAN
                              : Yaml.Type.TEXT));
    };
  }
}
