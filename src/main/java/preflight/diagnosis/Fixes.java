package preflight.diagnosis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.check.Check;
import preflight.check.Outcome.Failed;
import preflight.check.Remedy;
import preflight.check.Signal;
import preflight.diagnosis.RootCause.Fix;
import preflight.resource.Endpoint;
import preflight.resource.Environment;
import preflight.resource.Resource;

/** Chooses the remedy for a failure and fills in its commands. */
final class Fixes {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z][a-z-]*)}");

  private final Environment environment;

  Fixes(Environment environment) {
    this.environment = environment;
  }

  Fix of(Check<?, ?> check, Resource resource, Failed failed) {
    return remedy(check, failed.signal())
        .map(it -> {
          Map<String, String> facts = facts(resource, failed);
          return new Fix(
              fill(it.text().strip(), facts),
              Arrays.stream(it.commands())
                  .flatMap(command -> fill(command, facts).lines())
                  .toList());
        })
        .orElseGet(() -> new Fix("", List.of()));
  }

  /** The one that names the signal, else the one that names none. */
  static Optional<Remedy> remedy(Check<?, ?> check, Signal signal) {
    List<Remedy> all =
        new ArrayList<>(List.of(check.getClass().getAnnotationsByType(Remedy.class)));
    return all.stream()
        .filter(it -> List.of(it.on()).contains(signal))
        .findFirst()
        .or(() -> all.stream().filter(it -> it.on().length == 0).findFirst());
  }

  private Map<String, String> facts(Resource resource, Failed failed) {
    Map<String, String> facts = new HashMap<>();
    facts.put("environment", environment.name());
    environment.gcp().project().ifPresent(it -> facts.put("project", it));
    environment.gcp().region().ifPresent(it -> facts.put("region", it));
    if (resource instanceof Endpoint endpoint) {
      facts.putAll(environment.serviceOf(endpoint).facts());
    }
    facts.putAll(resource.facts());
    facts.putAll(failed.facts());
    return facts;
  }

  /** What is not known stands in capitals, as a shell user expects to replace it. */
  private static String fill(String template, Map<String, String> facts) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(it -> {
          String known = facts.get(it.group(1));
          return Matcher.quoteReplacement(
              known == null
                  ? it.group(1).toUpperCase(java.util.Locale.ROOT).replace('-', '_')
                  : known);
        });
  }
}
