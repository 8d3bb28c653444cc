package preflight.sandbox;

import com.google.cloud.run.v2.Condition;
import com.google.protobuf.Timestamp;
import java.util.List;

/** The conditions by which Cloud Run v2 tells what became of a revision and its service. */
final class CloudRunConditions {

  private CloudRunConditions() {}

  /** The condition {@code Ready} of a service and of its newest revision. */
  static Condition ready(Rollout rollout, Timestamp since) {
    Condition.Builder condition = condition("Ready", since);
    switch (rollout) {
      case Rollout.Serving _ -> {}
      case Rollout.SecretUnavailable(String message) ->
          failed(condition, message).setReason(Condition.CommonReason.SECRETS_ACCESS_CHECK_FAILED);
      case Rollout.ContainerExited(String message) ->
          failed(condition, message)
              .setRevisionReason(Condition.RevisionReason.HEALTH_CHECK_CONTAINER_ERROR);
    }
    return condition.build();
  }

  static List<Condition> ofService(Rollout rollout, Timestamp since) {
    Condition.Builder configurations = ready(rollout, since).toBuilder();
    Condition.Builder routes = condition("RoutesReady", since);
    if (!(rollout instanceof Rollout.Serving)) {
      routes
          .setState(Condition.State.CONDITION_FAILED)
          .setReason(Condition.CommonReason.REVISION_FAILED)
          .setSeverity(Condition.Severity.ERROR);
    }
    return List.of(routes.build(), configurations.setType("ConfigurationsReady").build());
  }

  static List<Condition> ofRevision(Rollout rollout, Timestamp since) {
    Condition ready = ready(rollout, since);
    Condition fine = condition("", since).build();
    Condition pending = fine.toBuilder().setState(Condition.State.CONDITION_PENDING).build();
    return switch (rollout) {
      case Rollout.Serving _ ->
          List.of(
              ready,
              named(fine, "ResourcesAvailable"),
              named(fine, "ContainerReady"),
              named(fine, "ContainerHealthy"));
      case Rollout.SecretUnavailable _ ->
          List.of(
              ready,
              named(ready, "ResourcesAvailable"),
              named(pending, "ContainerReady"),
              named(pending, "ContainerHealthy"));
      case Rollout.ContainerExited _ ->
          List.of(
              ready,
              named(fine, "ResourcesAvailable"),
              named(fine, "ContainerReady"),
              named(ready, "ContainerHealthy"));
    };
  }

  private static Condition named(Condition condition, String type) {
    return condition.toBuilder().setType(type).build();
  }

  private static Condition.Builder condition(String type, Timestamp since) {
    return Condition.newBuilder()
        .setType(type)
        .setState(Condition.State.CONDITION_SUCCEEDED)
        .setLastTransitionTime(since);
  }

  private static Condition.Builder failed(Condition.Builder condition, String message) {
    return condition
        .setState(Condition.State.CONDITION_FAILED)
        .setSeverity(Condition.Severity.ERROR)
        .setMessage(message);
  }
}
