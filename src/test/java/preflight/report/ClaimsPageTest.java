package preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.Golden;
import preflight.profile.ClaimReader;
import preflight.profile.ClaimReading;
import preflight.report.claim.ClaimExamination;
import preflight.report.claim.ClaimReport;
import preflight.report.claim.ClaimVerdict;
import preflight.report.claim.ClaimVerdict.Result;

/** Keeps the examples of {@code docs/claims.md} true. */
class ClaimsPageTest {

  private static final Path PAGE = Path.of("docs/claims.md");
  private static final Pattern EXAMPLE =
      Pattern.compile("(?s)```yaml\\n(.*?)```(.*?)```text\\n(.*?)```");

  @TempDir private Path folder;

  @Test
  void the_published_conclusion_is_refuted_the_line_break_supported_and_a_forecast_unproven()
      throws IOException {
    assertThat(verdicts())
        .extracting(ClaimVerdict::result)
        .containsExactly(Result.REFUTED, Result.SUPPORTED, Result.UNPROVEN);
  }

  @Test
  void each_example_shows_what_the_command_prints() throws IOException {
    List<ClaimVerdict> verdicts = verdicts();
    Matcher example = EXAMPLE.matcher(Files.readString(PAGE));
    StringBuilder page = new StringBuilder();
    for (int i = 0; example.find(); i++) {
      ClaimVerdict verdict = verdicts.get(i);
      String printed =
          Incidents.written(
              out -> new ClaimReport(new Style(false, true, 100)).write(verdict, out));
      example.appendReplacement(
          page,
          Matcher.quoteReplacement(
              "```yaml\n%s```%s```text\n%s```"
                  .formatted(example.group(1), example.group(2), printed)));
    }
    example.appendTail(page);
    Golden.assertUpToDate(PAGE, page.toString());
  }

  private List<ClaimVerdict> verdicts() throws IOException {
    var examination =
        new ClaimExamination(
            Incidents.report(Incidents.newlineInRedisHost(), "2026-11-21T10:00:00Z"));
    List<ClaimVerdict> verdicts = new ArrayList<>();
    Matcher example = EXAMPLE.matcher(Files.readString(PAGE));
    while (example.find()) {
      Path file = Files.writeString(folder.resolve("claim.yaml"), example.group(1));
      verdicts.add(
          switch (ClaimReader.read(file)) {
            case ClaimReading.Read(var claim) -> examination.of(claim);
            case ClaimReading.Invalid(var mistakes) -> throw new AssertionError(mistakes);
          });
    }
    return verdicts;
  }
}
