package preflight.catalog.redis;

import java.time.Duration;
import java.util.Optional;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Phase;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Signal;
import preflight.probe.redis.RedisInfos;
import preflight.probe.redis.RedisInfos.Account;
import preflight.resource.Redis;
import preflight.resource.Target;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;

@CheckDoc(
    id = "redis-persistence",
    on = Redis.class,
    about = Subject.GROUND,
    expects = "Redis persists as demanded, and its last attempt succeeded",
    why = "Queues and sessions in a Redis that does not persist are gone after its next restart.",
    signals = Signal.REDIS_NOT_PERSISTENT,
    permissions = Permission.SECRET_ACCESS,
    needs = RedisReachable.class)
@Remedy(
    text =
        "Switch persistence on, or remove the demand from the profile. The command"
            + " makes Redis write a snapshot every hour.",
    commands =
        "gcloud redis instances update {instance} --persistence-mode=rdb"
            + " --rdb-snapshot-period=1h --region={region} --project={project}")
public final class RedisPersistence implements Check<Target<Redis>, RedisPersistence.With> {

  /** How data survives a restart. */
  public enum Mode {
    NONE,
    RDB,
    AOF
  }

  public record With(
      @Field(
              value = "How it must persist: none demands nothing",
              example = "rdb",
              byDefault = "none",
              weaker = Weaker.LESS)
          Mode mode,
      @Field(
              value = "How old the last snapshot may be",
              example = "24h",
              byDefault = "24h",
              weaker = Weaker.MORE)
          Duration age) {}

  private final InfoQuestion redis;

  public RedisPersistence(RedisInfos redis) {
    this.redis = new InfoQuestion(redis);
  }

  @Override
  public Outcome run(Target<Redis> target, With with) throws InterruptedException {
    return switch (with.mode()) {
      case NONE -> Outcome.notApplicable("no persistence is demanded");
      case AOF -> redis.ask(target, "an append-only file", RedisPersistence::appendOnly);
      case RDB -> {
        String expected = "a snapshot not older than " + with.age().toHours() + " h";
        yield redis.ask(target, expected, info -> snapshot(info, with.age(), expected));
      }
    };
  }

  private static Outcome appendOnly(Account info) {
    String expected = "an append-only file";
    if (info.text("aof_enabled").isEmpty()) {
      return InfoQuestion.withheld(expected, "aof_enabled");
    }
    if (!info.says("aof_enabled", "1")) {
      return failed(expected, "no append-only file");
    }
    return info.says("aof_last_write_status", "ok")
        ? Outcome.passed("append-only file, last write ok")
        : failed(
            expected,
            "the last write to the append-only file: "
                + info.shown("aof_last_write_status", "unknown"));
  }

  /** By the server's own clock, so that a skewed one here does not matter. */
  private static Outcome snapshot(Account info, Duration age, String expected) {
    Optional<Long> saved = info.number("rdb_last_save_time");
    Optional<Long> now = info.number("server_time_usec").map(it -> it / 1_000_000);
    if (saved.isEmpty() || now.isEmpty()) {
      return InfoQuestion.withheld(expected, "rdb_last_save_time and server_time_usec");
    }
    if (!info.says("rdb_last_bgsave_status", "ok")) {
      return failed(
          expected, "the last snapshot: " + info.shown("rdb_last_bgsave_status", "unknown"));
    }
    var old = Duration.ofSeconds(Math.max(0, now.get() - saved.get()));
    String observed = "the last snapshot is %d min old".formatted(old.toMinutes());
    return old.compareTo(age) > 0 ? failed(expected, observed) : Outcome.passed(observed);
  }

  private static Outcome failed(String expected, String observed) {
    return Outcome.failed(Signal.REDIS_NOT_PERSISTENT, expected, observed).at(Phase.QUERY);
  }
}
