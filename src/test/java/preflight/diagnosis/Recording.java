package preflight.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import preflight.check.Measurement;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.Severity;
import preflight.cli.Catalogue;
import preflight.engine.CheckResult;
import preflight.engine.Run;
import preflight.profile.ProfileReader;
import preflight.profile.Reading;
import preflight.profile.reading.Mode;
import preflight.resource.Environment;

/**
 * What the checks found in a scenario of the sandbox, as lines that {@link Runs} reads: of the
 * healthy one all of it, of any other what differs. Nothing in it hangs on ports or times.
 */
public final class Recording {

  private static final Path FOLDER = Path.of("src/test/resources/scenarios");

  /** What rows of the decision table and the attribution look at. */
  private static final Set<String> FACTS = Set.of("absent", "api", "reference", "wires");

  private Recording() {}

  /** Writes the recording of a scenario, or says that there is none. */
  public static void keep(String scenario, List<CheckResult> results) throws IOException {
    Path file = FOLDER.resolve(scenario + ".txt");
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(FOLDER);
      Map<String, String> healthy = scenario.equals("healthy") ? Map.of() : byId(lines("healthy"));
      Files.writeString(
          file,
          results.stream()
              .map(Recording::line)
              .filter(it -> !it.equals(healthy.get(id(it))))
              .map(it -> it + "\n")
              .collect(Collectors.joining()));
    }
    assertThat(file).as("-Dgolden.update records it").exists();
  }

  private static String line(CheckResult result) {
    String id = result.id() + severity(result.planned().severity());
    return switch (result.outcome()) {
      case Passed passed -> "PASSED " + id + measured(passed.measurements());
      case Failed failed ->
          "FAILED %s %s%s%s%s"
              .formatted(
                  result.id(),
                  failed.signal(),
                  severity(result.planned().severity()),
                  failed.phase().map(it -> " phase=" + word(it)).orElse(""),
                  facts(failed));
      case Unknown unknown -> "UNKNOWN %s %s".formatted(result.id(), word(unknown.reason()));
      case Skipped(var reason, _) -> "SKIPPED %s %s".formatted(result.id(), word(reason));
    };
  }

  private static String severity(Severity severity) {
    return severity == Severity.BLOCKER ? "" : " severity=" + word(severity);
  }

  private static String measured(List<Measurement> measurements) {
    return measurements.stream().anyMatch(it -> it.name().equals("resolve"))
        ? " measured=resolve"
        : "";
  }

  private static String facts(Failed failed) {
    return Stream.concat(
            failed.clues().stream().map(it -> " %s=true".formatted(word(it))),
            failed.facts().entrySet().stream()
                .filter(it -> FACTS.contains(it.getKey()))
                .map(it -> " %s=%s".formatted(it.getKey(), it.getValue())))
        .sorted()
        .collect(Collectors.joining());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String id(String line) {
    int from = line.indexOf(' ') + 1;
    int to = line.indexOf(' ', from);
    return to < 0 ? line.substring(from) : line.substring(from, to);
  }

  /** The run of a healthy environment with the failures of one scenario, or of several at once. */
  static Run of(String... scenarios) {
    Map<String, String> results = byId(lines("healthy"));
    for (String scenario : scenarios) {
      for (Map.Entry<String, String> it : byId(lines(scenario)).entrySet()) {
        results.merge(it.getKey(), it.getValue(), Recording::heavier);
      }
    }
    List<String> lines = List.copyOf(results.values());
    return Runs.of(
        IntStream.range(0, lines.size())
            .mapToObj(it -> Runs.result(lines.get(it), it + 1))
            .toList(),
        List.of(),
        false);
  }

  /** What failed in the first of two scenarios stays so in both at once. */
  private static String heavier(String one, String other) {
    return one.startsWith("FAILED") ? one : other;
  }

  private static Map<String, String> byId(List<String> lines) {
    return lines.stream()
        .collect(Collectors.toMap(Recording::id, it -> it, (one, _) -> one, LinkedHashMap::new));
  }

  private static List<String> lines(String scenario) {
    try (Stream<String> lines = Files.lines(FOLDER.resolve(scenario + ".txt"))) {
      return lines.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the sandbox consists of. */
  static Environment sandbox() {
    Map<String, String> variables =
        Map.ofEntries(
            Map.entry("PREFLIGHT_SANDBOX_API", "http://127.0.0.1:1"),
            Map.entry("PREFLIGHT_SANDBOX_REDIS_PORT", "1"),
            Map.entry("PREFLIGHT_SANDBOX_POSTGRES_HOST", "127.0.0.1"),
            Map.entry("PREFLIGHT_SANDBOX_POSTGRES_PORT", "1"),
            Map.entry("PREFLIGHT_SANDBOX_BACKEND_URL", "http://127.0.0.1:1"),
            Map.entry("PREFLIGHT_SANDBOX_AUTH_URL", "http://127.0.0.1:1"),
            Map.entry("PREFLIGHT_SANDBOX_FRONTEND_URL", "http://127.0.0.1:1"),
            Map.entry("PREFLIGHT_SANDBOX_CA", "ca.pem"),
            Map.entry("PREFLIGHT_SANDBOX_SOURCE", "source"),
            Map.entry("PREFLIGHT_SANDBOX_FIX", "4f2a9c1d"),
            Map.entry("PREFLIGHT_SANDBOX_TERRAFORM", "terraform.json"));
    var reader =
        new ProfileReader(
            Catalogue.all(), variables, LocalDate.of(2026, 3, 1), Path.of("").toAbsolutePath());
    return switch (reader.read(Path.of("env-profiles/sandbox.yaml"), Mode.RUN)) {
      case Reading.Read(var profile) -> profile.environment();
      case Reading.Invalid(var mistakes) -> throw new IllegalStateException(mistakes.toString());
    };
  }
}
