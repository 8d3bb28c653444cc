package preflight.report.run;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import preflight.check.CheckId;
import preflight.check.Outcome.Failed;
import preflight.check.command.Command;
import preflight.diagnosis.Chains;
import preflight.diagnosis.Diagnosed;
import preflight.diagnosis.Diagnosis;
import preflight.diagnosis.ExtraProbe;
import preflight.diagnosis.ExtraProbes;
import preflight.diagnosis.RootCause;
import preflight.report.Bounded;
import preflight.report.Page;
import preflight.report.Style;

/** One root cause for the person on call: next commands first, then everything that is known. */
final class TriageSection {

  /** Below it, an extra probe is worth its time. */
  private static final double CONFIDENT = 0.75;

  private final Page page;
  private final RootCauseBlock block;
  private final Style style;
  private final Diagnosis diagnosis;
  private final Chains chains;
  private final String environment;

  TriageSection(Page page, Diagnosis diagnosis, Chains chains, String environment) {
    this.page = page;
    this.block = new RootCauseBlock(page);
    this.style = page.style();
    this.diagnosis = diagnosis;
    this.chains = chains;
    this.environment = environment;
  }

  void write(RootCause root) {
    page.blank();
    boolean undecided = RootCauseBlock.undecided(root);
    page.line(
        "  %s  %s  %s"
            .formatted(
                undecided ? style.yellow("UNDECIDED") : block.painted(root),
                style.bold(root.id().toString()),
                page.shown(block.whose(root))));
    if (undecided) {
      decide(root);
    } else {
      block.fix(root);
    }
    block.impact(root);
    block.seen(root);
    block.because(root);
    new ChainSection(page, chains).write(root);
    page.field("after fix", prediction(root));
    block.also(root);
    if (!undecided && root.confidence() < CONFIDENT) {
      decide(root);
    }
    block.more(root);
  }

  /** The unanswered check that stands in the way first; then the probes for the signal. */
  private void decide(RootCause root) {
    Optional<CheckId> decider =
        diagnosis.checks().stream()
            .filter(it -> it.id().equals(root.id()))
            .findFirst()
            .flatMap(Diagnosed::decider);
    decider.ifPresent(it -> {
      page.field("to decide", "get an answer from " + it + ", which could not be checked");
      page.commands(
          "",
          List.of(
              Command.of("preflight run {environment} --only {check}")
                  .with(Map.of("environment", environment, "check", it.toString()))));
    });
    List<ExtraProbe> probes = ExtraProbes.of(root, environment);
    probes.forEach(it -> {
      page.field("to decide", it.question() + ": " + it.probe());
      page.commands("", it.commands());
    });
    if (RootCauseBlock.undecided(root) && decider.isEmpty() && probes.isEmpty()) {
      page.field("to decide", "read the evidence below: no known probe tells the causes apart");
    }
  }

  /** What a run after the repair should show; that run verifies it. */
  private String prediction(RootCause root) {
    Set<CheckId> cleared = new HashSet<>(root.explains());
    List<CheckId> remaining =
        diagnosis.checks().stream()
            .filter(it -> it.result().outcome() instanceof Failed)
            .map(Diagnosed::id)
            .filter(it -> !it.equals(root.id()) && !cleared.contains(it))
            .toList();
    return "%s should pass; %s"
        .formatted(
            root.explains().isEmpty() ? "this check" : "this check and " + listed(root.explains()),
            remaining.isEmpty()
                ? "no other failure remains"
                : "still failing: " + listed(remaining));
  }

  private static String listed(List<CheckId> ids) {
    return Bounded.names(ids);
  }
}
