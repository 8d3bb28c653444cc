package preflight.catalog.secret;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import preflight.catalog.platform.NoEvidence;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.command.Command;
import preflight.check.signal.Signal;
import preflight.probe.google.ApiTrouble;
import preflight.probe.secret.Reading;
import preflight.probe.secret.Reading.Inactive;
import preflight.probe.secret.Reading.Known;
import preflight.probe.secret.Reading.Missing;
import preflight.probe.secret.Reading.State;
import preflight.probe.secret.Reading.Unanswered;
import preflight.probe.secret.UnreadableSecret;
import preflight.resource.Environment;
import preflight.resource.Secret;
import preflight.resource.SecretSource;
import preflight.resource.Target;

/** Judges a secret whose value nobody has. */
final class UnreadSecret {

  private UnreadSecret() {}

  /** Judges the value where there is one, and otherwise that there is none. */
  static <T> Outcome orJudge(
      Reading<T> reading, Target<Secret> target, String expected, Judge<T> judge)
      throws InterruptedException {
    return switch (reading) {
      case Known<T>(T value) -> judge.of(value);
      case Missing<T>(String what, Optional<String> hint) -> missing(target, expected, what, hint);
      case Inactive<T>(Optional<String> number, State state, Optional<Instant> destroyed) ->
          inactive(target, expected, number, state, destroyed);
      case Unanswered<T>(ApiTrouble trouble) ->
          NoEvidence.of(trouble, Permission.SECRET_ACCESS, target.environment(), expected);
    };
  }

  /**
   * A file that is not there is named as a fact, since all that stands in it is missing with it.
   */
  private static Outcome missing(
      Target<Secret> target, String expected, String what, Optional<String> hint) {
    var failed =
        Outcome.failed(
            Signal.SECRET_NOT_FOUND,
            expected,
            "there is no %s%s".formatted(what, hint.map(it -> "; " + it).orElse("")));
    return target.resource().source() instanceof SecretSource.DotenvFile(String path, _)
            && what.equals("file " + path)
        ? failed.fact("absent", what).saying("is kept in " + path + ", which does not exist")
        : failed.saying(
            target
                .resource()
                .partOf()
                .filter(_ -> what.startsWith("value " + target.resource().partKey() + " in "))
                .map(it -> "is not in %s, of which it is declared as a part".formatted(it))
                .orElse("or its version does not exist"));
  }

  private static Outcome inactive(
      Target<Secret> target,
      String expected,
      Optional<String> number,
      State state,
      Optional<Instant> destroyed) {
    Secret secret = target.resource();
    String version =
        number
            .filter(it -> !it.equals(secret.version()))
            .map(it -> "version %s, which is %s,".formatted(it, secret.version()))
            .orElse("version " + secret.version());
    String is =
        switch (state) {
          case DISABLED ->
              "is disabled" + destroyed.map(it -> " and will be destroyed at " + it).orElse("");
          case DESTROYED -> "is destroyed";
          case ONE_OF_BOTH -> "is disabled or destroyed";
        };
    var failed =
        Outcome.failed(
                state == State.DESTROYED ? Signal.SECRET_DESTROYED : Signal.SECRET_DISABLED,
                expected,
                version + " " + is)
            .saying(number.map(it -> "has version " + it + ", which ").orElse("") + is);
    return number.isPresent()
        ? failed.fact("version", number.get())
        : failed.fact(
            "version",
            // Only numbers can be enabled, and whoever may enable a version may list it too.
            Command.asked(
                "VERSION", "the number of the version, as gcloud secrets versions list has it"));
  }

  /** What follows from others that could not be read: nothing is known of those. */
  static Optional<Outcome> of(
      List<UnreadableSecret> others, Environment environment, String expected) {
    if (others.isEmpty()) {
      return Optional.empty();
    }
    UnreadableSecret first = others.getFirst();
    Outcome because =
        NoEvidence.of(first.trouble(), Permission.SECRET_ACCESS, environment, expected);
    String more = others.size() == 1 ? "" : " and " + (others.size() - 1) + " more";
    return Optional.of(
        because instanceof Outcome.Unknown unknown
            ? new Outcome.Unknown(
                unknown.reason(),
                unknown.expected(),
                "nothing is known of %s%s: %s"
                    .formatted(first.secret().name(), more, unknown.observed()),
                unknown.commands())
            : because);
  }

  /** What to say of a value. */
  interface Judge<T> {
    Outcome of(T value) throws InterruptedException;
  }
}
