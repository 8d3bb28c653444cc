package preflight.catalog.redis;

import java.util.List;
import preflight.check.Check;
import preflight.check.Vantage;
import preflight.probe.redis.RedisInfos;
import preflight.probe.redis.RedisLadder;
import preflight.probe.redis.RedisPings;

/** Every check of Redis. To add one, write its class and list it here. */
public final class RedisChecks {

  private RedisChecks() {}

  public static List<Check<?, ?>> all(
      RedisLadder ladder, RedisInfos infos, RedisPings pings, Vantage vantage) {
    return List.of(
        // Sorted by id.
        new RedisCapacity(infos, vantage),
        new RedisLatency(pings, vantage),
        new RedisPersistence(infos, vantage),
        new RedisReachable(ladder, vantage),
        new RedisRole(infos, vantage),
        new RedisVersion(infos, vantage));
  }
}
