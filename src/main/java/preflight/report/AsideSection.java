package preflight.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import preflight.check.Outcome.SkipReason;
import preflight.check.Outcome.Skipped;
import preflight.diagnosis.Diagnosed;
import preflight.diagnosis.Diagnosis;

/** What was switched off, waived or is out of date: never silent. */
final class AsideSection {

  private final Page page;

  AsideSection(Page page) {
    this.page = page;
  }

  void write(Diagnosis diagnosis) {
    Map<String, Integer> excluded = new LinkedHashMap<>();
    for (Diagnosed check : diagnosis.checks()) {
      if (check.result().outcome() instanceof Skipped(SkipReason reason, String by)
          && reason == SkipReason.EXCLUDED) {
        excluded.merge(by, 1, Integer::sum);
      }
    }
    List<Diagnosed> waived =
        diagnosis.checks().stream()
            .filter(it -> it.result().planned().waiver().isPresent())
            .toList();
    if (excluded.isEmpty() && waived.isEmpty() && diagnosis.run().notices().isEmpty()) {
      return;
    }
    page.blank();
    excluded.forEach((by, count) ->
        page.text("  ", "switched off: %s %s".formatted(Plural.of(count, "check"), by)));
    for (Diagnosed check : waived) {
      var waiver = check.result().planned().waiver().orElseThrow();
      page.text(
          "  ",
          "waived: %s until %s by %s: %s"
              .formatted(check.id(), waiver.expires(), waiver.owner(), waiver.reason()));
    }
    diagnosis
        .run()
        .notices()
        .forEach(it -> page.text("  ", "note: %s: %s".formatted(it.place(), it.text())));
  }
}
