package preflight.report.run;

import java.util.List;
import java.util.Optional;
import preflight.check.plan.Deployment;
import preflight.check.plan.Deployment.Change;
import preflight.report.Page;

/** What is about to change: which services, how their new revisions differ, what is not known. */
final class DeploymentSection {

  private final Page page;

  DeploymentSection(Page page) {
    this.page = page;
  }

  void write(Optional<Deployment> deployment) {
    if (deployment.isEmpty()) {
      return;
    }
    page.blank();
    for (Change change : deployment.get().services()) {
      page.line(
          "  %s  %s"
              .formatted(
                  page.style().bold("DEPLOYING"),
                  page.shown("%s (%s)".formatted(change.told(), deployment.get().told()))));
      page.fields("changes", lines(change));
    }
    if (deployment.get().services().isEmpty()) {
      page.line("  %s  not known".formatted(page.style().bold("DEPLOYING")));
      page.field("so", "the environment is judged as it is");
    }
    page.fields("note", deployment.get().notes());
  }

  /** One line each, in the same words for every reader. */
  static List<String> lines(Change change) {
    if (change.first()) {
      return List.of(
          change.isJob()
              ? "it does not exist yet"
              : "it is the first revision: the service does not exist yet");
    }
    if (!change.known()) {
      return List.of(
          "not known: what the new revision is given was not read, so the one that serves was judged");
    }
    return change.lines().isEmpty() ? List.of("none that Preflight compares") : change.lines();
  }
}
