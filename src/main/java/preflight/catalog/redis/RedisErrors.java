package preflight.catalog.redis;

import java.util.Map;
import preflight.catalog.StoreFailure;
import preflight.check.Evidence;
import preflight.check.Outcome;
import preflight.check.command.Command;
import preflight.check.signal.Signal;
import preflight.probe.Trouble;
import preflight.probe.network.Rung;
import preflight.probe.redis.RedisError;
import preflight.resource.Redis;
import preflight.resource.ResourceName;
import preflight.resource.Setting;
import preflight.resource.Target;

/** What the errors of Redis mean to a check. */
final class RedisErrors {

  private RedisErrors() {}

  static Outcome outcome(Trouble<RedisError> trouble, Target<Redis> target, String expected) {
    if (trouble instanceof Trouble.Rejected<RedisError>(Rung rung, RedisError error, _)
        && rung == Rung.QUERY
        && error.code() == RedisError.Code.NOPERM) {
      Map<String, Setting<?>> user =
          Map.of(
              "user", target.resource().user().orElseGet(() -> new Setting.Literal<>("default")));
      return Outcome.unknown(
          Outcome.UnknownReason.PERMISSION,
          expected,
          "the user may not run INFO",
          Command.of("redis-cli ACL SETUSER {user} +info")
              .with(Setting.written(user), Command.askedFields(Setting.held(user))));
    }
    return new StoreFailure(target, expected, "Redis")
        .of(trouble, error -> failed(error, target, expected));
  }

  private static Outcome failed(RedisError error, Target<Redis> target, String expected) {
    Signal signal = signal(error.code());
    var failed =
        Outcome.failed(
                signal,
                expected,
                "the server answers: "
                    + error.line().shown()
                    + asWhom(error.code(), target)
                    + error
                        .password()
                        .map(it -> "; of the password that was sent: " + it)
                        .orElse(""))
            .with(new Evidence(target.name().toString(), error.line().shown()));
    return target
        .resource()
        .password()
        .flatMap(target.environment()::find)
        .map(it -> failed.fact("id", it.facts().getOrDefault("id", it.name().name())))
        .orElse(failed);
  }

  /** Who was refused: another user may have another password and other rights. */
  private static String asWhom(RedisError.Code code, Target<Redis> target) {
    return switch (code) {
      case WRONGPASS, NOPERM ->
          target
              .resource()
              .user()
              .map(it ->
                  switch (it) {
                    case Setting.Literal<String>(String user) -> " (as user %s)".formatted(user);
                    case Setting.FromSecret<String>(ResourceName secret) ->
                        " (as the user that %s holds)".formatted(secret);
                    case Setting.InUrl<String>(ResourceName secret) ->
                        " (as the user in the URL that %s holds, or the default user if it has none)"
                            .formatted(secret);
                  })
              .orElse(" (as the default user, for the profile declares no user)");
      default -> "";
    };
  }

  static Signal signal(RedisError.Code code) {
    return switch (code) {
      case NOAUTH -> Signal.REDIS_AUTH_REQUIRED;
      case WRONGPASS -> Signal.REDIS_AUTH_REJECTED;
      case AUTH_UNEXPECTED -> Signal.REDIS_AUTH_UNEXPECTED;
      case NOPERM -> Signal.REDIS_FORBIDDEN;
      case DENIED -> Signal.REDIS_PROTECTED;
      case NO_DATABASE -> Signal.REDIS_NO_DATABASE;
      case NO_MASTER -> Signal.REDIS_NO_MASTER;
      case NOT_A_SENTINEL -> Signal.REDIS_WRONG_MODE;
      case NO_BACKEND -> Signal.REDIS_NO_BACKEND;
      case LIMIT -> Signal.REDIS_LIMIT_REACHED;
      case LOADING -> Signal.REDIS_LOADING;
      case READONLY -> Signal.REDIS_READ_ONLY;
      case MASTERDOWN -> Signal.REDIS_MASTER_DOWN;
      case MOVED, ASK -> Signal.REDIS_CLUSTER_MOVED;
      case CLUSTERDOWN, TRYAGAIN -> Signal.REDIS_CLUSTER_DOWN;
      case OOM -> Signal.REDIS_OUT_OF_MEMORY;
      case MISCONF, NOREPLICAS -> Signal.REDIS_MISCONFIGURED;
      case BUSY -> Signal.REDIS_BUSY;
      case MAX_CLIENTS -> Signal.REDIS_TOO_MANY_CLIENTS;
      case OTHER -> Signal.REDIS_ERROR;
    };
  }
}
