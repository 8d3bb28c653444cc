package preflight.report.run;

import preflight.check.plan.Rollout;
import preflight.report.Page;
import preflight.report.comparison.Aftermath;

/** What a deployment did, as the last thing that a report says before its counts. */
final class AftermathSection {

  private final Page page;

  AftermathSection(Page page) {
    this.page = page;
  }

  void write(Aftermath aftermath) {
    page.blank();
    page.line(
        "  %s  %s".formatted(page.style().bold("AFTER"), page.shown(aftermath.ending().words())));
    page.fields("revisions", aftermath.rollouts().stream().map(Rollout::sentence).toList());
    page.list("by", aftermath.roots().stream().map(it -> it.id().toString()).toList());
    page.commands("back", aftermath.back());
    page.field("note", note(aftermath));
  }

  /** What a tired person must know of the command. */
  private static String note(Aftermath aftermath) {
    return aftermath.back().isEmpty()
        ? ""
        : "The command sends the requests to the revisions of before. After it, a newer revision gets"
            + " requests only when somebody says so: gcloud run services update-traffic SERVICE"
            + " --to-latest.";
  }
}
