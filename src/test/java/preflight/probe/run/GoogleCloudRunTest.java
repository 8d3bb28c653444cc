package preflight.probe.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.run.v2.Condition.CommonReason;
import com.google.cloud.run.v2.Condition.RevisionReason;
import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.EnvVar;
import com.google.cloud.run.v2.EnvVarSource;
import com.google.cloud.run.v2.GetRevisionRequest;
import com.google.cloud.run.v2.GetServiceRequest;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.RevisionScaling;
import com.google.cloud.run.v2.RevisionsGrpc;
import com.google.cloud.run.v2.SecretKeySelector;
import com.google.cloud.run.v2.SecretVolumeSource;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.ServicesGrpc;
import com.google.cloud.run.v2.TrafficTargetStatus;
import com.google.cloud.run.v2.VersionToPath;
import com.google.cloud.run.v2.Volume;
import com.google.cloud.run.v2.VolumeMount;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import preflight.probe.Redaction;
import preflight.probe.SecretValue;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.google.GoogleApis;
import preflight.probe.google.GrpcServer;
import preflight.probe.secret.Profiles;
import preflight.resource.Gcp;
import preflight.resource.service.ServiceEnv;

@Timeout(30)
class GoogleCloudRunTest {

  private static final String LIVE = "Zt8kQ2vWb5Nx";
  private static final String PARENT = "projects/acme/locations/us-central1/services/backend";

  private final Map<String, Service> services = new ConcurrentHashMap<>();
  private final Map<String, Revision> revisions = new ConcurrentHashMap<>();
  private volatile Status refusal = Status.OK;
  private GrpcServer server;
  private GoogleApis apis;

