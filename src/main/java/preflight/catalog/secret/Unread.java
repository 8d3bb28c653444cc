package preflight.catalog.secret;

import java.util.Locale;
import java.util.Optional;
import preflight.catalog.platform.NoEvidence;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Signal;
import preflight.probe.google.Trouble;
import preflight.probe.secret.Reading;
import preflight.probe.secret.Reading.Inactive;
import preflight.probe.secret.Reading.Known;
import preflight.probe.secret.Reading.Missing;
import preflight.probe.secret.Reading.State;
import preflight.probe.secret.Reading.Unanswered;
import preflight.resource.Secret;
import preflight.resource.Target;

/** Judges a secret whose value nobody has. */
final class Unread {

  private Unread() {}

  /** Judges the value where there is one, and otherwise that there is none. */
  static <T> Outcome orJudge(
      Reading<T> reading, Target<Secret> target, String expected, Judge<T> judge)
      throws InterruptedException {
    return switch (reading) {
      case Known<T>(T value) -> judge.of(value);
      case Missing<T>(String what, Optional<String> hint) ->
          Outcome.failed(
                  Signal.SECRET_NOT_FOUND,
                  expected,
                  "there is no %s%s".formatted(what, hint.map(it -> "; " + it).orElse("")))
              .saying("or its version does not exist");
      case Inactive<T>(State state, var destroyed) -> {
        Signal signal =
            state == State.DESTROYED || destroyed.isPresent()
                ? Signal.SECRET_DESTROYED
                : Signal.SECRET_DISABLED;
        String version = "version " + target.resource().version();
        yield Outcome.failed(
                signal,
                expected,
                switch (state) {
                  case DISABLED ->
                      version
                          + " is disabled"
                          + destroyed.map(it -> " and will be destroyed at " + it).orElse("");
                  case DESTROYED -> version + " is destroyed";
                  case ONE_OF_BOTH -> version + " is disabled or destroyed";
                })
            .saying(
                "is "
                    + state
                        .name()
                        .toLowerCase(Locale.ROOT)
                        .replace("one_of_both", "disabled or destroyed"));
      }
      case Unanswered<T>(Trouble trouble) ->
          NoEvidence.of(trouble, Permission.SECRET_ACCESS, target.environment(), expected);
    };
  }

  /** What to say of a value. */
  interface Judge<T> {
    Outcome of(T value) throws InterruptedException;
  }
}
