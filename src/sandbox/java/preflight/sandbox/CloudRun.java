package preflight.sandbox;

import com.google.cloud.run.v2.Execution;
import com.google.cloud.run.v2.ExecutionsGrpc.ExecutionsImplBase;
import com.google.cloud.run.v2.GetExecutionRequest;
import com.google.cloud.run.v2.GetRevisionRequest;
import com.google.cloud.run.v2.GetServiceRequest;
import com.google.cloud.run.v2.ListRevisionsRequest;
import com.google.cloud.run.v2.ListRevisionsResponse;
import com.google.cloud.run.v2.ListServicesRequest;
import com.google.cloud.run.v2.ListServicesResponse;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.RevisionsGrpc.RevisionsImplBase;
import com.google.cloud.run.v2.ServicesGrpc.ServicesImplBase;
import com.google.iam.v1.Binding;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.Policy;
import io.grpc.BindableService;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** Emulates the reading half of Cloud Run Admin v2; everything else is UNIMPLEMENTED. */
final class CloudRun {

  private static final int DEFAULT_PAGE = 100;

  private final Blueprint blueprint;

  CloudRun(Blueprint blueprint) {
    this.blueprint = blueprint;
  }

  List<BindableService> apis() {
    return List.of(new Services(), new Revisions(), new Executions());
  }

  private final class Services extends ServicesImplBase {

    @Override
    public void getService(
        GetServiceRequest request, StreamObserver<com.google.cloud.run.v2.Service> out) {
      SecretManager.answer(
          out,
          () -> {
            Service service = service(request.getName(), "run.services.get");
            return CloudRunMessages.service(service, Rollout.of(blueprint, service));
          });
    }

    @Override
    public void listServices(
        ListServicesRequest request, StreamObserver<ListServicesResponse> out) {
      SecretManager.answer(
          out,
          () -> {
            ResourceName.project(request.getParent(), "run.services.list");
            var page =
                Page.of(
                    inRegion(request.getParent()) ? blueprint.services() : List.<Service>of(),
                    request.getPageToken(),
                    request.getPageSize(),
                    DEFAULT_PAGE);
            return ListServicesResponse.newBuilder()
                .addAllServices(
                    page.items().stream()
                        .map(s -> CloudRunMessages.service(s, Rollout.of(blueprint, s)))
                        .toList())
                .setNextPageToken(page.nextToken())
                .build();
          });
    }

    @Override
    public void getIamPolicy(GetIamPolicyRequest request, StreamObserver<Policy> out) {
      SecretManager.answer(
          out,
          () -> {
            service(request.getResource(), "run.services.getIamPolicy");
            return Policy.newBuilder()
                .setVersion(1)
                .addBindings(
                    Binding.newBuilder().setRole("roles/run.invoker").addMembers("allUsers"))
                .build();
          });
    }
  }

  private final class Revisions extends RevisionsImplBase {

    @Override
    public void getRevision(GetRevisionRequest request, StreamObserver<Revision> out) {
      SecretManager.answer(
          out,
          () -> {
            Service service = service(request.getName(), "run.revisions.get");
            if (!ResourceName.part(request.getName(), "revisions").equals(service.revision())) {
              throw notFound(request.getName());
            }
            return CloudRunMessages.revision(service, Rollout.of(blueprint, service));
          });
    }

    @Override
    public void listRevisions(
        ListRevisionsRequest request, StreamObserver<ListRevisionsResponse> out) {
      SecretManager.answer(
          out,
          () -> {
            Service service = service(request.getParent(), "run.revisions.list");
            return ListRevisionsResponse.newBuilder()
                .addRevisions(CloudRunMessages.revision(service, Rollout.of(blueprint, service)))
                .build();
          });
    }
  }

  /** One execution of a job {@code gate} in the network of the services, another in none. */
  private static final class Executions extends ExecutionsImplBase {

    @Override
    public void getExecution(GetExecutionRequest request, StreamObserver<Execution> out) {
      SecretManager.answer(
          out,
          () -> {
            String name = request.getName();
            ResourceName.project(name, "run.executions.get");
            String execution = ResourceName.part(name, "executions");
            if (!ResourceName.part(name, "jobs").equals("gate")
                || !List.of("gate-attached", "gate-apart").contains(execution)
                || !inRegion(name)) {
              throw notFound(name);
            }
            return CloudRunMessages.execution(name, execution.equals("gate-attached"));
          });
    }
  }

  private Service service(String name, String permission) {
    ResourceName.project(name, permission);
    return blueprint
        .service(ResourceName.part(name, "services"))
        .filter(_ -> inRegion(name))
        .orElseThrow(() -> notFound(name));
  }

  private static boolean inRegion(String name) {
    String location = ResourceName.part(name, "locations");
    return location.equals(Blueprint.REGION) || location.equals("-");
  }

  private static StatusRuntimeException notFound(String name) {
    return GoogleStatus.notFound("Resource '%s' was not found".formatted(name));
  }
}
