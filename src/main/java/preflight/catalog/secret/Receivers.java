package preflight.catalog.secret;

import java.util.List;
import java.util.Objects;
import preflight.resource.Secret;
import preflight.resource.Service;
import preflight.resource.Target;

/** Who receives a secret. */
final class Receivers {

  private Receivers() {}

  /** The services that use it and run on Cloud Run. */
  static List<Service> onCloudRun(Target<Secret> target) {
    return target.resource().usedBy().stream()
        .map(it -> target.environment().services().get(it.name()))
        .filter(Objects::nonNull)
        .filter(it -> it.cloudRun().isPresent())
        .toList();
  }

  /** The services that use it, wherever they run. */
  static List<Service> all(Target<Secret> target) {
    return target.resource().usedBy().stream()
        .map(it -> target.environment().services().get(it.name()))
        .filter(Objects::nonNull)
        .toList();
  }
}
