package preflight.diagnosis;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.check.Check;
import preflight.check.CommonRemedies;
import preflight.check.Outcome.Failed;
import preflight.check.Remedy;
import preflight.check.Signal;
import preflight.diagnosis.RootCause.Fix;
import preflight.resource.Endpoint;
import preflight.resource.Environment;
import preflight.resource.Resource;
import preflight.resource.Secret;
import preflight.resource.SecretSource;

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
          if (it.redeploys() && resource instanceof Secret secret && !managed(secret)) {
            return onThisMachine(secret);
          }
          Map<String, String> facts = facts(resource, failed.facts());
          return new Fix(
              fill(it.text().strip(), facts),
              Stream.concat(
                      Arrays.stream(it.commands()).flatMap(command -> fill(command, facts).lines()),
                      it.redeploys() && resource instanceof Secret secret
                          ? redeployments(secret)
                          : Stream.of())
                  .toList());
        })
        .orElseGet(() -> new Fix("", List.of()));
  }

  private static boolean managed(Secret secret) {
    return secret.source() instanceof SecretSource.SecretManager;
  }

  /** What stands in no Secret Manager is not repaired there. */
  private static Fix onThisMachine(Secret secret) {
    return switch (secret.source()) {
      case SecretSource.DotenvFile(String path) ->
          new Fix("Correct %s in %s.".formatted(secret.storedId(), path), List.of());
      case SecretSource.ProcessEnvironment(), SecretSource.SecretManager() ->
          new Fix(
              "Give this process the right value in the variable %s.".formatted(secret.storedId()),
              List.of("export %s=\"$VALUE\"".formatted(secret.storedId())));
    };
  }

  /** One for each service on Cloud Run that reads the secret; what it pins, it would keep. */
  private Stream<String> redeployments(Secret secret) {
    String mappings =
        secret.variables().stream()
            .map(it -> "%s=%s:%s".formatted(it, secret.storedId(), secret.version()))
            .collect(Collectors.joining(","));
    return secret.usedBy().stream()
        .map(it -> environment.services().get(it.name()))
        .filter(Objects::nonNull)
        .filter(it -> it.cloudRun().isPresent())
        .map(it ->
            fill(
                "gcloud run services update {service} --region={region} --project={project}"
                    + " --update-secrets="
                    + mappings,
                facts(it, Map.of())));
  }

  /** The one that names the signal, else the one that names none. */
  static Optional<Remedy> remedy(Check<?, ?> check, Signal signal) {
    List<Remedy> all = CommonRemedies.of(check);
    return all.stream()
        .filter(it -> List.of(it.on()).contains(signal))
        .findFirst()
        .or(() -> all.stream().filter(it -> it.on().length == 0).findFirst());
  }

  private Map<String, String> facts(Resource resource, Map<String, String> ofFailure) {
    Map<String, String> facts = new HashMap<>();
    facts.put("environment", environment.name());
    environment.gcp().project().ifPresent(it -> facts.put("project", it));
    environment.gcp().region().ifPresent(it -> facts.put("region", it));
    if (resource instanceof Endpoint endpoint) {
      facts.putAll(environment.serviceOf(endpoint).facts());
    }
    facts.putAll(resource.facts());
    facts.putAll(ofFailure);
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
