package preflight.catalog.redis;

import java.time.Duration;
import java.util.function.Function;
import preflight.check.Outcome;
import preflight.check.command.Command;
import preflight.probe.Answer;
import preflight.probe.network.Limits;
import preflight.probe.redis.RedisError;
import preflight.probe.redis.RedisInfos;
import preflight.probe.redis.RedisInfos.Account;
import preflight.resource.Redis;
import preflight.resource.Target;

/** What the checks share that judge Redis by what it says of itself. */
record InfoQuestion(RedisInfos redis) {

  private static final Limits LIMITS = new Limits(Duration.ofSeconds(2), Duration.ofSeconds(6));

  Outcome ask(Target<Redis> target, String expected, Function<Account, Outcome> judge)
      throws InterruptedException {
    return switch (redis.info(target, LIMITS)) {
      case Answer.Given<Account, RedisError>(Account info, _) -> judge.apply(info);
      case Answer.NotGiven<Account, RedisError>(var trouble) ->
          RedisErrors.outcome(trouble, target, expected);
    };
  }

  /** A field that the server keeps to itself. */
  static Outcome withheld(String expected, String field) {
    return Outcome.unknown(
        Outcome.UnknownReason.PERMISSION,
        expected,
        "INFO does not show " + field,
        Command.of("redis-cli INFO"));
  }
}
