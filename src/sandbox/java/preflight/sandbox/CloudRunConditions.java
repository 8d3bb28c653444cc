package preflight.sandbox;

import com.google.cloud.run.v2.Condition;
import com.google.protobuf.Timestamp;
import java.util.List;

/** The conditions by which Cloud Run v2 tells what became of a revision and its service. */
final class CloudRunConditions {

  private CloudRunConditions() {}

  /** The condition {@code Ready} of a service that was carried out, and of its newest revision. */
  static Condition ready(Rollout rollout, Timestamp since) {
    Condition.Builder condition = condition("Ready", since);
    switch (rollout) {
      case Rollout.Serving _ -> {}
      case Rollout.Pending _ -> condition.setState(Condition.State.CONDITION_RECONCILING);
      case Rollout.ImageMissing(String message) ->
          failed(condition, message).setReason(Condition.CommonReason.CONTAINER_MISSING);
      case Rollout.SecretUnavailable(String message) ->
          failed(condition, message).setReason(Condition.CommonReason.SECRETS_ACCESS_CHECK_FAILED);
      case Rollout.ContainerExited(String message, _) ->
          failed(condition, message)
              .setRevisionReason(Condition.RevisionReason.HEALTH_CHECK_CONTAINER_ERROR);
    }
    return condition.build();
  }

  /** What one asks first: whether the service is as it was asked to be. */
  static Condition ofService(Deployed service) {
    Timestamp since = service.declared().getUpdateTime();
    if (!service.settled()) {
      return ready(new Rollout.Pending(), since);
    }
    Condition configurations = ready(service.newest().rollout(), since);
    return service.routesReady() || !service.newest().ready()
        ? configurations
        : routes(service).toBuilder().setType("Ready").build();
  }

  static List<Condition> partsOfService(Deployed service) {
    Timestamp since = service.declared().getUpdateTime();
    Rollout rollout = service.settled() ? service.newest().rollout() : new Rollout.Pending();
    return List.of(routes(service), named(ready(rollout, since), "ConfigurationsReady"));
  }

  private static Condition routes(Deployed service) {
    Condition.Builder routes = condition("RoutesReady", service.declared().getUpdateTime());
    if (!service.settled()) {
      routes.setState(Condition.State.CONDITION_RECONCILING);
    } else if (!service.routesReady()) {
      routes
          .setState(Condition.State.CONDITION_FAILED)
          .setReason(Condition.CommonReason.REVISION_FAILED)
          .setSeverity(Condition.Severity.ERROR);
    }
    return routes.build();
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
      case Rollout.Pending _ ->
          List.of(
              ready,
              named(pending, "ResourcesAvailable"),
              named(pending, "ContainerReady"),
              named(pending, "ContainerHealthy"));
      case Rollout.ImageMissing _ ->
          List.of(
              ready,
              named(pending, "ResourcesAvailable"),
              named(ready, "ContainerReady"),
              named(pending, "ContainerHealthy"));
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
