package preflight.catalog.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import preflight.probe.PeerJson;
import preflight.probe.Said;

/** What is up is up, and what is down names its component, in the formats that people use. */
class HealthReportTest {

  @ParameterizedTest(name = "{1}: {0}")
  @CsvFileSource(resources = "/health/bodies.tsv", delimiter = '\t', quoteCharacter = '\0')
  void a_body_names_the_components_that_failed(String failed, String format, String body) {
    assertThat(
            HealthReport.failed(PeerJson.of(Said.said(body)).orElseThrow()).stream()
                .map(it -> it.name().shown())
                .collect(Collectors.joining(",")))
        .as(format)
        .isEqualTo(failed.equals("-") ? "" : failed);
  }
}
