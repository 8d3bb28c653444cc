package preflight.report;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import preflight.check.Outcome.SkipReason;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.diagnosis.Diagnosed;
import preflight.diagnosis.Diagnosis;
import preflight.diagnosis.RootCause;

/** Only what is not passed, fit for a chat message. */
public final class ShortReport {

  public void write(Diagnosis diagnosis, PrintWriter out) {
    out.println(Page.clean(diagnosis.headline().line()));
    for (RootCause root : diagnosis.roots()) {
      out.println(
          Page.clean(
              "%s %s: %s (%s%s)%s"
                  .formatted(
                      root.severity().name().toLowerCase(Locale.ROOT),
                      root.id(),
                      root.failed().observed(),
                      root.to(),
                      root.owner().map(it -> ", " + it).orElse(""),
                      root.explains().isEmpty() ? "" : " explains " + root.explains().size())));
      root.fix().commands().forEach(it -> out.println("  " + Page.clean(it)));
    }
    for (Diagnosed check : diagnosis.checks()) {
      if (check.result().outcome() instanceof Unknown unknown) {
        out.println(
            Page.clean(
                "unknown %s: %s (%s)"
                    .formatted(
                        check.id(),
                        unknown.observed(),
                        unknown.reason().name().toLowerCase(Locale.ROOT))));
      }
    }
    Map<String, Integer> excluded = new LinkedHashMap<>();
    for (Diagnosed check : diagnosis.checks()) {
      if (check.result().outcome() instanceof Skipped(SkipReason reason, String by)
          && reason == SkipReason.EXCLUDED) {
        excluded.merge(by, 1, Integer::sum);
      }
    }
    excluded.forEach((by, count) ->
        out.println(Page.clean("switched off: %s %s".formatted(Plural.of(count, "check"), by))));
  }
}
