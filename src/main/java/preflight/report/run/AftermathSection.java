package preflight.report.run;

import java.util.List;
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
    page.fields("revisions", aftermath.rollouts().stream().map(AftermathSection::line).toList());
    page.list("by", aftermath.roots().stream().map(it -> it.id().toString()).toList());
    page.commands("back", aftermath.back());
    page.field("note", note(aftermath));
  }

  static String line(Rollout rollout) {
    return "%s: %s %s"
        .formatted(
            rollout.service(),
            rollout.newest().isEmpty() ? "no revision" : rollout.newest(),
            rollout.state().words());
  }

  /** What a tired person must know of the command. */
  static String note(Aftermath aftermath) {
    return aftermath.back().isEmpty()
        ? ""
        : "The command sends the requests to the revisions of before. After it, a newer revision gets"
            + " requests only when somebody says so: gcloud run services update-traffic SERVICE"
            + " --to-latest.";
  }

  /** For a reader of one line. */
  static List<String> lines(Aftermath aftermath) {
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of("after: " + aftermath.ending().words()),
            aftermath.back().stream().map(it -> "  back: " + it))
        .toList();
  }
}
