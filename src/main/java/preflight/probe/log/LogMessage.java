package preflight.probe.log;

import java.time.Instant;
import preflight.probe.PeerText;

/**
 * One thing that somebody wrote into a log; a traceback that came line by line is one.
 *
 * @param at when its first line was written
 * @param speaker who wrote it
 * @param instance where; blank where nobody says
 * @param trace the request that it belongs to; blank where nobody says
 */
public record LogMessage(
    Instant at, Speaker speaker, PeerText instance, PeerText trace, PeerText text) {

  /** Who writes into the log of a revision. */
  public enum Speaker {
    /** Cloud Run, about an instance. */
    PLATFORM,
    /** Cloud Run, about a request that failed. */
    FRONT,
    CONTAINER
  }
}
