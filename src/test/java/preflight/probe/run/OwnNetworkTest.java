package preflight.probe.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.run.v2.Execution;
import com.google.cloud.run.v2.ExecutionsGrpc;
import com.google.cloud.run.v2.GetExecutionRequest;
import com.google.cloud.run.v2.GetRevisionRequest;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.RevisionsGrpc;
import com.google.cloud.run.v2.TaskTemplate;
import com.google.cloud.run.v2.VpcAccess;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import preflight.probe.google.GoogleApis;
import preflight.probe.google.GrpcServer;
import preflight.resource.Gcp;

/** Running on Cloud Run is no evidence of a way into a VPC; the attachment is. */
@Timeout(30)
class OwnNetworkTest {

  private static final String PLACE = "projects/acme/locations/us-central1/";
  private static final Map<String, String> SERVICE =
      Map.of("K_SERVICE", "gate", "K_REVISION", "gate-00007-abc");
  private static final Map<String, String> JOB =
      Map.of("CLOUD_RUN_JOB", "gate", "CLOUD_RUN_EXECUTION", "gate-x7k2p");
  private static final VpcAccess CONNECTOR =
      VpcAccess.newBuilder().setConnector(PLACE + "connectors/c").build();
  private static final VpcAccess DIRECT =
      VpcAccess.newBuilder()
          .addNetworkInterfaces(
              VpcAccess.NetworkInterface.newBuilder().setNetwork("default").setSubnetwork("s"))
          .build();

  private volatile VpcAccess access = VpcAccess.getDefaultInstance();
  private GrpcServer server;
  private GoogleApis apis;

  @BeforeEach
  void start() throws IOException {
    server =
        new GrpcServer(
            new RevisionsGrpc.RevisionsImplBase() {
              @Override
              public void getRevision(GetRevisionRequest request, StreamObserver<Revision> answer) {
                respond(
                    request.getName().equals(PLACE + "services/gate/revisions/gate-00007-abc"),
                    Revision.newBuilder().setVpcAccess(access).build(),
                    answer);
              }
            },
            new ExecutionsGrpc.ExecutionsImplBase() {
              @Override
              public void getExecution(
                  GetExecutionRequest request, StreamObserver<Execution> answer) {
                respond(
                    request.getName().equals(PLACE + "jobs/gate/executions/gate-x7k2p"),
                    Execution.newBuilder()
                        .setTemplate(TaskTemplate.newBuilder().setVpcAccess(access))
                        .build(),
                    answer);
              }
            });
    apis =
        new GoogleApis(
            server.gcp(), new GoogleApis.Patience(Duration.ofSeconds(5), Duration.ofSeconds(9)));
  }

  @AfterEach
  void stop() {
    apis.close();
    server.close();
  }

  private static <T> void respond(boolean known, T value, StreamObserver<T> answer) {
    if (known) {
      answer.onNext(value);
      answer.onCompleted();
    } else {
      answer.onError(Status.NOT_FOUND.asRuntimeException());
    }
  }

  @Test
  void a_service_or_a_job_without_vpc_access_is_not_inside() throws Exception {
    assertThat(new OwnNetwork(SERVICE, apis).attached()).isFalse();
    assertThat(new OwnNetwork(JOB, apis).attached()).isFalse();
  }

  @Test
  void a_connector_and_direct_egress_both_lead_inside() throws Exception {
    access = CONNECTOR;
    assertThat(new OwnNetwork(SERVICE, apis).attached()).isTrue();
    assertThat(new OwnNetwork(JOB, apis).attached()).isTrue();
    access = DIRECT;
    assertThat(new OwnNetwork(SERVICE, apis).attached()).isTrue();
    assertThat(new OwnNetwork(JOB, apis).attached()).isTrue();
  }

  @Test
  void what_nobody_can_look_at_is_no_evidence() throws Exception {
    access = CONNECTOR;
    for (Map<String, String> odd :
        List.of(
            Map.<String, String>of(),
            Map.of("K_SERVICE", "gate"),
            Map.of("CLOUD_RUN_JOB", "gate"),
            // Knative elsewhere sets the same variables.
            Map.of("K_SERVICE", "gate", "K_REVISION", "gate-00001"),
            Map.of("K_SERVICE", "gate/../x", "K_REVISION", "%2f"),
            Map.of("K_SERVICE", "", "K_REVISION", ""))) {
      assertThat(new OwnNetwork(odd, apis).attached()).as(odd.toString()).isFalse();
    }
    var nowhere = new Gcp(Optional.empty(), Optional.empty(), Map.of(), Optional.empty());
    try (var none = new GoogleApis(nowhere)) {
      assertThat(new OwnNetwork(SERVICE, none).attached()).isFalse();
    }
    server.close();
    assertThat(new OwnNetwork(SERVICE, apis).attached()).isFalse();
  }
}
