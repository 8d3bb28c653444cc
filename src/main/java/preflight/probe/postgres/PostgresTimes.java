package preflight.probe.postgres;

import java.time.Duration;
import java.util.List;
import preflight.probe.Answer;
import preflight.probe.network.Limits;
import preflight.resource.Postgres;
import preflight.resource.Target;

/** Measures a new connection, rung by rung, and queries on it once it is warm. */
public interface PostgresTimes {

  /** What was measured; fewer queries than wanted when they are slow, but at least one. */
  record Times(List<Duration> queries) {}

  Answer<Times, SqlError> measure(Target<Postgres> postgres, int samples, Limits limits)
      throws InterruptedException;
}
