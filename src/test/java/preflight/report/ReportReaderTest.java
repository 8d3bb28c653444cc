package preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import preflight.check.ExitCode;
import preflight.check.Vantage;
import preflight.check.plan.Deployment;
import preflight.diagnosis.Diagnoser;
import preflight.diagnosis.Diagnosis;
import preflight.diagnosis.Graph;
import preflight.diagnosis.Policy;
import preflight.diagnosis.Runs;
import preflight.report.run.JsonReport;
import preflight.report.run.RunContext;

class ReportReaderTest {

  @TempDir private Path folder;

  @Test
  void what_was_written_is_read_back_whole() {
    Diagnosis diagnosis = Incidents.undecidedTimeOut();
    assertThat(read(json(diagnosis)))
        .isEqualTo(new ReportReading.Read(Incidents.report(diagnosis, "2026-11-21T10:00:00Z")));
  }

  @Test
  void a_deployment_without_a_tag_or_a_revision_before_it_keeps_the_contract() {
    var first =
        new Deployment.Change(
            "services.backend",
            true,
            true,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Map.of(),
            true,
            Optional.empty());
    Diagnosis diagnosis =
        new Diagnoser(
                new Graph(Incidents.STAGING),
                new Policy(false, false),
                Optional.of(new Deployment("a test", List.of(first), Set.of(), List.of())))
            .diagnose(Runs.of(Incidents.lines()));
    assertThat(read(json(diagnosis)))
        .isEqualTo(new ReportReading.Read(Incidents.report(diagnosis, "2026-11-21T10:00:00Z")));
  }

  @Test
  void keys_that_a_later_version_added_are_ignored() {
    String later =
        json(Incidents.newlineInRedisHost())
            .replaceFirst("\"1.1\"", "\"1.7\"")
            .replaceFirst("\"tool\"", "\"mood\" : { \"good\" : [ 1 ] }, \"tool\"");
    assertThat(read(later)).isInstanceOf(ReportReading.Read.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                            | FILE is empty
          not json                                      | FILE is not JSON: line 1, column 1
          {"a":1}                                       | FILE is JSON, but not a report of Preflight: it has no schemaVersion
          [1]                                           | FILE is JSON, but not a report of Preflight: it has no schemaVersion
          7                                             | FILE is JSON, but not a report of Preflight: it has no schemaVersion
          {"schemaVersion":"2.0"}                       | FILE is a report in format 2.0; this version reads format 1.x
          {"schemaVersion":"1.0"}                       | FILE is not a complete report: missing tool
          {"schemaVersion":"1.0","tool":"x"}            | FILE is not a complete report: tool has the wrong type
          {"schemaVersion":"1.0","tool":{"name":"x"}}   | FILE is not a complete report: missing tool.version
          {"schemaVersion":"1.0"} {}                    | FILE is not JSON: line 1, column 25
          """)
  void what_is_no_report_is_refused_in_one_sentence(String text, String why) {
    assertThat(read(text)).isEqualTo(unreadable(ExitCode.INVALID, why));
  }

  @Test
  void a_report_whose_list_holds_nothing_names_the_place() {
    String holed =
        json(Incidents.goodDay())
            .replaceFirst("\"rootCauses\" : \\[ ]", "\"rootCauses\" : [ null ]");
    assertThat(read(holed))
        .isEqualTo(
            unreadable(ExitCode.INVALID, "FILE is not a complete report: missing rootCauses[0]"));
  }

  @Test
  void a_verdict_that_is_not_known_is_no_verdict() {
    assertThat(read(json(Incidents.goodDay()).replaceFirst("\"GO\"", "\"MAYBE\"")))
        .isEqualTo(
            unreadable(
                ExitCode.INVALID,
                "FILE has the verdict 'MAYBE', which this version of Preflight does not know"));
  }

  @Test
  void a_file_that_is_not_there_is_a_mistake_of_usage() {
    Path missing = folder.resolve("missing.json");
    assertThat(new ReportReader().read(missing))
        .isEqualTo(new ReportReading.Unreadable(ExitCode.USAGE, "there is no file " + missing));
  }

  @Test
  void a_directory_is_a_mistake_of_usage() {
    assertThat(new ReportReader().read(folder))
        .isEqualTo(new ReportReading.Unreadable(ExitCode.USAGE, folder + " is a directory"));
  }

  private ReportReading unreadable(ExitCode exit, String why) {
    return new ReportReading.Unreadable(exit, why.replace("FILE", file().toString()));
  }

  private ReportReading read(String text) {
    try {
      Files.writeString(file(), text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return new ReportReader().read(file());
  }

  private Path file() {
    return folder.resolve("report.json");
  }

  private static String json(Diagnosis diagnosis) {
    var context =
        new RunContext(
            "0.1.0",
            "staging",
            "env-profiles/staging.yaml",
            "sha256:1",
            Optional.empty(),
            Vantage.LOCAL,
            Instant.parse("2026-11-21T10:00:00Z"),
            7);
    String report = Incidents.written(out -> new JsonReport(context).write(diagnosis, out));
    ReportSchema.read(report);
    return report;
  }
}
