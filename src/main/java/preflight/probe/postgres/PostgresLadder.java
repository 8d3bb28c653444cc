package preflight.probe.postgres;

import preflight.probe.Answer;
import preflight.probe.network.Limits;
import preflight.resource.Postgres;
import preflight.resource.Target;

/** Climbs to a Postgres rung by rung: resolve → tcp → tls → auth → query. */
public interface PostgresLadder {

  /** What stands at the top: a server that lets the role into the database and answers a query. */
  record Ready(boolean encrypted) {}

  Answer<Ready, SqlError> climb(Target<Postgres> postgres, Limits limits)
      throws InterruptedException;
}
