package preflight.report.run;

import java.io.PrintWriter;
import java.util.Locale;
import preflight.diagnosis.Diagnosis;
import preflight.diagnosis.RootCause;
import preflight.diagnosis.standing.Standing;
import preflight.report.Bounded;
import preflight.report.Page;

/** Only what is not passed, fit for a chat message. */
public final class ShortReport {

  public void write(Diagnosis diagnosis, PrintWriter out) {
    out.println(Page.clean(diagnosis.headline().line()));
    diagnosis
        .deployment()
        .ifPresent(it -> {
          it.services()
              .forEach(at ->
                  out.println(
                      Page.clean(
                          "deploying %s (%s): %s"
                              .formatted(
                                  at.service(),
                                  it.told(),
                                  String.join("; ", DeploymentSection.lines(at))))));
          it.notes().forEach(at -> out.println(Page.clean("deploying: " + at)));
        });
    Bounded.paragraphs(diagnosis.roots(), "root causes", it -> root(it, out), out::println);
    Bounded.paragraphs(
        Obstacle.in(diagnosis),
        "obstacles",
        it -> out.println(Page.clean("unknown %s: %s".formatted(it.whose(), it.text()))),
        out::println);
    AsideSection.lines(diagnosis).forEach(it -> out.println(Page.clean(it)));
  }

  /** The verdict and what weakens it, for a terminal that gets no report. */
  public void writeVerdict(Diagnosis diagnosis, PrintWriter out) {
    out.println("preflight: " + Page.clean(diagnosis.headline().line()));
    AsideSection.lines(diagnosis).forEach(it -> out.println("  " + Page.clean(it)));
  }

  private static void root(RootCause root, PrintWriter out) {
    out.println(
        Page.clean(
            "%s %s: %s (%s%s)%s"
                .formatted(
                    root.standing() == Standing.COUNTS
                        ? root.severity().name().toLowerCase(Locale.ROOT)
                        : root.standing().word(),
                    root.id(),
                    root.failed().observed(),
                    root.to(),
                    root.owner().map(it -> ", " + it).orElse(""),
                    root.explains().isEmpty() ? "" : " explains " + root.explains().size())));
    if (!root.fix().text().isEmpty()) {
      out.println("  fix: " + Page.clean(root.fix().text()));
    }
    root.fix().commands().forEach(it -> out.println("  " + it));
  }
}
