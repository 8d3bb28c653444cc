package preflight.cli.gate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import preflight.check.Evidence;
import preflight.check.Outcome;
import preflight.check.command.Command;
import preflight.engine.CheckResult;
import preflight.engine.Run;
import preflight.probe.Redaction;

/**
 * Looks once more for the credentials that a run has read, in what its checks observed. What peers
 * say was cleaned when it became a sentence; this is for names that are compared and asked about
 * again as they are, such as those of revisions and their variables. What a check expects is the
 * profile's own word and stays.
 */
final class LastLook {

  private final UnaryOperator<String> clean;

  /** After the run: what is read later, it does not know. */
  LastLook(Redaction redaction) {
    this.clean = redaction.withoutKnown();
  }

  Run at(Run run) {
    return new Run(
        run.results().stream().map(this::at).toList(),
        run.notices(),
        run.weakenings(),
        run.took(),
        run.interrupted());
  }

  private CheckResult at(CheckResult it) {
    return new CheckResult(it.planned(), at(it.outcome()), it.took(), it.attempts(), it.defect());
  }

  private Outcome at(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Failed it -> {
        var facts = new LinkedHashMap<String, String>();
        it.facts().forEach((name, value) -> facts.put(name, clean.apply(value)));
        yield new Outcome.Failed(
            it.signal(),
            it.phase(),
            it.expected(),
            clean.apply(it.observed()),
            it.says().map(clean),
            it.evidence().stream()
                .map(at -> new Evidence(clean.apply(at.source()), clean.apply(at.fact())))
                .toList(),
            it.clues(),
            facts,
            commands(it.commands()),
            it.measurements());
      }
      case Outcome.Unknown(var reason, String expected, String observed, var commands) ->
          new Outcome.Unknown(reason, expected, clean.apply(observed), commands(commands));
      case Outcome.Passed(String observed, var measurements) ->
          Redaction.mayHoldCredential(observed)
              ? new Outcome.Passed(clean.apply(observed), measurements)
              : outcome;
      case Outcome.Skipped it -> it;
    };
  }

  private Map<String, List<Command>> commands(Map<String, List<Command>> commands) {
    var cleaned = new LinkedHashMap<String, List<Command>>();
    commands.forEach((name, lines) -> cleaned.put(name, commands(lines)));
    return cleaned;
  }

  private List<Command> commands(List<Command> lines) {
    return lines.stream().map(it -> it.mapped(clean)).toList();
  }
}
