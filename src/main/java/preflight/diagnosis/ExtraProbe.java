package preflight.diagnosis;

import java.util.List;
import java.util.Set;
import preflight.check.command.Command;
import preflight.check.signal.Signal;
import preflight.resource.Kind;

/**
 * What to ask further where the signal of a failure fits several causes.
 *
 * @param question what is open, as its documentation names it
 * @param signals those that leave it open
 * @param kinds the resources that it is about; empty for all
 * @param probe what would decide, in one or two sentences
 * @param commands to start with; <code>{environment}</code> and <code>{check}</code> are
 *     placeholders
 */
public record ExtraProbe(
    String question, Set<Signal> signals, Set<Kind> kinds, String probe, List<Command> commands) {

  public ExtraProbe {
    signals = Set.copyOf(signals);
    kinds = Set.copyOf(kinds);
    commands = List.copyOf(commands);
  }

  boolean isFor(Signal signal, Kind kind) {
    return signals.contains(signal) && (kinds.isEmpty() || kinds.contains(kind));
  }
}
