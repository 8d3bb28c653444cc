package preflight.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.report.ReportSchema;
import preflight.sandbox.RunningSandbox;
import preflight.sandbox.Scenario;
import preflight.sandbox.Scenarios;
import tools.jackson.databind.JsonNode;

/**
 * What {@code init} makes of the healthy sandbox, for runs in a broken one. Services have another
 * port in each sandbox, and nothing else of it is another.
 */
final class InitiatedProfile {

  static final Path FINDINGS = Path.of("src/test/resources/golden/init-findings.txt");

  private static final List<String> SERVICES = List.of("backend", "auth", "frontend");

  private final String text;
  private final Map<String, String> healthy;

  private InitiatedProfile(String text, Map<String, String> healthy) {
    this.text = text;
    this.healthy = healthy;
  }

  /** Of one healthy sandbox, for all scenarios: made when the first asks. */
  private static final class OfHealthy {

    private static final InitiatedProfile ONE = make();

    private static InitiatedProfile make() {
      try {
        return ofHealthy();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException("Nobody interrupts a start", e);
      }
    }
  }

  /** What a run with it says of a broken sandbox. */
  static Finding found(Scenario scenario, RunningSandbox sandbox, Path folder) throws IOException {
    Path profile = OfHealthy.ONE.in(folder, sandbox.exports());
    Invocation run =
        Invocation.of(sandbox.exports(), List.of("run", profile.toString(), "-o", "json"));
    return finding(scenario, ReportSchema.read(run.out()));
  }

  /** A line for each scenario, and how many of all are found. */
  static String record(Map<String, Finding> findings) {
    long found =
        findings.values().stream()
            .filter(it -> it == Finding.SAME || it == Finding.SAME_RESOURCE)
            .count();
    return findings.entrySet().stream()
        .map(it -> it.getKey() + " " + it.getValue())
        .collect(Collectors.joining("\n", "%d of %d\n".formatted(found, findings.size()), "\n"));
  }

  static InitiatedProfile ofHealthy() throws IOException, InterruptedException {
    try (var sandbox = RunningSandbox.start(Scenarios.named("healthy").orElseThrow())) {
      return of(sandbox);
    }
  }

  static InitiatedProfile of(RunningSandbox sandbox) {
    Map<String, String> exports = sandbox.exports();
    List<String> arguments = new ArrayList<>(arguments("-"));
    arguments.add("--source=" + exports.get("PREFLIGHT_SANDBOX_SOURCE"));
    Invocation init = Invocation.of(exports, arguments);
    if (init.exitCode() != 0) {
      throw new IllegalStateException(init.everything());
    }
    return new InitiatedProfile(init.out(), sandbox.exports());
  }

  static List<String> arguments(String to) {
    return Stream.concat(
            Stream.of(
                "init", "sandbox", "--project", "sandbox", "--region", "us-central1", "--to", to),
            Stream.of(
                "--endpoint",
                "artifactregistry,logging,redis,run,secretmanager,serviceusage,sqladmin,vpcaccess"
                    + "=${env:PREFLIGHT_SANDBOX_API}"))
        .toList();
  }

  String text() {
    return text;
  }

  /** The profile for another sandbox, with budgets of seconds: machines are busy. */
  Path in(Path folder, Map<String, String> exports) throws IOException {
    String moved = text;
    for (String service : SERVICES) {
      String variable =
          "PREFLIGHT_SANDBOX_%s_URL".formatted(service.toUpperCase(java.util.Locale.ROOT));
      moved =
          moved.replace(
              Optional.ofNullable(healthy.get(variable)).orElseThrow(),
              Optional.ofNullable(exports.get(variable)).orElseThrow());
    }
    moved =
        moved.replaceFirst(
            "root: .*source\"? }",
            "root: \"%s\" }".formatted(exports.get("PREFLIGHT_SANDBOX_SOURCE")));
    Files.writeString(folder.resolve("initiated.yaml"), moved);
    return Files.writeString(
        folder.resolve("patient.yaml"),
        """
        extends: initiated.yaml
        environment: sandbox
        redis: { cache: { budget: { p95: 4s } } }
        postgres: { main: { budget: { p95: 4s, connect: 4s } } }
        """);
  }

  /** How far a run with it finds what a scenario broke. */
  enum Finding {
    /** The same check of the same resource is the only root cause. */
    SAME,
    /** Another check of the same resource is, and says that it is of the same class. */
    SAME_RESOURCE,
    /** Something else is told. */
    OTHER,
    /** Nothing blocks. */
    MISSED
  }

  static Finding finding(Scenario scenario, JsonNode report) {
    List<JsonNode> roots =
        report
            .at("/rootCauses")
            .valueStream()
            .filter(it -> it.at("/severity").asString().equals("blocker"))
            .toList();
    List<String> ids = roots.stream().map(it -> it.at("/id").asString()).toList();
    List<String> expected = scenario.rootCause().stream().toList();
    int code = report.at("/verdict/exitCode").asInt();
    if (ids.equals(expected) && code == scenario.exitCode()) {
      return Finding.SAME;
    }
    if (code == 0) {
      return Finding.MISSED;
    }
    boolean same =
        ids.size() == 1
            && expected.size() == 1
            && resource(ids.getFirst()).equals(resource(expected.getFirst()))
            && code == scenario.exitCode();
    return same ? Finding.SAME_RESOURCE : Finding.OTHER;
  }

  private static String resource(String id) {
    return id.substring(id.indexOf('/') + 1);
  }
}
