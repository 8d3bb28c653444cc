package preflight.init.draft;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import preflight.init.found.FoundService;
import preflight.resource.field.Grammar;

/** What services are called in the profile: as in Cloud Run, without what tells the environment. */
final class ServiceNames {

  private final Map<String, String> names = new HashMap<>();
  private final Optional<String> rule;
  private final String environment;

  ServiceNames(List<FoundService> services, String environment) {
    this.environment = environment;
    Set<String> taken = new HashSet<>();
    for (FoundService service : services) {
      String bare = Words.without(service.name(), environment);
      String fitting = bare.replaceAll("[^A-Za-z0-9_-]", "-").replaceAll("^-+", "");
      String name = Grammar.NAME.fits(fitting) && taken.add(fitting) ? fitting : unique(taken);
      names.put(service.name(), name);
    }
    this.rule =
        Words.commonest(
                services.stream()
                    .filter(FoundService::onCloudRun)
                    .filter(it -> !of(it).equals(it.name()))
                    .map(it -> it.name().replace(of(it), "{name}")))
            .filter(it -> it.contains("{name}"))
            .map(it -> Words.general(it, environment));
  }

  private static String unique(Set<String> taken) {
    int number = taken.size() + 1;
    while (!taken.add("service-" + number)) {
      number++;
    }
    return "service-" + number;
  }

  String of(FoundService service) {
    return Objects.requireNonNull(names.get(service.name()));
  }

  /** What the profile is called. */
  String environment() {
    return environment;
  }

  /** How names on Cloud Run are made of those of the profile, where several are made so. */
  Optional<String> rule() {
    return rule;
  }
}
