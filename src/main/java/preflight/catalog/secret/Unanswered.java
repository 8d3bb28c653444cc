package preflight.catalog.secret;

import preflight.catalog.platform.NoEvidence;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Permission;
import preflight.check.signal.Signal;
import preflight.probe.google.ApiAnswer;
import preflight.resource.Environment;

/** Judges what an API says, where it says anything. */
final class Unanswered {

  private Unanswered() {}

  static <T> Outcome orJudge(
      ApiAnswer<T> answer,
      Environment environment,
      Permission needed,
      String expected,
      UnreadSecret.Judge<T> judge)
      throws InterruptedException {
    return switch (answer) {
      case ApiAnswer.Got<T>(T value) -> judge.of(value);
      case ApiAnswer.Absent<T>(String what) ->
          Outcome.failed(Signal.SECRET_NOT_FOUND, expected, "there is no " + what);
      case ApiAnswer.Malformed<T>() ->
          Outcome.failed(Signal.SECRET_NOT_FOUND, expected, "its id is malformed");
      case ApiAnswer.Unfit<T>() ->
          Outcome.unknown(UnknownReason.TRANSIENT, expected, "it is being changed");
      case ApiAnswer.Refused<T>(var trouble) ->
          NoEvidence.of(trouble, needed, environment, expected);
    };
  }
}
