package preflight.profile.planning;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import preflight.check.plan.Plan;
import preflight.profile.Declared;
import preflight.resource.Endpoint;
import preflight.resource.Environment;
import preflight.resource.Kind;
import preflight.resource.Relation;
import preflight.resource.ResourceName;
import preflight.resource.Secret;
import preflight.resource.Service;
import preflight.resource.service.Expectation;

/** Finds what a profile leaves unsaid, so that something broken would pass. */
public final class Omissions {

  private static final Pattern HEALTH =
      Pattern.compile(
          "(?i)(.*[/_.-])?(health|healthz|healthcheck|livez?|liveness|ready|readyz|readiness|status|ping)([/?].*)?");
  private static final Set<Kind> STORES = Set.of(Kind.REDIS, Kind.POSTGRES);

  private final Environment environment;
  private final Declared declared;
  private final Set<ResourceName> used;
  private final List<Plan.Notice> found = new ArrayList<>();

  private Omissions(Environment environment, Declared declared) {
    this.environment = environment;
    this.declared = declared;
    this.used =
        environment.relations().stream().map(Relation::dependency).collect(Collectors.toSet());
  }

  public static List<Plan.Notice> in(Declared declared, Environment environment) {
    var omissions = new Omissions(environment, declared);
    environment
        .resources()
        .forEach(it -> {
          switch (it) {
            case Endpoint endpoint -> omissions.endpoint(endpoint);
            case Service service -> omissions.service(service);
            case Secret secret -> omissions.secret(secret);
            case preflight.resource.Resource other when STORES.contains(other.name().kind()) ->
                omissions.store(other.name());
            case preflight.resource.Resource _ -> {
              // Nothing depends on what is said of it.
            }
          }
        });
    return List.copyOf(omissions.found);
  }

  private void endpoint(Endpoint endpoint) {
    Expectation expect = endpoint.expect().orElse(Expectation.NONE);
    boolean open = expect.json().isEmpty() && expect.text().isEmpty() && expect.header().isEmpty();
    boolean ok = expect.status().isEmpty() || expect.status().contains(200);
    if (open && ok && endpoint.get().filter(it -> HEALTH.matcher(it).matches()).isPresent()) {
      add(
          endpoint.name(),
          "any 200 passes %s, a login page too; write what a healthy answer says: expect: { json: {"
              + " status: ok } }");
    }
  }

  private void service(Service service) {
    if (service.name().kind() == Kind.SERVICES && service.endpoints().isEmpty()) {
      add(
          service.name(),
          "%s has no endpoint, so nothing asks whether it answers; write endpoints: { health: { get:"
              + " /health } }");
    }
  }

  private void store(ResourceName store) {
    if (!environment.services().isEmpty() && !used.contains(store)) {
      add(store, "no service uses %1$s; write uses: [%1$s] at each that does");
    }
  }

  private void secret(Secret secret) {
    boolean compared =
        secret.matches().isPresent()
            || environment.secrets().values().stream()
                .anyMatch(it ->
                    it.sameAs().contains(secret.name())
                        || it.distinctFrom().contains(secret.name()));
    if (!environment.services().isEmpty() && !used.contains(secret.name()) && !compared) {
      add(
          secret.name(),
          "nothing uses %s; write used-by with the services that receive it, or leave it out");
    }
  }

  private void add(ResourceName resource, String message) {
    found.add(new Plan.Notice(message.formatted(resource), declared.placeOf(resource)));
  }
}
