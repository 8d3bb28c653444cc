package preflight.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.FailedPreconditionException;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.PermissionDeniedException;
import com.google.cloud.run.v2.Condition;
import com.google.cloud.run.v2.RevisionsClient;
import com.google.cloud.run.v2.RevisionsSettings;
import com.google.cloud.run.v2.ServicesClient;
import com.google.cloud.run.v2.ServicesSettings;
import com.google.cloud.secretmanager.v1.ListSecretsRequest;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.iam.v1.GetIamPolicyRequest;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The emulators, asked by Google's own clients over gRPC and by a plain client over JSON. */
@Timeout(60)
class GoogleApiTest {

  private static final String SERVICE_SECRET = "projects/sandbox/secrets/service-secret-sandbox";
  private static final String BACKEND =
      "projects/sandbox/locations/us-central1/services/backend-sandbox";

  private Optional<GoogleApi> server = Optional.empty();
  private Optional<ManagedChannel> channel = Optional.empty();

  @AfterEach
  void stop() throws InterruptedException {
    if (channel.isPresent()) {
      channel.get().shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
    server.ifPresent(GoogleApi::close);
  }

  @Test
  void google_s_client_reads_the_bytes_and_their_checksum() throws Exception {
    Blueprint blueprint = Blueprints.healthy();
    try (var client = secrets(blueprint)) {
      var response = client.accessSecretVersion(SERVICE_SECRET + "/versions/latest");
      Payload payload = value(blueprint, "service-secret-sandbox");
      assertThat(response.getPayload().getData().toByteArray()).isEqualTo(payload.bytes());
      assertThat(response.getPayload().getDataCrc32C()).isEqualTo(payload.checksum());
      assertThat(response.getName())
          .isEqualTo("projects/100000000001/secrets/service-secret-sandbox/versions/2");
    }
  }

  @Test
  void a_project_may_be_named_by_its_number() throws Exception {
    try (var client = secrets(Blueprints.healthy())) {
      var secret = client.getSecret("projects/100000000001/secrets/redis-host-sandbox");
      assertThat(secret.getName()).endsWith("/secrets/redis-host-sandbox");
      assertThat(secret.getLabelsMap()).containsEntry("environment", "sandbox");
    }
  }

  @Test
  void lists_every_secret_page_by_page() throws Exception {
    Blueprint blueprint = Blueprints.healthy();
    try (var client = secrets(blueprint)) {
      var request =
          ListSecretsRequest.newBuilder().setParent("projects/sandbox").setPageSize(7).build();
      var names =
          StreamSupport.stream(client.listSecrets(request).iterateAll().spliterator(), false)
              .map(secret -> secret.getName().replaceAll(".*/", ""))
              .toList();
      assertThat(names).isEqualTo(blueprint.secrets().stream().map(Secret::id).toList());
    }
  }

  @Test
  void lists_versions_newest_first() throws Exception {
    try (var client = secrets(Blueprints.healthy())) {
      var numbers =
          StreamSupport.stream(
                  client.listSecretVersions(SERVICE_SECRET).iterateAll().spliterator(), false)
              .map(version -> version.getName().replaceAll(".*/", ""))
              .toList();
      assertThat(numbers).containsExactly("2", "1");
    }
  }

  @Test
  void latest_is_the_newest_version_even_when_it_is_disabled() throws Exception {
    Blueprint blueprint =
        Blueprints.healthy()
            .withSecret(
                "SERVICE_SECRET",
                s -> s.withLatest(version -> version.withState(Secret.State.DISABLED)));
    try (var client = secrets(blueprint)) {
      var version = client.getSecretVersion(SERVICE_SECRET + "/versions/latest");
      assertThat(version.getName()).endsWith("/versions/2");
      assertThat(version.getState()).isEqualTo(SecretVersion.State.DISABLED);
      assertThatThrownBy(() -> client.accessSecretVersion(SERVICE_SECRET + "/versions/latest"))
          .isInstanceOf(FailedPreconditionException.class)
          .hasMessageContaining("is in DISABLED state.");
      assertThat(client.accessSecretVersion(SERVICE_SECRET + "/versions/1").getPayload().getData())
          .isNotEmpty();
    }
  }

  @Test
  void a_deleted_secret_and_an_unknown_version_are_not_found() throws Exception {
    try (var client = secrets(Blueprints.of("missing-service-secret"))) {
      assertThatThrownBy(() -> client.accessSecretVersion(SERVICE_SECRET + "/versions/latest"))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining(
              "Secret [projects/100000000001/secrets/service-secret-sandbox] not found or has no"
                  + " versions.");
      assertThatThrownBy(() ->
              client.getSecretVersion("projects/sandbox/secrets/redis-host-sandbox/versions/9"))
          .isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void another_project_is_forbidden_with_the_reason_of_iam() throws Exception {
    try (var client = secrets(Blueprints.healthy())) {
      assertThatThrownBy(() -> client.getSecret("projects/other/secrets/redis-host-sandbox"))
          .isInstanceOfSatisfying(
              PermissionDeniedException.class,
              e -> {
                assertThat(e.getReason()).isEqualTo("IAM_PERMISSION_DENIED");
                assertThat(e.getDomain()).isEqualTo("iam.googleapis.com");
                assertThat(e.getMetadata())
                    .containsEntry("permission", "secretmanager.secrets.get");
              });
    }
  }

  @Test
  void a_page_token_that_nobody_gave_out_is_an_invalid_argument() throws Exception {
    try (var client = secrets(Blueprints.healthy())) {
      var request =
          ListSecretsRequest.newBuilder().setParent("projects/sandbox").setPageToken("x").build();
      assertThatThrownBy(() -> client.listSecretsCallable().call(request))
          .isInstanceOf(InvalidArgumentException.class);
    }
  }

  @Test
  void the_runtime_account_may_access_secrets() throws Exception {
    try (var client = secrets(Blueprints.healthy())) {
      var request = GetIamPolicyRequest.newBuilder().setResource(SERVICE_SECRET).build();
      assertThat(client.getIamPolicy(request).getBindingsList())
          .singleElement()
          .satisfies(b -> assertThat(b.getRole()).endsWith("secretAccessor"));
    }
  }

  @Test
  void a_healthy_service_is_ready_and_serves_its_newest_revision() throws Exception {
    try (var client = services(Blueprints.healthy())) {
      var service = client.getService(BACKEND);
      assertThat(service.getTerminalCondition().getState())
          .isEqualTo(Condition.State.CONDITION_SUCCEEDED);
      assertThat(service.getLatestReadyRevision()).isEqualTo(service.getLatestCreatedRevision());
      assertThat(service.getTrafficStatusesList())
          .singleElement()
          .satisfies(t -> assertThat(t.getPercent()).isEqualTo(100));
      assertThat(service.getReconciling()).isFalse();
      assertThat(service.getLabelsMap()).containsKey("commit-sha");
    }
  }

  @Test
  void a_revision_shows_plain_variables_secrets_and_volumes() throws Exception {
    try (var services = services(Blueprints.healthy());
        var revisions = revisions()) {
      var name = services.getService(BACKEND).getLatestReadyRevision();
      var revision = revisions.getRevision(name);
      var environment = revision.getContainers(0).getEnvList();
      assertThat(environment)
          .anySatisfy(variable -> {
            assertThat(variable.getName()).isEqualTo("ENVIRONMENT");
            assertThat(variable.getValue()).isEqualTo("sandbox");
          })
          .anySatisfy(variable -> {
            assertThat(variable.getName()).isEqualTo("JWT_SECRET_KEY");
            assertThat(variable.getValueSource().getSecretKeyRef().getSecret())
                .isEqualTo("jwt-secret-sandbox");
          });
      assertThat(revision.getVolumes(0).getSecret().getSecret()).isEqualTo("signing-key-sandbox");
      assertThat(revisions.listRevisions(BACKEND).iterateAll()).containsExactly(revision);
    }
  }

  @Test
  void a_crashed_container_is_told_by_the_revision_reason() throws Exception {
    try (var client = services(Blueprints.of("backend-crashes-on-start"))) {
      var service = client.getService(BACKEND);
      var ready = service.getTerminalCondition();
      assertThat(ready.getState()).isEqualTo(Condition.State.CONDITION_FAILED);
      assertThat(ready.getRevisionReason())
          .isEqualTo(Condition.RevisionReason.HEALTH_CHECK_CONTAINER_ERROR);
      assertThat(ready.getMessage())
          .contains("Container called exit(1).")
          .contains("ModuleNotFoundError");
      assertThat(service.getLatestReadyRevision()).isEmpty();
    }
  }

  @Test
  void a_missing_secret_is_told_by_the_common_reason() throws Exception {
    try (var client = services(Blueprints.of("missing-service-secret"))) {
      var reasons =
          StreamSupport.stream(
                  client
                      .listServices("projects/sandbox/locations/us-central1")
                      .iterateAll()
                      .spliterator(),
                  false)
              .map(service -> service.getTerminalCondition().getReason())
              .toList();
      assertThat(reasons)
          .containsExactly(
              Condition.CommonReason.SECRETS_ACCESS_CHECK_FAILED,
              Condition.CommonReason.SECRETS_ACCESS_CHECK_FAILED,
              Condition.CommonReason.COMMON_REASON_UNDEFINED);
    }
  }

  @Test
  void an_unknown_service_or_region_is_not_found() throws Exception {
    try (var client = services(Blueprints.healthy())) {
      assertThatThrownBy(() -> client.getService(BACKEND + "x"))
          .isInstanceOf(NotFoundException.class);
      assertThatThrownBy(() -> client.getService(BACKEND.replace("us-central1", "europe-west1")))
          .isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void the_same_port_speaks_json() throws Exception {
    Blueprint blueprint = Blueprints.healthy();
    server = Optional.of(Apis.start(blueprint));
    JsonNode access = json(blueprint, "/v1/" + SERVICE_SECRET + "/versions/latest:access", 200);
    assertThat(access.at("/payload/dataCrc32c").asString())
        .isEqualTo(Long.toString(value(blueprint, "service-secret-sandbox").checksum()));
    assertThat(json(blueprint, "/v2/" + BACKEND, 200).at("/terminalCondition/state").asString())
        .isEqualTo("CONDITION_SUCCEEDED");
  }

  @Test
  void errors_in_json_look_like_google_s() throws Exception {
    Blueprint blueprint = Blueprints.healthy();
    server = Optional.of(Apis.start(blueprint));
    JsonNode absent = json(blueprint, "/v1/projects/sandbox/secrets/nope", 404);
    assertThat(absent.at("/error/status").asString()).isEqualTo("NOT_FOUND");
    JsonNode denied = json(blueprint, "/v1/projects/other/secrets/nope", 403);
    assertThat(denied.at("/error/details/0/reason").asString()).isEqualTo("IAM_PERMISSION_DENIED");
  }

  private static JsonNode json(Blueprint blueprint, String path, int status) throws Exception {
    var request =
        new Request.Builder().url("http://127.0.0.1:" + blueprint.ports().api() + path).build();
    try (Response response = new OkHttpClient().newCall(request).execute()) {
      assertThat(response.code()).isEqualTo(status);
      return new JsonMapper().readTree(response.body().string());
    }
  }

  private static Payload value(Blueprint blueprint, String id) {
    return blueprint.secret(id).flatMap(Secret::latest).orElseThrow().payload();
  }

  private SecretManagerServiceClient secrets(Blueprint blueprint) throws Exception {
    start(blueprint);
    return SecretManagerServiceClient.create(
        SecretManagerServiceSettings.newBuilder()
            .setTransportChannelProvider(transport())
            .setCredentialsProvider(NoCredentialsProvider.create())
            .build());
  }

  private ServicesClient services(Blueprint blueprint) throws Exception {
    start(blueprint);
    return ServicesClient.create(
        ServicesSettings.newBuilder()
            .setTransportChannelProvider(transport())
            .setCredentialsProvider(NoCredentialsProvider.create())
            .build());
  }

  private RevisionsClient revisions() throws Exception {
    return RevisionsClient.create(
        RevisionsSettings.newBuilder()
            .setTransportChannelProvider(transport())
            .setCredentialsProvider(NoCredentialsProvider.create())
            .build());
  }

  private void start(Blueprint blueprint) {
    server = Optional.of(Apis.start(blueprint));
    channel =
        Optional.of(
            ManagedChannelBuilder.forAddress("127.0.0.1", blueprint.ports().api())
                .usePlaintext()
                .build());
  }

  private FixedTransportChannelProvider transport() {
    return FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel.orElseThrow()));
  }
}
