package preflight.diagnosis;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.catalog.platform.RunChange;
import preflight.check.CheckDefinition;
import preflight.check.Subject;
import preflight.check.plan.Deployment;
import preflight.check.plan.Deployment.Change;
import preflight.check.signal.Family;
import preflight.check.signal.Part;
import preflight.check.signal.Signal;
import preflight.cli.Catalogue;
import preflight.resource.Connector;
import preflight.resource.Endpoint;
import preflight.resource.Postgres;
import preflight.resource.Redis;
import preflight.resource.Secret;
import preflight.resource.Service;
import preflight.resource.Source;
import preflight.sandbox.Scenario;
import preflight.sandbox.Scenarios;

/**
 * Renders {@code docs/deployment-tables.md}. What a failure means is never written down here: each
 * cell is what the diagnosis says of a run in which that one check fails.
 */
final class DeploymentTables {

  private static final String INTRODUCTION =
      """
      <!-- Derived from the code; a test keeps it up to date. -->
      # What each failure means for a deployment

      ## Checks
      A check fails, and nothing else does. What that means depends on what is deployed: the service that failed, or that uses
      what failed; a service that uses that service; one that has nothing to do with it. *Contents not known*: the
      service gets a new revision, and nobody said what is in it (`--deploying`). *First*: there is no such service yet.

      - **blocks**: NO-GO.
      - **warns**: GO with warnings.
      - **told**: the report has it, and the deployment may go on.

      What a service says is meant, once it answers. Failures on the way to it are in the next section.

      """;

  private static final String EXCEPTIONS =
      """

      ## Failures of the running revision that another image does not end
      A new revision of the service ends every other failure of this kind. These block if the deployment changes nothing but the
      image:

      """;

  private static final String AGAIN =
      """

      Also a deployment that changes nothing ends these, because the platform tries again and the new instances read their
      secrets again:

      """;

  private static final String SCENARIOS =
      """

      ## Scenarios of the sandbox
      Somebody deploys an image without faults (`:next`) of the service that fails, or of backend, and changes nothing else.
      A test runs the gate before each of these deployments.

      | scenario | root cause | deployed | the gate says |
      | --- | --- | --- | --- |
      """;

  private static final String ENVIRONMENT =
      """
      secret JWT used-by=backend
      connector vpc
      redis cache through=vpc
      postgres main
      service backend uses=redis.cache,postgres.main
      service frontend uses=services.backend
      service other
      endpoint backend.health
      source
      """;

  /** What is deployed, seen from the service that fails or that uses what fails. */
  private enum Deployed {
    ITSELF("it, or what uses it"),
    ABOVE("a service above"),
    ANOTHER("another"),
    UNKNOWN("contents not known"),
    FIRST("first"),
    NOTHING("nothing");

    private final String title;

    Deployed(String title) {
      this.title = title;
    }

    Optional<Deployment> deployment() {
      return switch (this) {
        case ITSELF ->
            of(Changes.change("backend", false, true, Optional.of(EnumSet.of(Part.IMAGE))));
        case ABOVE ->
            of(Changes.change("frontend", false, true, Optional.of(EnumSet.of(Part.IMAGE))));
        case ANOTHER ->
            of(Changes.change("other", false, true, Optional.of(EnumSet.of(Part.IMAGE))));
        case UNKNOWN -> of(Changes.change("backend", false, false, Optional.empty()));
        case FIRST -> of(Changes.change("backend", true, true, Optional.empty()));
        case NOTHING -> Optional.empty();
      };
    }
  }

  /** What comes of a failure. */
  private enum Meaning {
    BLOCKS("**blocks**"),
    WARNS("warns"),
    TOLD("told"),
    NOT_LOOKED_AT("not looked at");

    private final String word;

    Meaning(String word) {
      this.word = word;
    }
  }

  /** One of each type that checks are about. */
  private static final Map<Class<?>, String> RESOURCES =
      Map.of(
          Secret.class, "secrets.JWT",
          Connector.class, "connectors.vpc",
          Redis.class, "redis.cache",
          Postgres.class, "postgres.main",
          Service.class, "services.backend",
          Endpoint.class, "services.backend.health",
          Source.class, "source");

  private final Graph graph = new Graph(Environments.of(ENVIRONMENT));

  static String markdown() {
    var tables = new DeploymentTables();
    return INTRODUCTION
        + tables.checks()
        + EXCEPTIONS
        + tables.stays()
        + AGAIN
        + tables.again()
        + SCENARIOS
        + Scenarios.all().stream().map(DeploymentTables::row).collect(Collectors.joining());
  }

  private static Optional<Deployment> of(Change change) {
    return Optional.of(new Deployment("a table", List.of(change), Set.of(), List.of()));
  }

  private Meaning meaning(
      CheckDefinition check, Signal signal, String phase, Optional<Deployment> deployed) {
    var diagnoser = new Diagnoser(graph, new Policy(false, false, false), deployed);
    Diagnosis diagnosis =
        diagnoser.diagnose(
            Runs.of(
                List.of(
                    "FAILED %s/%s %s %s holders=services.backend : fails"
                        .formatted(check.id(), resource(check), signal, phase),
                    "PASSED another/source : passes")));
    return switch (diagnosis.verdict()) {
      case NO_GO -> Meaning.BLOCKS;
      case GO_WITH_WARNINGS -> Meaning.WARNS;
      case GO -> Meaning.TOLD;
      case INCONCLUSIVE -> throw new IllegalStateException(check.id());
    };
  }

