package preflight.catalog.deployment;

import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.command.Command;
import preflight.probe.git.History.Gap;
import preflight.probe.run.Provenance;
import preflight.resource.Source;

/** Judges a repository that does not tell, and says what would make it. */
final class Gaps {

  private Gaps() {}

  static Outcome outcome(Gap gap, Source source, String expected) {
    return switch (gap) {
      case Gap.NoRepository() ->
          unknown(expected, "the source is in no Git repository on this machine");
      case Gap.NoCommit() -> unknown(expected, "nothing is committed in the repository");
      case Gap.UnknownCommit(String digits) ->
          unknown(
              expected,
              "the repository of this machine does not have the commit "
                  + Provenance.shortened(digits),
              Command.of("git -C {root} fetch origin {commit}")
                  .with("root", source.root())
                  .with("commit", digits));
      case Gap.Ambiguous(String digits) ->
          unknown(
              expected,
              "several commits begin with " + digits,
              Command.of("git -C {root} rev-parse --disambiguate={commit}")
                  .with("root", source.root())
                  .with("commit", digits));
      case Gap.Shallow() ->
          unknown(
              expected,
              "this clone is shallow and ends before what was asked (actions/checkout: fetch-depth: 0)",
              Command.of("git -C {root} fetch --unshallow").with("root", source.root()));
      case Gap.Incomplete() ->
          unknown(
              expected,
              "this clone lacks objects: it is a partial one, or damaged",
              Command.of("git -C {root} fetch --refetch").with("root", source.root()));
      case Gap.TooMany(int looked) ->
          Outcome.unknown(
              UnknownReason.BUDGET,
              expected,
              "more than %d commits lie between what runs and what is checked out"
                  .formatted(looked));
    };
  }

  private static Outcome unknown(String expected, String observed, Command... commands) {
    return Outcome.unknown(UnknownReason.VANTAGE, expected, observed, commands);
  }
}
