package preflight.profile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import preflight.check.Place;
import preflight.profile.reading.Mistakes;
import preflight.profile.reading.Suggestions;
import preflight.profile.reading.Yaml;
import preflight.resource.Environment;
import preflight.resource.Kind;
import preflight.resource.Postgres;
import preflight.resource.Redis;
import preflight.resource.ResourceName;
import preflight.resource.Secret;
import preflight.resource.Service;
import preflight.resource.field.DeclaredField;
import preflight.resource.field.FieldReference;
import preflight.resource.field.Keys;
import preflight.resource.network.Loopback;
import preflight.resource.network.TlsMode;
import preflight.resource.service.ServiceAuth;
import preflight.resource.service.ServiceEnv;

/**
 * Finds what a profile declares and no check can ask about, because what that takes is not
 * declared: a report would pass over it in silence.
 */
final class Unaskable {

  private final Environment environment;
  private final Declared declared;
  private final Mistakes mistakes;

  Unaskable(Environment environment, Declared declared, Mistakes mistakes) {
    this.environment = environment;
    this.declared = declared;
    this.mistakes = mistakes;
  }

  void find() {
    environment.services().values().forEach(this::service);
    environment.secrets().values().forEach(this::secret);
    environment.redis().values().forEach(this::redis);
    environment.postgres().values().forEach(this::postgres);
  }

  private void service(Service service) {
    ResourceName name = service.name();
    List<String> atUrl = atUrl(service);
    if (service.url().isEmpty() && service.cloudRun().isEmpty() && !atUrl.isEmpty()) {
      add(
          name,
          "cannot check %s: %s has no url and no cloud-run%s"
              .formatted(String.join(", ", atUrl), name, meant(service)));
    }
    service.auth().ifPresent(it -> auth(name, it));
    boolean routes =
        service.endpoints().values().stream().anyMatch(it -> it.get().or(it::post).isPresent());
    if (service.openapi().isPresent() && !routes) {
      add(
          name,
          "openapi",
          "openapi has no effect: %s has no endpoint with get or post".formatted(name));
    }
    boolean plain = service.url().filter(it -> "http".equals(it.getScheme())).isPresent();
    if (service.ca().isPresent() && plain && isWritten(name, "url")) {
      add(name, "ca", "ca has no effect: the url of %s is http".formatted(name));
    }
    boolean database = service.uses().stream().anyMatch(it -> it.kind() == Kind.POSTGRES);
    if (service.pool().isPresent() && !database) {
      add(name, "pool", "pool has no effect: uses of %s names no postgres".formatted(name));
    }
    if (service.cloudRun().isEmpty()) {
      Map<String, Boolean> platform = new LinkedHashMap<>();
      platform.put("traffic", !service.traffic().isEmpty());
      platform.put("ingress", service.ingress().isPresent());
      platform.put("port", service.port().isPresent());
      platform.put("timeout", service.timeout().isPresent());
      platform.put("instances", service.instances().isPresent());
      platform.put("release", service.release().isPresent());
      platform.forEach((field, said) -> {
        if (said) {
          add(name, field, "%s has no effect: %s has no cloud-run".formatted(field, name));
        }
      });
    }
    if (demands(service.env().orElse(ServiceEnv.NONE)) && isOutOfSight(service)) {
      add(
          name,
          "env",
          "cannot check the variables of %s: add cloud-run or env.files".formatted(name));
    }
  }

  private static boolean demands(ServiceEnv env) {
    return !env.require().isEmpty()
        || !env.expect().isEmpty()
        || !env.forbid().isEmpty()
        || !env.off().isEmpty()
        || !env.deprecated().isEmpty();
  }

  /** What is asked at the url of a service. */
  private static List<String> atUrl(Service service) {
    List<String> found = new ArrayList<>();
    service.endpoints().values().forEach(it -> found.add(it.name().toString()));
    service.auth().ifPresent(_ -> found.add("auth"));
    service.ca().ifPresent(_ -> found.add("ca"));
    service.idToken().ifPresent(_ -> found.add("id-token"));
    service.invokeAs().ifPresent(_ -> found.add("invoke-as"));
    service.openToEveryone().ifPresent(_ -> found.add("public"));
    service.openapi().ifPresent(_ -> found.add("openapi"));
    if (!service.origins().isEmpty()) {
      found.add("origins");
    }
    if (!service.headers().isEmpty()) {
      found.add("headers");
    }
    if (!service.invokers().isEmpty()) {
      found.add("invokers");
    }
    if (!service.hosts().isEmpty()) {
      found.add("hosts");
    }
    return found;
  }

  /** A service of almost the same name that has a url. */
  private String meant(Service service) {
    List<String> others =
        environment.services().values().stream()
            .filter(it -> it.url().isPresent())
            .map(it -> it.name().name())
            .toList();
    String name = service.name().name();
    return Suggestions.closest(name, others)
        .map(it -> {
          Place there = declared.placeOf(new ResourceName(Kind.SERVICES, it));
          return "; did you mean '%s' where %s:%d says '%s'?"
              .formatted(name, there.file(), there.line(), it);
        })
        .orElse("; add one, such as https://api.example.com");
  }

