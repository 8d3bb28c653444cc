package preflight.catalog.redis;

import preflight.catalog.StoreFailure;
import preflight.check.Evidence;
import preflight.check.Outcome;
import preflight.check.command.Command;
import preflight.check.signal.Signal;
import preflight.probe.Trouble;
import preflight.probe.network.Rung;
import preflight.probe.redis.RedisError;
import preflight.resource.Redis;
import preflight.resource.Target;

/** What the errors of Redis mean to a check. */
final class RedisErrors {

  private RedisErrors() {}

  static Outcome outcome(Trouble<RedisError> trouble, Target<Redis> target, String expected) {
    if (trouble instanceof Trouble.Rejected<RedisError>(Rung rung, RedisError error, _)
        && rung == Rung.QUERY
        && error.code() == RedisError.Code.NOPERM) {
      return Outcome.unknown(
          Outcome.UnknownReason.PERMISSION,
          expected,
          "the user may not run INFO",
          Command.of("redis-cli ACL SETUSER {user} +info").with("user", user(target)));
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

  private static String user(Target<Redis> target) {
    return target.resource().user().map(Object::toString).orElse("default");
  }

  static Signal signal(RedisError.Code code) {
    return switch (code) {
      case NOAUTH -> Signal.REDIS_AUTH_REQUIRED;
      case WRONGPASS -> Signal.REDIS_AUTH_REJECTED;
      case AUTH_UNEXPECTED -> Signal.REDIS_AUTH_UNEXPECTED;
      case NOPERM, DENIED -> Signal.REDIS_FORBIDDEN;
      case LOADING -> Signal.REDIS_LOADING;
      case READONLY -> Signal.REDIS_READ_ONLY;
      case MASTERDOWN -> Signal.REDIS_MASTER_DOWN;
      case MOVED, ASK -> Signal.REDIS_CLUSTER_MOVED;
      case CLUSTERDOWN, TRYAGAIN -> Signal.REDIS_CLUSTER_DOWN;
      case OOM -> Signal.REDIS_OUT_OF_MEMORY;
      case MISCONF -> Signal.REDIS_MISCONFIGURED;
      case BUSY -> Signal.REDIS_BUSY;
      case MAX_CLIENTS -> Signal.REDIS_TOO_MANY_CLIENTS;
      case OTHER -> Signal.REDIS_ERROR;
    };
  }
}
