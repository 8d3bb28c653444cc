package preflight.catalog;

import java.util.List;
import preflight.catalog.platform.NoEvidence;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Permission;
import preflight.check.command.Command;
import preflight.probe.Lack;
import preflight.resource.Environment;
import preflight.resource.ResourceName;

/** Judges a question that needs the value of a secret, where nobody has that value. */
public final class NoValue {

  private NoValue() {}

  /** That a value is missing, is the failure of its secret and of nobody who needs it. */
  public static Outcome of(
      ResourceName secret, Lack lack, Environment environment, String expected) {
    Command only =
        Command.of("preflight run {environment} --only {secret}")
            .with(environment.facts())
            .with("secret", secret.toString());
    String unread = "the value of " + secret + " could not be read";
    return switch (lack) {
      case Lack.Absent(String words) ->
          Outcome.unknown(
              UnknownReason.NO_VALUE, expected, secret + " has no value: " + words, only);
      case Lack.Unanswered(var trouble)
          when NoEvidence.of(trouble, Permission.SECRET_ACCESS, environment, expected)
              instanceof Outcome.Unknown unknown ->
          new Outcome.Unknown(
              unknown.reason(),
              expected,
              unread + ": " + unknown.observed(),
              unknown.commands().isEmpty() ? List.of(only) : unknown.commands());
      // What is wrong with the project or its API is the failure of the secret, too.
      case Lack.Unanswered _, Lack.Untold _ ->
          Outcome.unknown(UnknownReason.PERMISSION, expected, unread, only);
    };
  }
}
