package preflight.report;

import java.util.ArrayList;
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
    List<String> lines = lines(diagnosis);
    if (!lines.isEmpty()) {
      page.blank();
      lines.forEach(it -> page.text("  ", it));
    }
  }

  /** One sentence each, in the same words for every reader. */
  static List<String> lines(Diagnosis diagnosis) {
    Map<String, Integer> excluded = new LinkedHashMap<>();
    List<String> waived = new ArrayList<>();
    for (Diagnosed check : diagnosis.checks()) {
      if (check.result().outcome() instanceof Skipped(SkipReason reason, String by)
          && reason == SkipReason.EXCLUDED) {
        excluded.merge(by, 1, Integer::sum);
      }
      check
          .result()
          .planned()
          .waiver()
          .map(it ->
              "waived: %s until %s by %s: %s"
                  .formatted(check.id(), it.expires(), it.owner(), it.reason()))
          .ifPresent(waived::add);
    }
    List<String> lines = new ArrayList<>();
    excluded.forEach(
        (by, count) -> lines.add("switched off: %s %s".formatted(Plural.of(count, "check"), by)));
    lines.addAll(waived);
    diagnosis
        .run()
        .notices()
        .forEach(it -> lines.add("note: %s: %s".formatted(it.place(), it.text())));
    return List.copyOf(lines);
  }
}
