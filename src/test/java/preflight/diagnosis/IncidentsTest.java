package preflight.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Incidents of the past, their signals retyped, with the verdict that a right diagnosis gives. */
class IncidentsTest {

  static List<Path> incidents() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/incidents"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("incidents")
  void an_incident_gets_its_verdict_and_its_root_causes(Path file) throws IOException {
    var incident =
        (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    Diagnosis diagnosis =
        new Diagnoser(Environments.of(lines(incident, "environment")), new Policy(false, false))
            .diagnose(Runs.of(lines(incident, "results")));

    assertThat(Explained.roots(diagnosis)).containsExactlyElementsOf(lines(incident, "roots"));
    assertThat(diagnosis.verdict()).hasToString(String.valueOf(incident.get("verdict")));
    assertThat(diagnosis.exitCode().code()).isEqualTo(incident.get("exit"));
  }

  private static List<String> lines(Map<?, ?> incident, String key) {
    return incident.get(key) instanceof List<?> lines
        ? lines.stream().map(String::valueOf).toList()
        : List.of();
  }
}
