package preflight.catalog.platform;

import preflight.check.signal.Signal;
import preflight.probe.run.Condition;
import preflight.probe.run.StartupMessage;

/** Which signal a failed condition of Cloud Run is. */
final class ReasonSignals {

  private ReasonSignals() {}

  static Signal of(Condition condition) {
    return switch (condition.reason()) {
      case CONTAINER_MISSING -> Signal.RUN_IMAGE_MISSING;
      case CONTAINER_PERMISSION_DENIED,
          CONTAINER_IMAGE_UNAUTHORIZED,
          CONTAINER_IMAGE_AUTHORIZATION_CHECK_FAILED ->
          Signal.RUN_IMAGE_DENIED;
      case ENCRYPTION_KEY_PERMISSION_DENIED, ENCRYPTION_KEY_CHECK_FAILED ->
          Signal.RUN_ENCRYPTION_KEY;
      case SECRETS_ACCESS_CHECK_FAILED -> Signal.RUN_SECRETS_DENIED;
      case VPC_NETWORK_NOT_FOUND -> Signal.RUN_NETWORK_NOT_FOUND;
      case INTERNAL -> Signal.RUN_PLATFORM_ERROR;
      case HEALTH_CHECK_CONTAINER_ERROR, PROGRESS_DEADLINE_EXCEEDED, REVISION_FAILED, OTHER, NONE ->
          startup(condition);
      case WAITING_FOR_OPERATION,
          IMMEDIATE_RETRY,
          POSTPONED_RETRY,
          MIN_INSTANCES_NOT_PROVISIONED,
          ACTIVE_REVISION_LIMIT_REACHED,
          NO_DEPLOYMENT ->
          Signal.RUN_REVISION_FAILED;
    };
  }

  /** Whether the container's own words show that the code broke, whatever stands around it. */
  static boolean crash(Condition condition) {
    return StartupMessage.of(condition.message()) == StartupMessage.CRASH;
  }

  private static Signal startup(Condition condition) {
    return switch (StartupMessage.of(condition.message())) {
      case MEMORY -> Signal.RUN_CONTAINER_MEMORY;
      case VARIABLE -> Signal.RUN_CONTAINER_VARIABLE;
      case DEPENDENCY -> Signal.RUN_CONTAINER_DEPENDENCY;
      case CRASH, EXITED -> Signal.RUN_CONTAINER_EXITED;
      case PORT -> Signal.RUN_PORT_NOT_BOUND;
      case UNTOLD -> Signal.RUN_REVISION_FAILED;
    };
  }
}
