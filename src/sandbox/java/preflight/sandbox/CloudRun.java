package preflight.sandbox;

import com.google.cloud.run.v2.CreateServiceRequest;
import com.google.cloud.run.v2.DeleteServiceRequest;
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
import com.google.cloud.run.v2.UpdateServiceRequest;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import com.google.iam.v1.TestIamPermissionsRequest;
import com.google.iam.v1.TestIamPermissionsResponse;
import com.google.longrunning.Operation;
import com.google.protobuf.util.FieldMaskUtil;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** Emulates Cloud Run Admin v2: services and their revisions, and one execution of a job. */
final class CloudRun {

  private static final int DEFAULT_PAGE = 100;

  private final Fleet fleet;

  CloudRun(Fleet fleet) {
    this.fleet = fleet;
  }

  List<ServerServiceDefinition> apis() {
    return List.of(
        new Services().bindService(),
        new Revisions().bindService(),
        new Executions().bindService(),
        new Jobs().bindService(),
        fleet.operations().api());
  }

  private final class Services extends ServicesImplBase {

    @Override
    public void getService(
        GetServiceRequest request, StreamObserver<com.google.cloud.run.v2.Service> out) {
      SecretManager.answer(
          out, () -> CloudRunMessages.service(service(request.getName(), "run.services.get")));
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
                    inRegion(request.getParent()) ? fleet.services() : List.<Deployed>of(),
                    request.getPageToken(),
                    request.getPageSize(),
                    DEFAULT_PAGE);
            return ListServicesResponse.newBuilder()
                .addAllServices(page.items().stream().map(CloudRunMessages::service).toList())
                .setNextPageToken(page.nextToken())
                .build();
          });
    }

    @Override
    public void createService(CreateServiceRequest request, StreamObserver<Operation> out) {
      SecretManager.answer(
          out,
          () -> {
            String parent = request.getParent();
            ResourceName.project(parent, "run.services.create");
            if (!inRegion(parent)) {
              throw notFound(parent);
            }
            return fleet.create(
                request.getServiceId(), request.getService(), request.getValidateOnly());
          });
    }

    @Override
    public void updateService(UpdateServiceRequest request, StreamObserver<Operation> out) {
      SecretManager.answer(out, () -> update(request));
    }

    private Operation update(UpdateServiceRequest request) {
      var sent = request.getService();
      String name = sent.getName();
      ResourceName.project(name, "run.services.update");
      String id = ResourceName.part(name, "services");
      if (request.getAllowMissing() && fleet.world().service(id).isEmpty()) {
        return fleet.create(id, sent, request.getValidateOnly());
      }
      service(name, "run.services.update");
      if (!FieldMaskUtil.isValid(com.google.cloud.run.v2.Service.class, request.getUpdateMask())) {
        throw GoogleStatus.invalidArgument("The update mask names a field that does not exist.");
      }
      return fleet.update(
          id,
          current -> {
            if (request.getUpdateMask().getPathsCount() == 0) {
              return CloudRunMessages.replaced(current, sent);
            }
            var changed = current.toBuilder();
            FieldMaskUtil.merge(request.getUpdateMask(), sent, changed, SecretManager.MASK);
            return CloudRunMessages.replaced(current, changed.build());
          },
          request.getValidateOnly());
    }

    @Override
    public void deleteService(DeleteServiceRequest request, StreamObserver<Operation> out) {
      SecretManager.answer(
          out, () -> fleet.delete(service(request.getName(), "run.services.delete").name()));
    }

    @Override
    public void getIamPolicy(GetIamPolicyRequest request, StreamObserver<Policy> out) {
      SecretManager.answer(
          out, () -> service(request.getResource(), "run.services.getIamPolicy").policy());
    }

    @Override
    public void setIamPolicy(SetIamPolicyRequest request, StreamObserver<Policy> out) {
      SecretManager.answer(
          out,
          () ->
              fleet.setPolicy(
                  service(request.getResource(), "run.services.setIamPolicy").name(), request));
    }

    @Override
    public void testIamPermissions(
        TestIamPermissionsRequest request, StreamObserver<TestIamPermissionsResponse> out) {
      SecretManager.answer(
          out,
          () -> {
            ResourceName.project(request.getResource(), "run.services.getIamPolicy");
            return TestIamPermissionsResponse.newBuilder()
                .addAllPermissions(request.getPermissionsList())
                .build();
          });
    }
  }

  private final class Revisions extends RevisionsImplBase {

    @Override
    public void getRevision(GetRevisionRequest request, StreamObserver<Revision> out) {
      SecretManager.answer(
          out,
          () ->
              service(request.getName(), "run.revisions.get")
                  .release(ResourceName.part(request.getName(), "revisions"))
                  .map(CloudRunMessages::revision)
                  .orElseThrow(() -> notFound(request.getName())));
    }

    @Override
    public void listRevisions(
        ListRevisionsRequest request, StreamObserver<ListRevisionsResponse> out) {
      SecretManager.answer(
          out,
          () -> {
            var newestFirst =
                service(request.getParent(), "run.revisions.list").releases().reversed();
            var page =
                Page.of(newestFirst, request.getPageToken(), request.getPageSize(), DEFAULT_PAGE);
            return ListRevisionsResponse.newBuilder()
                .addAllRevisions(page.items().stream().map(CloudRunMessages::revision).toList())
                .setNextPageToken(page.nextToken())
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

  private Deployed service(String name, String permission) {
    ResourceName.project(name, permission);
    if (!inRegion(name)) {
      throw notFound(name);
    }
    return fleet
        .world()
        .service(ResourceName.part(name, "services"))
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
