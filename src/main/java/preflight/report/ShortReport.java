package preflight.report;

import java.io.PrintWriter;
import java.util.Locale;
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
      root.fix().commands().forEach(it -> out.println("  " + it));
    }
    for (Obstacle obstacle : Obstacle.in(diagnosis)) {
      out.println(Page.clean("unknown %s: %s".formatted(obstacle.whose(), obstacle.text())));
    }
    AsideSection.lines(diagnosis).forEach(it -> out.println(Page.clean(it)));
  }
}
