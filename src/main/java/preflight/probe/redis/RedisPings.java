package preflight.probe.redis;

import java.time.Duration;
import java.util.List;
import preflight.probe.Answer;
import preflight.probe.network.Limits;
import preflight.resource.Redis;
import preflight.resource.Target;

/** Measures how long {@code PING} takes on a connection that is open already. */
public interface RedisPings {

  /** What was measured; fewer round trips than wanted when they are slow, but at least one. */
  record Pings(List<Duration> roundTrips) {}

  Answer<Pings, RedisError> ping(Target<Redis> redis, int samples, Limits limits)
      throws InterruptedException;
}
