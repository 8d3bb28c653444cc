package preflight.catalog.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import preflight.resource.Secret;
import preflight.resource.Service;
import preflight.resource.Target;

/** Who receives a secret, and under which names. */
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

  /** Its own name and its aliases. */
  static List<String> names(Secret secret) {
    return new ArrayList<>(
        Stream.concat(Stream.of(secret.name().name()), secret.aliases().stream())
            .distinct()
            .toList());
  }
}
