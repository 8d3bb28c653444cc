package preflight.sandbox;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import preflight.sandbox.Service.SecretReference;

/** What becomes of the newest revision of a service, as Cloud Run would decide it. */
sealed interface Rollout {

  /** Its process runs, with this environment. */
  record Serving(SequencedMap<String, String> environment) implements Rollout {
    @Override
    public String toString() {
      return "Serving";
    }
  }

  /** A secret that it maps cannot be read. */
  record SecretUnavailable(String message) implements Rollout {}

  /** Its process exited before it listened. */
  record ContainerExited(String message) implements Rollout {}

  static Rollout of(Blueprint blueprint, Service service) {
    for (SecretReference reference : service.references()) {
      if (payload(blueprint, reference).isEmpty()) {
        return new SecretUnavailable(unavailable(service, reference));
      }
    }
    if (service.crash().isPresent()) {
      return new ContainerExited(exited(service, service.crash().get()));
    }
    SequencedMap<String, String> environment = environment(blueprint, service);
    List<String> missing =
        service.required().stream().filter(name -> !environment.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      return new ContainerExited(
          exited(service, "RuntimeError: required variables are not set: " + missing));
    }
    return new Serving(environment);
  }

  private static SequencedMap<String, String> environment(Blueprint blueprint, Service service) {
    var environment = new LinkedHashMap<>(service.variables());
    for (Map.Entry<String, SecretReference> entry : service.secrets().entrySet()) {
      payload(blueprint, entry.getValue())
          .ifPresent(payload -> environment.put(entry.getKey(), payload.text()));
    }
    return Collections.unmodifiableSequencedMap(environment);
  }

  private static Optional<Payload> payload(Blueprint blueprint, SecretReference reference) {
    return blueprint
        .secret(reference.id())
        .flatMap(secret -> secret.version(reference.version()))
        .filter(version -> version.state() == Secret.State.ENABLED)
        .map(Secret.Version::payload);
  }

  private static String unavailable(Service service, SecretReference reference) {
    return "Revision '"
        + service.revision()
        + "' is not ready and cannot serve traffic. Secret projects/"
        + Blueprint.PROJECT_NUMBER
        + "/secrets/"
        + reference.id()
        + "/versions/"
        + reference.version()
        + " was not found or is not enabled.";
  }

  private static String exited(Service service, String lastWords) {
    return "Revision '"
        + service.revision()
        + "' is not ready and cannot serve traffic. The user-provided container failed to start"
        + " and listen on the port defined provided by the PORT=8080 environment variable within"
        + " the allocated timeout. Container called exit(1). Last lines of its log:\n"
        + lastWords;
  }
}
