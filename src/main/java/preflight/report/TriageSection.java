package preflight.report;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import preflight.check.CheckId;
import preflight.check.Command;
import preflight.check.FailureClass;
import preflight.check.Outcome.Failed;
import preflight.diagnosis.Chains;
import preflight.diagnosis.Diagnosed;
import preflight.diagnosis.Diagnosis;
import preflight.diagnosis.ExtraProbe;
import preflight.diagnosis.ExtraProbes;
import preflight.diagnosis.RootCause;

/** One root cause for the person on call: next commands first, then everything that is known. */
final class TriageSection {

  /** Below it, an extra probe is worth its time. */
  private static final double SURE = 0.75;

  private final Page page;
  private final Style style;
  private final Diagnosis diagnosis;
  private final Chains chains;
  private final String environment;

  TriageSection(Page page, Diagnosis diagnosis, Chains chains, String environment) {
    this.page = page;
    this.style = page.style();
    this.diagnosis = diagnosis;
    this.chains = chains;
    this.environment = environment;
  }

  void write(RootCause root) {
    page.blank();
    page.line(
        "  %s  %s  %s"
            .formatted(title(root), style.bold(root.id().toString()), page.shown(whose(root))));
    if (undecided(root)) {
      decide(root);
    } else {
      page.fix(root.fix());
    }
    root.impact().forEach(it -> page.field("impact", it));
    page.field("expected", root.failed().expected());
    page.field("observed", root.failed().observed());
    page.field("because", root.because() + " [" + root.rule() + "]");
    root.counterEvidence().forEach(it -> page.field("not", it));
    new ChainSection(page, chains).write(root);
    page.field("predicts", prediction(root));
    if (!root.contributingTo().isEmpty()) {
      page.field("also", "could also have caused " + listed(root.contributingTo()));
    }
    if (!undecided(root) && root.confidence() < SURE) {
      decide(root);
    }
    page.field("more", "preflight explain " + root.id().check());
  }

  private static boolean undecided(RootCause root) {
    return root.to() == FailureClass.UNDETERMINED;
  }

  private String title(RootCause root) {
    if (undecided(root)) {
      return style.yellow("UNDECIDED");
    }
    return switch (root.severity()) {
      case BLOCKER -> style.red("ROOT CAUSE");
      case WARNING -> style.yellow("WARNING");
      case INFO -> style.faint("NOTE");
    };
  }

  private String whose(RootCause root) {
    return undecided(root)
        ? root.to().toString()
        : root.to()
            + style.dot()
            + String.format(Locale.ROOT, "sure %.2f", root.confidence())
            + root.owner().map(it -> style.dot() + it).orElse("");
  }

  /** The unanswered check that stands in the way first; then the probes for the signal. */
  private void decide(RootCause root) {
    Optional<CheckId> decider =
        diagnosis.checks().stream()
            .filter(it -> it.id().equals(root.id()))
            .findFirst()
            .flatMap(Diagnosed::decider);
    decider.ifPresent(it -> {
      page.field("decide", it + " could not be checked; its answer decides");
      page.commands(
          "",
          List.of(
              Command.of("preflight run {environment} --only {check}")
                  .with(Map.of("environment", environment, "check", it.toString()))));
    });
    List<ExtraProbe> probes = ExtraProbes.of(root, environment);
    probes.forEach(it -> {
      page.field("decide", it.question() + ": " + it.probe());
      page.commands("", it.commands());
    });
    if (undecided(root) && decider.isEmpty() && probes.isEmpty()) {
      page.field("decide", "no known probe tells its causes apart; read the evidence below");
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
    return "fixing this is predicted to clear %s; %s"
        .formatted(
            root.explains().isEmpty() ? "this failure alone" : "it and " + listed(root.explains()),
            remaining.isEmpty()
                ? "no other failure will remain"
                : listed(remaining) + " will remain");
  }

  private static String listed(List<CheckId> ids) {
    return Bounded.names(ids);
  }
}
