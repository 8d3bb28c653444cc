package preflight.catalog.platform;

import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Permission;
import preflight.check.signal.Signal;
import preflight.probe.google.ApiAnswer;
import preflight.probe.run.Workload;
import preflight.resource.Environment;
import preflight.resource.Service;

/** Judges a service of which Cloud Run shows nothing that could be judged. */
public final class NotDeployed {

  private NotDeployed() {}

  /** What to say of what Cloud Run shows. */
  public interface Judge<T> {
    Outcome of(T value) throws InterruptedException;
  }

  /**
   * Judges what Cloud Run says of a service where it says anything. That there is no such service
   * names it as a fact, so that all who ask about it can be seen to mean the same.
   */
  public static <T> Outcome orJudge(
      ApiAnswer<T> answer,
      Service service,
      Environment environment,
      String expected,
      Judge<T> judge)
      throws InterruptedException {
    return switch (answer) {
      case ApiAnswer.Got<T>(T value) -> judge.of(value);
      case ApiAnswer.Absent<T>(String what) ->
          absent(service, expected, "Cloud Run has no " + what);
      case ApiAnswer.Malformed<T>() ->
          absent(
              service,
              expected,
              "no %s can be called %s"
                  .formatted(Workload.of(service).kind().word(), Workload.of(service).name()));
      case ApiAnswer.Unfit<T>() ->
          Outcome.unknown(UnknownReason.TRANSIENT, expected, service.name() + " is being changed");
      case ApiAnswer.Refused<T>(var trouble) ->
          NoEvidence.of(trouble, Permission.RUN_VIEW, environment, expected);
    };
  }

  private static Outcome absent(Service service, String expected, String observed) {
    return Outcome.failed(Signal.RUN_SERVICE_NOT_FOUND, expected, observed)
        .fact("absent", service.name().toString());
  }
}
