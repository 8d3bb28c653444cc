package preflight.report.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import preflight.check.Outcome.SkipReason;
import preflight.check.Outcome.Skipped;
import preflight.diagnosis.Diagnosed;
import preflight.diagnosis.Diagnosis;
import preflight.report.Page;
import preflight.text.Listing;
import preflight.text.Plural;

/** What makes the verdict milder, with who or what says so, and what is out of date. */
final class AsideSection {

  private static final int SHOWN = 3;

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
    Map<String, List<Aside>> alike = new LinkedHashMap<>();
    for (Aside it : asides(diagnosis)) {
      alike.computeIfAbsent(it.kind() + it.change(), _ -> new ArrayList<>()).add(it);
    }
    List<String> lines = new ArrayList<>();
    alike.values().forEach(it -> lines.add(line(it)));
    diagnosis
        .run()
        .notices()
        .forEach(it -> lines.add("note: %s: %s".formatted(it.place(), it.text())));
    return List.copyOf(lines);
  }

  private static String line(List<Aside> alike) {
    Aside first = alike.getFirst();
    return "%s: %s (%s): %s"
        .formatted(
            first.kind(),
            Listing.line(alike.stream().map(Aside::subject).distinct().toList(), SHOWN),
            Listing.line(alike.stream().map(Aside::origin).distinct().toList(), SHOWN),
            first.change());
  }

  /**
   * One thing that makes the run ask for less.
   *
   * @param kind switched off, waived or weakened
   */
  record Aside(String kind, String subject, String change, String origin) {}

  /** All of them, those that were switched off first. */
  static List<Aside> asides(Diagnosis diagnosis) {
    Map<String, Integer> excluded = new LinkedHashMap<>();
    List<Aside> waived = new ArrayList<>();
    for (Diagnosed check : diagnosis.checks()) {
      if (check.result().outcome() instanceof Skipped(SkipReason reason, String by)
          && reason == SkipReason.EXCLUDED) {
        excluded.merge(by.replaceFirst("^by ", ""), 1, Integer::sum);
      }
      check
          .result()
          .planned()
          .waiver()
          .map(it ->
              new Aside(
                  "waived",
                  check.id().toString(),
                  "until %s by %s: %s".formatted(it.expires(), it.owner(), it.reason()),
                  it.place().file() + ":" + it.place().line()))
          .ifPresent(waived::add);
    }
    List<Aside> all = new ArrayList<>();
    excluded.forEach((by, count) ->
        all.add(new Aside("switched off", Plural.of(count, "check"), "not run", by)));
    all.addAll(waived);
    diagnosis
        .run()
        .weakenings()
        .forEach(it -> all.add(new Aside("weakened", it.subject(), it.change(), it.origin())));
    return all;
  }
}
