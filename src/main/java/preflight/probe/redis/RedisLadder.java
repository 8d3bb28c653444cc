package preflight.probe.redis;

import preflight.probe.Answer;
import preflight.probe.network.Limits;
import preflight.resource.Redis;
import preflight.resource.Target;

/** Climbs to a Redis rung by rung: resolve → tcp → tls → auth → ping. */
public interface RedisLadder {

  /** What stands at the top: a server that speaks Redis, takes the credentials and answers. */
  record Pong() {}

  Answer<Pong, RedisError> climb(Target<Redis> redis, Limits limits) throws InterruptedException;
}