  @BeforeEach
  void start() throws IOException {
    server =
        new GrpcServer(
            new ServicesGrpc.ServicesImplBase() {
              @Override
              public void getService(GetServiceRequest request, StreamObserver<Service> answer) {
                respond(services, request.getName(), answer);
              }
            },
            new RevisionsGrpc.RevisionsImplBase() {
              @Override
              public void getRevision(GetRevisionRequest request, StreamObserver<Revision> answer) {
                respond(revisions, request.getName(), answer);
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

  @Test
  void a_service_is_told_in_our_terms() throws Exception {
    services.put(
        PARENT,
        Service.newBuilder()
            .setName(PARENT)
            .setGeneration(4)
            .setObservedGeneration(4)
            .setTerminalCondition(
                condition("Ready")
                    .setState(com.google.cloud.run.v2.Condition.State.CONDITION_FAILED)
                    .setReason(CommonReason.REVISION_FAILED)
                    .setMessage("failed with password=" + LIVE))
            .setLatestCreatedRevision(PARENT + "/revisions/backend-2")
            .setLatestReadyRevision(PARENT + "/revisions/backend-1")
            .addUrls("https://backend-abcdef1234-uc.a.run.app")
            .addUrls("https://backend-415104041262.us-central1.run.app")
            .addTrafficStatuses(TrafficTargetStatus.newBuilder().setPercent(90))
            .addTrafficStatuses(
                TrafficTargetStatus.newBuilder().setPercent(10).setRevision("backend-0"))
            .build());

    ServiceState state = got(run().service("backend"));

    assertThat(state.settled()).isTrue();
    assertThat(state.projectNumber()).contains("415104041262");
    assertThat(state.terminal().state()).isEqualTo(Condition.State.FAILED);
    assertThat(state.terminal().reason()).isEqualTo(Condition.Reason.REVISION_FAILED);
    assertThat(state.terminal().message().shown()).isEqualTo("failed with password=•••");
    assertThat(state.latestCreated()).isEqualTo("backend-2");
    assertThat(state.traffic()).isEqualTo(Map.of("backend-1", 90, "backend-0", 10));
  }

  @Test
  void a_service_that_is_being_changed_is_not_settled() throws Exception {
    services.put(PARENT, Service.newBuilder().setName(PARENT).setReconciling(true).build());

    assertThat(got(run().service("backend")).settled()).isFalse();
  }

  @Test
  void a_revision_tells_its_variables_and_hides_their_values() throws Exception {
    revisions.put(
        PARENT + "/revisions/backend-1",
        Revision.newBuilder()
            .setName(PARENT + "/revisions/backend-1")
            .setServiceAccount("backend@acme.iam.gserviceaccount.com")
            .setCreateTime(Timestamp.newBuilder().setSeconds(1_700_000_000))
            .setScaling(RevisionScaling.newBuilder().setMaxInstanceCount(7))
            .addConditions(
                condition("ContainerHealthy")
                    .setState(com.google.cloud.run.v2.Condition.State.CONDITION_FAILED)
                    .setRevisionReason(RevisionReason.HEALTH_CHECK_CONTAINER_ERROR))
            .addVolumes(
                Volume.newBuilder()
                    .setName("keys")
                    .setSecret(
                        SecretVolumeSource.newBuilder()
                            .setSecret("tls-key")
                            .addItems(VersionToPath.newBuilder().setVersion("3").setPath("key"))))
            .addContainers(
                Container.newBuilder()
                    .setName("app")
                    .setImage("image@sha256:0")
                    .addVolumeMounts(VolumeMount.newBuilder().setName("keys").setMountPath("/tls"))
                    .addEnv(EnvVar.newBuilder().setName("ENVIRONMENT").setValue("staging"))
                    .addEnv(EnvVar.newBuilder().setName("API_KEY").setValue(LIVE))
                    .addEnv(
                        EnvVar.newBuilder()
                            .setName("JWT_SECRET")
                            .setValueSource(
                                EnvVarSource.newBuilder()
                                    .setSecretKeyRef(
                                        SecretKeySelector.newBuilder()
                                            .setSecret("projects/acme/secrets/jwt")
                                            .setVersion("5")))))
            .addContainers(
                Container.newBuilder()
                    .setName("proxy")
                    .addEnv(EnvVar.newBuilder().setName("BYPASS_AUTH").setValue("1")))
            .build());

    RevisionState state = got(run().revision("backend", "backend-1"));

    assertThat(state.containers())
        .extracting(RevisionState.Container::name)
        .containsExactly(Optional.of("app"), Optional.of("proxy"));
    assertThat(state.containers().getLast().variables().keySet()).containsExactly("BYPASS_AUTH");
    Map<String, Variable> variables = state.containers().getFirst().variables();
    assertThat(variables.keySet()).containsExactly("ENVIRONMENT", "API_KEY", "JWT_SECRET");
    assertThat(variables.get("ENVIRONMENT"))
        .isInstanceOfSatisfying(
            Variable.Plain.class, it -> assertThat(it.shown()).contains("staging"));
    assertThat(variables.get("API_KEY"))
        .isInstanceOfSatisfying(Variable.Plain.class, it -> assertThat(it.shown()).isEmpty());
    assertThat(variables.get("JWT_SECRET")).isEqualTo(new Variable.FromSecret("jwt", "5"));
    assertThat(state.mounts()).containsExactly(new RevisionState.Mount("tls-key", "3", "/tls/key"));
    assertThat(state.conditions().getFirst().reason())
        .isEqualTo(Condition.Reason.HEALTH_CHECK_CONTAINER_ERROR);
    assertThat(state.created()).contains(Instant.ofEpochSecond(1_700_000_000));
    assertThat(state.maxInstances()).isEqualTo(7);
    assertThat(state.toString()).doesNotContain(LIVE);
  }

  @Test
  void names_that_google_does_not_give_are_doubted() throws Exception {
    String name = PARENT + "/revisions/backend-1";
    revisions.put(
        name,
        Revision.newBuilder()
            .setName(name)
            .addContainers(Container.newBuilder().setName("app"))
            .addContainers(Container.newBuilder().setName("x'; touch PWNED; '"))
            .build());
    assertThat(run().revision("backend", "backend-1"))
        .isEqualTo(new ApiAnswer.Refused<>(new ApiTrouble.Implausible("container")));
    revisions.put(
        name, Revision.newBuilder().setName(name).setServiceAccount("$(id)@evil.example").build());
    assertThat(run().revision("backend", "backend-1"))
        .isEqualTo(new ApiAnswer.Refused<>(new ApiTrouble.Implausible("service account")));
    services.put(
        PARENT,
        Service.newBuilder().setName(PARENT).setLatestReadyRevision(PARENT + "/a\nb").build());
    assertThat(run().service("backend"))
        .isEqualTo(new ApiAnswer.Refused<>(new ApiTrouble.Implausible("revision")));
  }

  @Test
  void closing_it_wipes_the_values_of_plain_variables() throws Exception {
    revisions.put(
        PARENT + "/revisions/backend-1",
        Revision.newBuilder()
            .setName(PARENT + "/revisions/backend-1")
            .addContainers(
                Container.newBuilder().addEnv(EnvVar.newBuilder().setName("A").setValue(LIVE)))
            .build());
    GoogleCloudRun run = run();
    var variables = got(run.revision("backend", "backend-1")).containers().getFirst().variables();

    assertThat(variables.get("A"))
        .isInstanceOfSatisfying(Variable.Plain.class, it -> assertThat(it.is(LIVE)).isTrue());
    run.close();
    assertThat(variables.get("A"))
        .isInstanceOfSatisfying(
            Variable.Plain.class, it -> assertThat(it.value().reveal()).containsOnly(0));
  }

  @Test
  void each_service_is_asked_about_once_over_one_channel() throws Exception {
    services.put(PARENT, Service.newBuilder().setName(PARENT).build());
    CloudRun run = run();

    run.service("backend");
    run.service("backend");

    assertThat(apis.calls()).isEqualTo(Map.of("google.cloud.run.v2.Services/GetService", 1L));
  }

  @Test
  void what_is_not_there_and_what_is_refused_are_told_apart() throws Exception {
    assertThat(run().service("backend")).isInstanceOf(ApiAnswer.Absent.class);
  }

  @Test
  void without_project_or_region_there_is_nobody_to_ask() throws Exception {
    var incomplete = new Gcp(Optional.of("acme"), Optional.empty(), Map.of(), Optional.empty());
    try (var nowhere = new GoogleApis(Gcp.NONE);
        var anywhere = new GoogleApis(incomplete)) {
      var redaction = new Redaction(List::of);

      assertThat(new GoogleCloudRun(Profiles.of(Gcp.NONE), nowhere, redaction).service("backend"))
          .isEqualTo(new ApiAnswer.Refused<>(new ApiTrouble.Undeclared("gcp.project")));
      assertThat(
              new GoogleCloudRun(Profiles.of(incomplete), anywhere, redaction).service("backend"))
          .isEqualTo(new ApiAnswer.Refused<>(new ApiTrouble.Undeclared("gcp.region")));
    }
    refusal = Status.PERMISSION_DENIED;
    assertThat(run().service("backend"))
        .isEqualTo(new ApiAnswer.Refused<>(new ApiTrouble.Forbidden("")));
    refusal = Status.RESOURCE_EXHAUSTED;
    assertThat(run().service("backend"))
        .isEqualTo(new ApiAnswer.Refused<>(new ApiTrouble.Throttled("")));
  }

  private GoogleCloudRun run() {
    var env =
        new ServiceEnv(
            List.of(), Map.of("ENVIRONMENT", "staging"), List.of(), List.of(), List.of());
    var environment =
        Profiles.of(server.gcp(), List.of(), List.of(Profiles.service("backend", env)));
    var live = new SecretValue(LIVE.getBytes(StandardCharsets.UTF_8));
    return new GoogleCloudRun(environment, apis, new Redaction(() -> List.of(live)));
  }

  private <T> void respond(Map<String, T> known, String name, StreamObserver<T> answer) {
    T found = known.get(name);
    if (!refusal.isOk()) {
      answer.onError(refusal.asRuntimeException());
    } else if (found == null) {
      answer.onError(Status.NOT_FOUND.asRuntimeException());
    } else {
      answer.onNext(found);
      answer.onCompleted();
    }
  }

  private static <T> T got(ApiAnswer<T> answer) {
    assertThat(answer).isInstanceOf(ApiAnswer.Got.class);
    return ((ApiAnswer.Got<T>) answer).value();
  }

  private static com.google.cloud.run.v2.Condition.Builder condition(String type) {
    return com.google.cloud.run.v2.Condition.newBuilder().setType(type);
  }
}
