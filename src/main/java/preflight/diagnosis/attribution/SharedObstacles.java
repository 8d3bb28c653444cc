package preflight.diagnosis.attribution;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import preflight.check.signal.Signal;
import preflight.diagnosis.Failure;
import preflight.resource.Endpoint;
import preflight.resource.Service;

/**
 * What many checks meet and what is broken once: an API that is off, an account that is closed, a
 * policy, a service, an image or a file that does not exist, a version that a revision names in
 * vain, a front that lets nobody through to a service. One of their failures stands for all.
 */
final class SharedObstacles {

  /** Checks that ask for life before others ask for more. */
  private static final List<String> FIRST =
      List.of(
          "api-enabled",
          "run-service-exists",
          "run-image",
          "run-revision-ready",
          "secret-exists",
          "http-origin");

  private static final Comparator<Failure> ORDER =
      Comparator.comparingInt((Failure it) -> rank(it.id().check()))
          .thenComparing(it -> it.id().toString());

  private static int rank(String check) {
    int first = FIRST.indexOf(check);
    return first < 0 ? FIRST.size() : first;
  }

  private final Map<Obstacle, Failure> told = new HashMap<>();

  /**
   * One thing that is broken.
   *
   * @param what tells things of one kind apart; empty where there is one in a project
   */
  private record Obstacle(Signal signal, String what) {}

  SharedObstacles(List<Failure> failures) {
    failures.forEach(
        it -> met(it).ifPresent(at -> told.merge(at, it, BinaryOperator.minBy(ORDER))));
  }

  /** The failure that tells of what this one met; the same one where it is the first. */
  Optional<Failure> behind(Failure failure) {
    return switch (failure.signal()) {
      // No instance of a closed account is started any more.
      case HTTP_FRONT_UNAVAILABLE, HTTP_FRONT_NO_INSTANCE ->
          told(new Obstacle(Signal.BILLING_DISABLED, ""));
      // A name that gives no value is no other value, and no other mapping.
      case SECRET_DIFFERS, SECRET_NOT_MAPPED -> reference(failure).flatMap(this::told);
      // The front end has no route to a service that is not there.
      case HTTP_FRONT_NOT_FOUND, HTTP_FRONT_NO_ROUTE ->
          told(new Obstacle(Signal.RUN_SERVICE_NOT_FOUND, service(failure)))
              .or(() -> told(new Obstacle(Signal.RUN_INGRESS_DIFFERS, service(failure))))
              .or(() -> told(new Obstacle(Signal.RUN_DEFAULT_URL_OFF, service(failure))))
              .or(() -> told(new Obstacle(failure.signal(), service(failure))));
      // What the policy lets in is what the front end lets in.
      case HTTP_NOT_PUBLIC, HTTP_FRONT_DENIED ->
          told(new Obstacle(Signal.RUN_INVOKER_MISSING, service(failure)))
              .or(() -> told(new Obstacle(failure.signal(), service(failure))));
      // The profile and Terraform object to one setting.
      case CONFIG_DRIFT ->
          fact(failure, "judged")
              .flatMap(it -> told(new Obstacle(Signal.valueOf(it), service(failure))));
      case HTTP_EXPOSED -> told(new Obstacle(Signal.RUN_OPEN_TO_EVERYONE, service(failure)));
      // The first of them may have a cause of its own: a connector that was moved.
      case VPC_NETWORK_DIFFERS ->
          met(failure).flatMap(this::told).filter(it -> !it.id().equals(failure.id()));
      default -> met(failure).flatMap(this::told);
    };
  }

  private Optional<Failure> told(Obstacle obstacle) {
    return Optional.ofNullable(told.get(obstacle));
  }

  private static Optional<Obstacle> met(Failure failure) {
    return switch (failure.signal()) {
      case BILLING_DISABLED, POLICY_DENIED -> Optional.of(new Obstacle(failure.signal(), ""));
      case API_DISABLED ->
          Optional.of(new Obstacle(failure.signal(), fact(failure, "api").orElse("")));
      case RUN_SERVICE_NOT_FOUND ->
          Optional.of(
              new Obstacle(
                  failure.signal(),
                  fact(failure, "absent").orElse(failure.resource().name().toString())));
      case SECRET_NOT_FOUND ->
          fact(failure, "absent")
              .map(it -> new Obstacle(failure.signal(), it))
              .or(() -> reference(failure));
      case RUN_IMAGE_MISSING ->
          fact(failure, "image").map(it -> new Obstacle(failure.signal(), it));
      case SECRET_DISABLED, SECRET_DESTROYED -> reference(failure);
      case RUN_INGRESS_DIFFERS,
          RUN_DEFAULT_URL_OFF,
          RUN_INVOKER_MISSING,
          RUN_OPEN_TO_EVERYONE,
          RUN_RESOURCES_DIFFER,
          RUN_PORT_NOT_DECLARED,
          RUN_SCALING_DIFFERS,
          RUN_ACCOUNT_DIFFERS ->
          Optional.of(new Obstacle(failure.signal(), service(failure)));
      case VPC_CONNECTOR_NOT_FOUND ->
          Optional.of(
              new Obstacle(
                  failure.signal(),
                  fact(failure, "connector").orElse(failure.resource().name().name())));
      // All services that go the same way meet the same border.
      case VPC_NETWORK_DIFFERS ->
          fact(failure, "border").map(it -> new Obstacle(failure.signal(), it));
      // One door stands before all paths of a service.
      case HTTP_FRONT_DENIED,
          HTTP_NOT_PUBLIC,
          HTTP_TOKEN_UNFIT,
          HTTP_INVOKER_DENIED,
          HTTP_GATEWAY_DENIED,
          HTTP_FIREWALL_DENIED,
          HTTP_FRONT_THROTTLED ->
          Optional.of(new Obstacle(failure.signal(), service(failure)));
      // A path without a route is a fact of its own, unless the root of the service has none
      // either.
      case HTTP_FRONT_NOT_FOUND, HTTP_FRONT_NO_ROUTE ->
          failure.resource() instanceof Service
              ? Optional.of(new Obstacle(failure.signal(), service(failure)))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static String service(Failure failure) {
    return (failure.resource() instanceof Endpoint endpoint
            ? endpoint.service()
            : failure.resource().name())
        .toString();
  }

  /** A secret and version that a revision names, and that give no value. */
  private static Optional<Obstacle> reference(Failure failure) {
    return fact(failure, "reference").map(it -> new Obstacle(Signal.RUN_SECRETS_DENIED, it));
  }

  private static Optional<String> fact(Failure failure, String name) {
    return Optional.ofNullable(failure.failed().facts().get(name));
  }
}
