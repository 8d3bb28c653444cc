package preflight.catalog.redis;

import java.util.Optional;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Evidence;
import preflight.check.NoThresholds;
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
import preflight.resource.field.Keys;
import preflight.resource.network.RedisMode;

@CheckDoc(
    id = "redis-mode",
    on = Redis.class,
    about = Subject.GROUND,
    expects = "Redis runs in the declared mode, and a cluster serves all its keys",
    why =
        """
        A client that knows nothing of clusters loses every key that another node holds (MOVED), and
        PING never shows it; a client for clusters gets nothing at all from a single server.
        """,
    signals = {Signal.REDIS_WRONG_MODE, Signal.REDIS_CLUSTER_DOWN},
    permissions = Permission.SECRET_ACCESS,
    needs = RedisReachable.class)
@Remedy(
    on = Signal.REDIS_WRONG_MODE,
    text =
        "Where the services use a client for clusters, declare `mode: cluster`; with any other client,"
            + " point them at a server that is no cluster. For a Sentinel, declare `mode: sentinel`"
            + " and the name of its master. The command shows what the server says of itself.",
    commands = "redis-cli -h {host} -p {port} INFO cluster")
@Remedy(
    on = Signal.REDIS_CLUSTER_DOWN,
    text =
        "Bring the nodes back that hold the missing slots. The command shows which slots nobody serves.",
    commands = "redis-cli -h {host} -p {port} CLUSTER NODES")
public final class RedisModeFits implements Check<Target<Redis>, NoThresholds> {

  private final InfoQuestion redis;

  public RedisModeFits(RedisInfos redis) {
    this.redis = new InfoQuestion(redis);
  }

  @Override
  public Outcome run(Target<Redis> target, NoThresholds with) throws InterruptedException {
    RedisMode declared = target.resource().mode();
    String expected = "mode " + Keys.of(declared);
    // Behind a Sentinel there is a server of its own, which is no Sentinel.
    RedisMode wanted = declared == RedisMode.SENTINEL ? RedisMode.STANDALONE : declared;
    return redis.ask(target, expected, info -> judge(info, wanted, expected));
  }

  private static Outcome judge(Account info, RedisMode wanted, String expected) {
    Optional<RedisMode> found = mode(info);
    if (found.isEmpty()) {
      return InfoQuestion.withheld(expected, "cluster_enabled");
    }
    String observed = "mode " + Keys.of(found.get());
    if (found.get() != wanted) {
      return Outcome.failed(Signal.REDIS_WRONG_MODE, expected, observed)
          .saying(
              found.get() == RedisMode.STANDALONE
                  ? "is no cluster"
                  : "is a " + Keys.of(found.get()))
          .with(
              new Evidence(
                  "INFO",
                  "cluster_enabled:%s redis_mode:%s"
                      .formatted(
                          info.shown("cluster_enabled", "?"), info.shown("redis_mode", "?"))))
          .at(Phase.QUERY);
    }
    return info.text("cluster_state").isPresent() && !info.says("cluster_state", "ok")
        ? Outcome.failed(
                Signal.REDIS_CLUSTER_DOWN,
                expected + ", state ok",
                "cluster_state:%s, %s of 16384 slots served"
                    .formatted(
                        info.shown("cluster_state", "?"), info.shown("cluster_slots_ok", "?")))
            .at(Phase.QUERY)
        : Outcome.passed(observed);
  }

  /** Servers that are made like Redis leave out one field or the other. */
  private static Optional<RedisMode> mode(Account info) {
    if (info.says("redis_mode", "sentinel") || info.says("server_mode", "sentinel")) {
      return Optional.of(RedisMode.SENTINEL);
    }
    if (info.says("cluster_enabled", "1") || info.says("redis_mode", "cluster")) {
      return Optional.of(RedisMode.CLUSTER);
    }
    return info.says("cluster_enabled", "0") || info.says("redis_mode", "standalone")
        ? Optional.of(RedisMode.STANDALONE)
        : Optional.empty();
  }
}