  private static String resource(CheckDefinition check) {
    return Objects.requireNonNull(RESOURCES.get(check.doc().on()));
  }

  private static String kind(CheckDefinition check) {
    Class<?> on = check.doc().on();
    return on == Service.class || on == Endpoint.class
        ? "services"
        : on == Secret.class
            ? "secrets"
            : on == Source.class ? "source" : on == Connector.class ? "connectors" : "stores";
  }

  /** Of a check that several things can be said of, what most of its signals mean. */
  private String checks() {
    Map<String, Set<String>> kinds = new LinkedHashMap<>();
    Map<String, Set<String>> checks = new HashMap<>();
    for (Subject about : Subject.values()) {
      for (CheckDefinition check : Catalogue.all()) {
        if (check.doc().about() == about) {
          String row = usual(check);
          String key = about.name().toLowerCase(Locale.ROOT) + "|" + row;
          kinds.computeIfAbsent(key, _ -> new TreeSet<>()).add(kind(check));
          checks.computeIfAbsent(key, _ -> new TreeSet<>()).add("`" + check.id() + "`");
        }
      }
    }
    var table = new StringBuilder("| check | of | ");
    Stream.of(Deployed.values()).forEach(it -> table.append(it.title).append(" | "));
    table.append("checks |\n|").append(" --- |".repeat(Deployed.values().length + 3)).append("\n");
    kinds.forEach((key, of) ->
        table.append(
            "| %s | %s | %s | %s |\n"
                .formatted(
                    key.substring(0, key.indexOf('|')),
                    String.join(", ", of),
                    key.substring(key.indexOf('|') + 1),
                    String.join(" ", checks.getOrDefault(key, Set.of())))));
    return table.toString();
  }

  private String usual(CheckDefinition check) {
    // What any question to Google may meet is left out, unless it is what the check asks for.
    boolean ofGoogle =
        check.looksAt().stream()
            .allMatch(it -> it.family().filter(Family.GOOGLE_API::equals).isPresent());
    return check.looksAt().stream()
        .filter(it -> ofGoogle || it.family().filter(Family.GOOGLE_API::equals).isEmpty())
        .collect(
            Collectors.groupingBy(
                it -> cells(check, it), LinkedHashMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElseThrow();
  }

  private Meaning meaning(CheckDefinition check, Signal signal, Deployed deployed) {
    // It asks what becomes of the flags of a command, and of nothing else.
    boolean asked =
        check.type() != RunChange.class
            || deployed == Deployed.ITSELF
            || deployed == Deployed.FIRST;
    return asked
        ? meaning(check, signal, "phase=response", deployed.deployment())
        : Meaning.NOT_LOOKED_AT;
  }

  private String cells(CheckDefinition check, Signal signal) {
    return Stream.of(Deployed.values())
        .map(it -> meaning(check, signal, it).word)
        .collect(Collectors.joining(" | "));
  }

  /** What blocks the deployment of nothing but another image, early on the ladder and late. */
  private String stays() {
    Optional<Deployment> image = Deployed.ITSELF.deployment();
    Set<Signal> early = running("phase=tcp", image, Meaning.BLOCKS);
    Set<Signal> late = running("phase=response", image, Meaning.BLOCKS);
    Set<Signal> once = EnumSet.copyOf(early);
    once.removeAll(late);
    return "- in any case: %s\n- of a service on Cloud Run, up to the TLS handshake: %s\n"
        .formatted(listed(late), listed(once));
  }

  private String again() {
    return "- %s\n"
        .formatted(
            listed(
                running(
                    "",
                    of(Changes.change("backend", false, true, Optional.of(Set.of()))),
                    Meaning.TOLD)));
  }

  private Set<Signal> running(String phase, Optional<Deployment> deployed, Meaning wanted) {
    Set<Signal> found = EnumSet.noneOf(Signal.class);
    for (CheckDefinition check : Catalogue.all()) {
      if (check.doc().about() == Subject.RUNNING) {
        check.looksAt().stream()
            .filter(it -> meaning(check, it, phase, deployed) == wanted)
            .forEach(found::add);
      }
    }
    return found;
  }

  private static String listed(Set<Signal> signals) {
    return signals.stream().map("`%s`"::formatted).collect(Collectors.joining(" "));
  }

  private static String row(Scenario scenario) {
    return "| %s | %s | %s | %s |\n"
        .formatted(
            scenario.name(),
            scenario.rootCause().map("`%s`"::formatted).orElse("none"),
            scenario.deployed(),
            switch (scenario.exitCodeBeforeRepair()) {
              case 0 -> "GO";
              case 20 -> "INCONCLUSIVE, exit 20";
              default -> "NO-GO, exit " + scenario.exitCode();
            });
  }
}
