package preflight.sandbox;

import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.TrafficTarget;
import com.google.cloud.run.v2.TrafficTargetAllocationType;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import com.google.longrunning.Operation;
import com.google.protobuf.util.Durations;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** What Cloud Run does when it is asked to, whichever of its APIs was asked. */
final class Fleet implements AutoCloseable {

  /** Long enough to be seen, and short enough to be waited for. */
  static final UnaryOperator<Executor> PACE =
      it -> CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS, it);

  private static final Pattern ID = Pattern.compile("[a-z]([a-z0-9-]{0,47}[a-z0-9])?");
  private static final String DEFAULT_ACCOUNT =
      Blueprint.PROJECT_NUMBER + "-compute@developer.gserviceaccount.com";

  private final World world;
  private final Ingress ingress;
  private final Operations operations = new Operations();
  private final ExecutorService controller =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("sandbox-rollout").factory());
  private final Executor rollouts;

  /**
   * Over a world.
   *
   * @param pace when a rollout that begins is carried out
   */
  Fleet(World world, Ingress ingress, UnaryOperator<Executor> pace) {
    this.rollouts = pace.apply(controller);
    this.world = world;
    this.ingress = ingress;
  }

  Operations operations() {
    return operations;
  }

  World world() {
    return world;
  }

  List<Deployed> services() {
    return world.services();
  }

  Deployed service(String id) {
    return world.service(id).orElseThrow(() -> notFound(id));
  }

  Operation create(String id, com.google.cloud.run.v2.Service sent, boolean validateOnly) {
    if (!ID.matcher(id).matches()) {
      throw GoogleStatus.invalidArgument(
          "service_id: only lowercase, digits, and hyphens; must begin with letter, and cannot end"
              + " with hyphen; must be less than 50 characters.");
    }
    var asked =
        checked(
            sent.toBuilder()
                .setName(CloudRunMessages.name(id))
                .setUid(CloudRunMessages.uid(id))
                .build());
    checkTraffic(asked, Set.of());
    if (world.service(id).isPresent()) {
      throw GoogleStatus.alreadyExists("Resource '%s' already exists.".formatted(id));
    }
    Deployed created = Deployed.created(asked, ingress.open(id), world.now());
    if (!validateOnly && !world.create(created)) {
      throw GoogleStatus.alreadyExists("Resource '%s' already exists.".formatted(id));
    }
    return begin(created, validateOnly);
  }

  Operation update(
      String id, UnaryOperator<com.google.cloud.run.v2.Service> change, boolean validateOnly) {
    UnaryOperator<Deployed> asking =
        it -> {
          var asked = checked(change.apply(it.declared()));
          Deployed next = it.asked(asked, world.now());
          checkTraffic(asked, Set.copyOf(next.releases().stream().map(Release::name).toList()));
          return next;
        };
    Deployed changed =
        validateOnly
            ? asking.apply(service(id))
            : world.redeploy(id, asking).orElseThrow(() -> notFound(id));
    return begin(changed, validateOnly);
  }

  Operation delete(String id) {
    Deployed deleted = world.deleteService(id).orElseThrow(() -> notFound(id));
    ingress.close(id);
    var message = CloudRunMessages.service(deleted);
    return operations.succeeded(operations.begin(message), message);
  }

  Policy setPolicy(String id, SetIamPolicyRequest request) {
    Deployed governed =
        world
            .redeploy(id, it -> it.governedBy(Policies.after(it.policy(), request)))
            .orElseThrow(() -> notFound(id));
    ingress.route(governed);
    return governed.policy();
  }

  private Operation begin(Deployed service, boolean validateOnly) {
    var message = CloudRunMessages.service(service);
    Operation operation = operations.begin(message);
    if (validateOnly) {
      return operations.succeeded(operation, message);
    }
    rollouts.execute(() -> rollOut(service.name(), service.declared().getGeneration(), operation));
    return operation;
  }

  /** It counts as done only after who is to answer does. */
  private void rollOut(String id, long generation, Operation operation) {
    world
        .redeploy(
            id, it -> it.decided(each -> Rollout.of(world, each), tag -> ingress.open(id, tag)))
        .ifPresent(ingress::route);
    world
        .redeploy(id, it -> it.observed(generation))
        .ifPresentOrElse(
            it -> finish(operation, it),
            () -> operations.failed(operation, status(Code.NOT_FOUND, "It was deleted.")));
  }

  private void finish(Operation operation, Deployed service) {
    var _ =
        switch (service.newest().rollout()) {
          case Rollout.ImageMissing(String message) ->
              operations.failed(operation, status(Code.NOT_FOUND, message));
          case Rollout.SecretUnavailable(String message) ->
              operations.failed(operation, status(Code.PERMISSION_DENIED, message));
          case Rollout.ContainerExited(String message, _) ->
              operations.failed(operation, status(Code.FAILED_PRECONDITION, message));
          case Rollout.Serving _, Rollout.Pending _ ->
              operations.succeeded(operation, CloudRunMessages.service(service));
        };
  }

  private static Status status(Code code, String message) {
    return Status.newBuilder().setCode(code.getNumber()).setMessage(message).build();
  }

  /** With what Cloud Run fills in, or refused as it refuses. */
  private static com.google.cloud.run.v2.Service checked(com.google.cloud.run.v2.Service asked) {
    RevisionTemplate template = asked.getTemplate();
    if (template.getContainersCount() == 0 || template.getContainers(0).getImage().isEmpty()) {
      throw GoogleStatus.invalidArgument(
          "template.containers[0].image: must be specified and cannot be empty.");
    }
    for (Container container : template.getContainersList()) {
      var names = new HashSet<String>();
      container.getEnvList().stream()
          .filter(it -> it.getName().isEmpty() || !names.add(it.getName()))
          .findFirst()
          .ifPresent(it -> {
            throw GoogleStatus.invalidArgument(
                "template.containers[0].env: the name '%s' is empty or stands twice."
                    .formatted(it.getName()));
          });
    }
    String id = ResourceName.part(asked.getName(), "services");
    if (!template.getRevision().isEmpty() && !template.getRevision().startsWith(id + "-")) {
      throw GoogleStatus.invalidArgument(
          "template.revision: must be prefixed by the name of the service, '%s-'.".formatted(id));
    }
    var filled = template.toBuilder();
    if (template.getServiceAccount().isEmpty()) {
      filled.setServiceAccount(DEFAULT_ACCOUNT);
    }
    if (!template.hasTimeout()) {
      filled.setTimeout(Durations.fromSeconds(300));
    }
    if (template.getMaxInstanceRequestConcurrency() == 0) {
      filled.setMaxInstanceRequestConcurrency(80);
    }
    var service = asked.toBuilder().setTemplate(filled);
    if (asked.getTrafficCount() == 0) {
      service.addTraffic(
          TrafficTarget.newBuilder()
              .setType(TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST)
              .setPercent(100));
    }
    return service.build();
  }

  private static void checkTraffic(com.google.cloud.run.v2.Service asked, Set<String> revisions) {
    int percent = 0;
    var tags = new HashSet<String>();
    for (TrafficTarget target : asked.getTrafficList()) {
      percent += target.getPercent();
      if (!Deployed.latest(target) && !revisions.contains(target.getRevision())) {
        throw GoogleStatus.invalidArgument(
            "traffic: Revision '%s' is not one of this service.".formatted(target.getRevision()));
      }
      if (!target.getTag().isEmpty() && !tags.add(target.getTag())) {
        throw GoogleStatus.invalidArgument(
            "traffic: the tag '%s' stands twice.".formatted(target.getTag()));
      }
    }
    if (percent != 100) {
      throw GoogleStatus.invalidArgument(
          "traffic: the sum of percentages is %d, and must be 100.".formatted(percent));
    }
  }

  private static StatusRuntimeException notFound(String id) {
    return GoogleStatus.notFound(
        "Resource '%s' was not found".formatted(CloudRunMessages.name(id)));
  }

  @Override
  public void close() {
    controller.shutdownNow();
  }
}
