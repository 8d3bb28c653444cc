package preflight.probe.run.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.run.v2.ListServicesRequest;
import com.google.cloud.run.v2.ListServicesResponse;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.ServicesGrpc;
import com.google.iam.v1.Binding;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.Policy;
import com.google.protobuf.Timestamp;
import com.google.type.Expr;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.google.GoogleApis;
import preflight.probe.google.GrpcServer;
import preflight.probe.run.project.ProjectServices.Listed;

@Timeout(30)
class GoogleProjectServicesTest {

  private static final String PARENT = "projects/acme/locations/us-central1";

  private final AtomicInteger lists = new AtomicInteger();
  private final AtomicInteger policies = new AtomicInteger();
  private volatile boolean closed;
  private volatile Policy policy = Policy.getDefaultInstance();
  private GrpcServer server;
  private GoogleApis apis;
  private ProjectServices project;

  @BeforeEach
  void start() throws IOException {
    server =
        new GrpcServer(
            new ServicesGrpc.ServicesImplBase() {
              @Override
              public void listServices(
                  ListServicesRequest request, StreamObserver<ListServicesResponse> answer) {
                lists.incrementAndGet();
                if (closed) {
                  answer.onError(
                      GrpcServer.refusal(Status.Code.PERMISSION_DENIED, "IAM_PERMISSION_DENIED"));
                  return;
                }
                assertThat(request.getParent()).isEqualTo(PARENT);
                answer.onNext(page(request.getPageToken()));
                answer.onCompleted();
              }

              @Override
              public void getIamPolicy(GetIamPolicyRequest request, StreamObserver<Policy> answer) {
                policies.incrementAndGet();
                answer.onNext(policy);
                answer.onCompleted();
              }
            });
    apis =
        new GoogleApis(
            server.gcp(), new GoogleApis.Patience(Duration.ofSeconds(5), Duration.ofSeconds(9)));
    project = new GoogleProjectServices(apis);
  }

  @AfterEach
  void stop() {
    apis.close();
    server.close();
  }

  /** 200 services in two pages, in no order. */
  private static ListServicesResponse page(String token) {
    var page = ListServicesResponse.newBuilder();
    int from = token.isEmpty() ? 100 : 0;
    for (int i = from; i < from + 100; i++) {
      page.addServices(
          Service.newBuilder()
              .setName(PARENT + "/services/s%03d".formatted(i))
              .setUpdateTime(Timestamp.newBuilder().setSeconds(1_700_000_000)));
    }
    if (token.isEmpty()) {
      page.setNextPageToken("2");
    } else {
      page.addServices(
          Service.newBuilder()
              .setName(PARENT + "/services/resize")
              .putLabels("goog-managed-by", "cloudfunctions"));
      page.addServices(Service.newBuilder().setName(PARENT + "/services/x'; touch PWNED; '"));
    }
    return page.build();
  }

  @Test
  void all_pages_are_read_once_and_names_that_google_does_not_give_are_left_out() throws Exception {
    List<Listed> all = ((ApiAnswer.Got<List<Listed>>) project.all()).value();
    assertThat(all)
        .hasSize(201)
        .startsWith(
            new Listed("resize", Optional.empty(), Optional.of("cloudfunctions")),
            new Listed(
                "s000", Optional.of(Instant.ofEpochSecond(1_700_000_000)), Optional.empty()));
    assertThat(project.all()).isInstanceOf(ApiAnswer.Got.class);
    assertThat(lists).hasValue(2);
  }

  @Test
  void invokers_are_told_by_roles_that_call_and_by_conditions() throws Exception {
    policy =
        Policy.newBuilder()
            .addBindings(binding("roles/run.invoker", "serviceAccount:a@b.iam.gserviceaccount.com"))
            .addBindings(binding("roles/run.viewer", "allUsers"))
            .addBindings(
                binding("roles/run.invoker", "user:c@d.dev").toBuilder()
                    .setCondition(Expr.newBuilder().setExpression("request.time < …")))
            .build();

    assertThat(project.invokers("backend"))
        .isEqualTo(
            new ApiAnswer.Got<>(
                new Invokers(
                    Set.of("serviceAccount:a@b.iam.gserviceaccount.com"), Set.of("user:c@d.dev"))));
    project.invokers("backend");
    assertThat(policies).hasValue(1);
  }

  @Test
  void who_may_not_list_is_told_so() throws Exception {
    closed = true;

    assertThat(project.all())
        .isEqualTo(new ApiAnswer.Refused<>(new ApiTrouble.Forbidden("IAM_PERMISSION_DENIED")));
  }

  private static Binding binding(String role, String member) {
    return Binding.newBuilder().setRole(role).addMembers(member).build();
  }
}
