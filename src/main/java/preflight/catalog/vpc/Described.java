package preflight.catalog.vpc;

import java.util.Locale;
import java.util.Optional;
import preflight.catalog.platform.NoEvidence;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Permission;
import preflight.probe.PeerText;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.resource.Environment;

/**
 * Judges what an API describes, or why it does not.
 *
 * @param project in which the caller has to be allowed to look
 * @param expected the good state
 */
public record Described(
    Permission needed, Environment environment, Optional<String> project, String expected) {

  /** What follows from a description. */
  public interface Judge<T> {
    Outcome of(T value) throws InterruptedException;
  }

  /** What follows where there is no such thing. */
  public interface Absence {
    Outcome of(String observed) throws InterruptedException;
  }

  public <T> Outcome orJudge(ApiAnswer<T> answer, Absence absent, Judge<T> judge)
      throws InterruptedException {
    return switch (answer) {
      case ApiAnswer.Got<T>(T value) -> judge.of(value);
      case ApiAnswer.Absent<T>(String what) ->
          absent.of(
              "there is no %s%s"
                  .formatted(what, project.map(it -> " in the project " + it).orElse("")));
      case ApiAnswer.Malformed<T>() -> absent.of("the API takes its name for malformed");
      case ApiAnswer.Unfit<T>() ->
          Outcome.unknown(UnknownReason.TRANSIENT, expected, "it is being changed");
      case ApiAnswer.Refused<T>(ApiTrouble trouble) ->
          NoEvidence.of(trouble, needed, environment, project, expected);
    };
  }

  /** Nobody said where to ask. */
  public Outcome undeclared() {
    String field = environment.gcp().project().isEmpty() ? "gcp.project" : "gcp.region";
    return NoEvidence.of(new ApiTrouble.Undeclared(field), needed, environment, project, expected);
  }

  /** An API may have a state more than this version. */
  public Outcome unheardOf(PeerText word) {
    return Outcome.unknown(
        UnknownReason.DEFECT,
        expected,
        word.isBlank()
            ? "the API tells no state"
            : "this version of Preflight does not know the state " + word.shown());
  }

  /** What is being changed is judged when that is over. */
  public Outcome changing(Enum<?> state) {
    return Outcome.unknown(
        UnknownReason.TRANSIENT, expected, "it is %s; run again".formatted(words(state)));
  }

  /** {@code failing over}. */
  public static String words(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
