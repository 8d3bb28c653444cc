package preflight.probe.run;

import java.time.Instant;
import java.util.Optional;
import preflight.probe.PeerText;

/**
 * What the platform says about one aspect of a service or revision ({@code
 * google.cloud.run.v2.Condition}).
 *
 * @param message the platform's words, which may repeat those of a container
 */
public record Condition(
    String type, State state, Reason reason, PeerText message, Optional<Instant> since) {

  /** Whether the aspect is as it should be. */
  public enum State {
    SUCCEEDED,
    PENDING,
    FAILED,
    UNKNOWN
  }

  /** Why it is not; the common reasons and those of revisions in one list. */
  public enum Reason {
    NONE,
    REVISION_FAILED,
    PROGRESS_DEADLINE_EXCEEDED,
    CONTAINER_MISSING,
    CONTAINER_PERMISSION_DENIED,
    CONTAINER_IMAGE_UNAUTHORIZED,
    CONTAINER_IMAGE_AUTHORIZATION_CHECK_FAILED,
    ENCRYPTION_KEY_PERMISSION_DENIED,
    ENCRYPTION_KEY_CHECK_FAILED,
    SECRETS_ACCESS_CHECK_FAILED,
    WAITING_FOR_OPERATION,
    IMMEDIATE_RETRY,
    POSTPONED_RETRY,
    INTERNAL,
    VPC_NETWORK_NOT_FOUND,
    HEALTH_CHECK_CONTAINER_ERROR,
    MIN_INSTANCES_NOT_PROVISIONED,
    ACTIVE_REVISION_LIMIT_REACHED,
    NO_DEPLOYMENT,
    OTHER
  }

  public boolean failed() {
    return state == State.FAILED;
  }
}