  private void auth(ResourceName service, ServiceAuth auth) {
    List<String> missing =
        Stream.of(auth.secret().isEmpty() ? "secret" : "", auth.route().isEmpty() ? "route" : "")
            .filter(it -> !it.isEmpty())
            .toList();
    if (!missing.isEmpty()) {
      add(service, "auth", "cannot check auth: it needs a " + String.join(" and a ", missing));
    }
  }

  /** Whether a service is neither on Cloud Run nor on this machine, so that its variables are. */
  private boolean isOutOfSight(Service service) {
    return service.cloudRun().isEmpty()
        && service.env().orElse(ServiceEnv.NONE).files().isEmpty()
        && service.url().filter(it -> !Loopback.holds(it)).isPresent()
        && isWritten(service.name(), "url");
  }

  private void secret(Secret secret) {
    ResourceName name = secret.name();
    if (!secret.aliases().isEmpty() && secret.usedBy().isEmpty()) {
      add(
          name,
          "aliases",
          "aliases has no effect: no used-by names the services that receive " + name);
    }
    for (String service : secret.aliasesIn().keySet()) {
      List<String> users = secret.usedBy().stream().map(ResourceName::name).toList();
      if (!users.contains(service)) {
        add(
            name,
            "aliases-in",
            "aliases-in has no effect for '%s': used-by of %s does not name it%s"
                .formatted(service, name, Suggestions.sentence(service, users)));
      }
    }
    for (ResourceName user : secret.usedBy()) {
      Service service = environment.services().get(user.name());
      if (service != null && isOutOfSight(service)) {
        add(
            name,
            "used-by",
            "cannot check whether %s receives %s: add cloud-run or env.files to that service"
                .formatted(user, name));
      }
    }
    secret.matches().ifPresent(it -> matches(name, it));
    secret
        .partOf()
        .map(it -> environment.secrets().get(it.name()))
        .filter(it -> it.partOf().isPresent() || it.name().equals(name))
        .ifPresent(it ->
            add(name, "part-of", "expected the whole secret: %s is a part".formatted(it.name())));
  }

  private void matches(ResourceName secret, FieldReference at) {
    switch (DeclaredField.of(at, environment)) {
      case DeclaredField.Written _ -> {
        // It is compared.
      }
      case DeclaredField.HeldBy(ResourceName holder) -> {
        if (holder.equals(secret)) {
          add(secret, "matches", "matches has no effect: %s is this same secret".formatted(at));
        }
      }
      case DeclaredField.InUrl(ResourceName holder) ->
          add(
              secret,
              "matches",
              "nothing is compared: the URL in %s says the %s".formatted(holder, at));
      case DeclaredField.Undeclared() ->
          add(
              secret,
              "matches",
              "nothing is compared: %s declares no %s that a secret can match"
                  .formatted(at.resource(), at.field()));
    }
  }

  private void redis(Redis redis) {
    if (redis.ca().isPresent()
        && !redis.tls()
        && environment.urlOf(redis.name()).isEmpty()
        && isWritten(redis.name(), "tls")) {
      add(redis.name(), "ca", "nobody looks at ca without tls: true");
    }
    if (redis.clientCertificate().isPresent() && !redis.tls() && isWritten(redis.name(), "tls")) {
      add(
          redis.name(),
          "client-certificate",
          "nobody asks for client-certificate without tls: true");
    }
  }

  private void postgres(Postgres postgres) {
    TlsMode tls = postgres.tls();
    boolean unverified = tls == TlsMode.DISABLE || tls == TlsMode.PREFER;
    if (postgres.ca().isPresent()
        && unverified
        && environment.urlOf(postgres.name()).isEmpty()
        && isWritten(postgres.name(), "tls")) {
      add(
          postgres.name(),
          "ca",
          "nobody looks at ca with tls: %s; use require, verify-ca or verify-full"
              .formatted(Keys.of(tls)));
    }
    if (postgres.clientCertificate().isPresent()
        && tls == TlsMode.DISABLE
        && isWritten(postgres.name(), "tls")) {
      add(
          postgres.name(),
          "client-certificate",
          "nobody asks for client-certificate with tls: disable");
    }
  }

  /** Whether a value, or that there is none, is known without the variables of the process. */
  private boolean isWritten(ResourceName resource, String key) {
    return mapping(resource)
        .flatMap(it -> it.scalar(key))
        .filter(it -> it.text().contains("${env:"))
        .isEmpty();
  }

  private Optional<Yaml.Mapping> mapping(ResourceName resource) {
    return declared
        .entry(resource)
        .map(Yaml.Entry::value)
        .filter(Yaml.Mapping.class::isInstance)
        .map(Yaml.Mapping.class::cast);
  }

  private void add(ResourceName resource, String message) {
    mistakes.add(declared.placeOf(resource), message);
  }

  private void add(ResourceName resource, String key, String message) {
    mistakes.add(
        mapping(resource)
            .map(it -> it.entries().get(key))
            .map(Yaml.Entry::place)
            .orElseGet(() -> declared.placeOf(resource)),
        message);
  }
}
