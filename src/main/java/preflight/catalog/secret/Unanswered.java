package preflight.catalog.secret;

import preflight.catalog.platform.NoEvidence;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Permission;
import preflight.check.signal.Signal;
import preflight.probe.google.Answer;
import preflight.resource.Environment;

/** Judges what an API says, where it says anything. */
final class Unanswered {

  private Unanswered() {}

  static <T> Outcome orJudge(
      Answer<T> answer,
      Environment environment,
      Permission needed,
      String expected,
      Unread.Judge<T> judge)
      throws InterruptedException {
    return switch (answer) {
      case Answer.Got<T>(T value) -> judge.of(value);
      case Answer.Absent<T>(String what) ->
          Outcome.failed(Signal.SECRET_NOT_FOUND, expected, "there is no " + what);
      case Answer.Malformed<T>() ->
          Outcome.failed(Signal.SECRET_NOT_FOUND, expected, "its id is malformed");
      case Answer.Unfit<T>() ->
          Outcome.unknown(UnknownReason.TRANSIENT, expected, "it is being changed");
      case Answer.Refused<T>(var trouble) -> NoEvidence.of(trouble, needed, environment, expected);
    };
  }
}
