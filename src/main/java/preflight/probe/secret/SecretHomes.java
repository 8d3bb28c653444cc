package preflight.probe.secret;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import preflight.probe.google.GoogleApis;
import preflight.resource.secret.SecretName;

/** Secret Manager in each project and location that a profile or a service names. */
final class SecretHomes {

  private final GoogleApis apis;
  private final Semaphore atOnce;
  private final Map<Home, SecretManager> known = new ConcurrentHashMap<>();

  private record Home(String project, Optional<String> location) {}

  SecretHomes(GoogleApis apis, Semaphore atOnce) {
    this.apis = apis;
    this.atOnce = atOnce;
  }

  /** The one that keeps a secret; empty where neither the name nor the profile says a project. */
  Optional<SecretManager> of(SecretName secret) {
    return secret
        .project()
        .or(apis::project)
        .map(it -> new Home(it, secret.location()))
        .map(home ->
            known.computeIfAbsent(
                home, it -> new SecretManager(apis, it.project(), it.location(), atOnce)));
  }
}
