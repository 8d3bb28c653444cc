package preflight.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.run.v2.Condition;
import com.google.cloud.run.v2.EnvVar;
import com.google.cloud.run.v2.EnvVarSource;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.SecretKeySelector;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.TrafficTarget;
import com.google.cloud.run.v2.TrafficTargetAllocationType;
import com.google.cloud.run.v2.UpdateServiceRequest;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import com.google.protobuf.FieldMask;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deployments to Cloud Run, by Google's own client, and who answers after them. */
@Timeout(60)
class DeploymentsTest {

  private static final String FRONTEND =
      "projects/sandbox/locations/us-central1/services/frontend-sandbox";
  private static final String IMAGE = "us-central1-docker.pkg.dev/sandbox/services/";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Blueprint blueprint;
  private final AutoCloseable apis;
  private final GoogleClients clients;

  /** What rollouts wait for. */
  private final AtomicReference<CompletableFuture<Boolean>> held =
      new AtomicReference<>(CompletableFuture.completedFuture(true));

  DeploymentsTest() throws Exception {
    blueprint = Blueprints.healthy();
    apis =
        Apis.startWithServices(
            blueprint,
            thread ->
                task -> {
                  var _ = held.get().thenRunAsync(task, thread);
                });
    clients = new GoogleClients(blueprint.ports().api());
  }

  @BeforeEach
  void serves() throws Exception {
    assertThat(health()).isEqualTo(200);
  }

  @AfterEach
  void stop() throws Exception {
    clients.close();
    apis.close();
    http.close();
  }

  private Service frontend() {
    return clients.services().getService(FRONTEND);
  }

  private Service update(Consumer<Service.Builder> change) throws Exception {
    Service.Builder changed = frontend().toBuilder();
    change.accept(changed);
    return clients
        .services()
        .updateServiceAsync(changed.build(), FieldMask.getDefaultInstance())
        .get();
  }

  private static Consumer<Service.Builder> image(String name) {
    return it -> it.getTemplateBuilder().getContainersBuilder(0).setImage(IMAGE + name);
  }

  private static TrafficTarget to(String revision, int percent, String tag) {
    return TrafficTarget.newBuilder()
        .setType(TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION)
        .setRevision(revision)
        .setPercent(percent)
        .setTag(tag)
        .build();
  }

  private static TrafficTarget latest(int percent) {
    return TrafficTarget.newBuilder()
        .setType(TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST)
        .setPercent(percent)
        .build();
  }

  private int health() throws Exception {
    return health(blueprint.service("frontend-sandbox").orElseThrow().url());
  }

  private int health(String url) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(url + "/health")).build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }

  private static String last(String name) {
    return name.replaceAll(".*/", "");
  }

  @Test
  void a_changed_template_makes_a_revision_that_serves_after_a_moment() throws Exception {
    Service before = frontend();
    Service.Builder changed = before.toBuilder();
    image("frontend:unhealthy").accept(changed);

    held.set(new CompletableFuture<>());
    var operation =
        clients.services().updateServiceAsync(changed.build(), FieldMask.getDefaultInstance());
    assertThat(operation.getInitialFuture().get().isDone()).isFalse();
    Service during = frontend();
    held.get().complete(true);
    Service after = operation.get();

    assertThat(during.getReconciling()).isTrue();
    assertThat(during.getObservedGeneration()).isLessThan(during.getGeneration());
    assertThat(during.getTerminalCondition().getState())
        .isEqualTo(Condition.State.CONDITION_RECONCILING);
    assertThat(during.getLatestReadyRevision()).isEqualTo(before.getLatestReadyRevision());
    assertThat(after.getReconciling()).isFalse();
    assertThat(last(after.getLatestReadyRevision())).matches("frontend-sandbox-00003-[a-z]{3}");
    assertThat(after.getTrafficStatuses(0).getRevision())
        .isEqualTo(last(after.getLatestReadyRevision()));
    assertThat(health()).isEqualTo(503);
    assertThat(clients.revisions().listRevisions(FRONTEND).iterateAll())
        .extracting(it -> last(it.getName()).substring(17, 22))
        .containsExactly("00003", "00002");
    update(image("frontend:next"));
    assertThat(health()).isEqualTo(200);
  }

  @Test
  void a_change_beside_the_template_makes_no_revision() throws Exception {
    Service after = update(it -> it.putLabels("team", "red"));

    assertThat(last(after.getLatestCreatedRevision())).startsWith("frontend-sandbox-00002");
    assertThat(after.getLabelsMap()).containsEntry("team", "red");
  }

  @Test
  void a_mask_changes_what_it_names_and_nothing_else() throws Exception {
    var sent =
        Service.newBuilder()
            .setName(FRONTEND)
            .putLabels("ignored", "yes")
            .addTraffic(to(last(frontend().getLatestReadyRevision()), 100, ""))
            .build();

    Service after =
        clients
            .services()
            .updateServiceAsync(sent, FieldMask.newBuilder().addPaths("traffic").build())
            .get();

    assertThat(after.getTraffic(0).getRevision()).startsWith("frontend-sandbox-00002");
    assertThat(after.getLabelsMap()).containsKey("commit-sha").doesNotContainKey("ignored");
    assertThat(after.getTemplate()).isEqualTo(frontend().getTemplate());
  }

  @Test
  void a_refused_revision_says_why_and_leaves_the_one_before_it_serving() throws Exception {
    refused(image("frontend:nope"), Condition.CommonReason.CONTAINER_MISSING, "not found");
    refused(
        it -> it.getTemplateBuilder().getContainersBuilder(0).addEnv(secret("X", "absent-sandbox")),
        Condition.CommonReason.SECRETS_ACCESS_CHECK_FAILED,
        "was not found or is not enabled");
    refused(
        image("frontend:crashing"),
        Condition.RevisionReason.HEALTH_CHECK_CONTAINER_ERROR,
        "ModuleNotFoundError");
    refused(
        it -> {
          image("frontend:next").accept(it);
          var container = it.getTemplateBuilder().getContainersBuilder(0);
          int at =
              container.getEnvList().stream().map(EnvVar::getName).toList().indexOf("CSRF_SECRET");
          container.removeEnv(at);
        },
        Condition.RevisionReason.HEALTH_CHECK_CONTAINER_ERROR,
        "required variables are not set: [CSRF_SECRET]");
  }

  private void refused(Consumer<Service.Builder> change, Enum<?> reason, String says)
      throws Exception {
    Service healthy = update(it -> it.setTemplate(template("frontend-sandbox-00002-5ee")));
    assertThat(healthy.getTerminalCondition().getState())
        .isEqualTo(Condition.State.CONDITION_SUCCEEDED);
    assertThatThrownBy(() -> update(change))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining(says);
    Service after = frontend();
    Condition ready = after.getTerminalCondition();
    assertThat(ready.getState()).isEqualTo(Condition.State.CONDITION_FAILED);
    assertThat(ready.getMessage()).contains(says, last(after.getLatestCreatedRevision()));
    assertThat(ready.getReason() == reason || ready.getRevisionReason() == reason).isTrue();
    assertThat(after.getLatestReadyRevision()).isEqualTo(healthy.getLatestReadyRevision());
    assertThat(health()).isEqualTo(200);
  }

  /** What the first revision has, as a template. */
  private com.google.cloud.run.v2.RevisionTemplate template(String revision) {
    Revision first = clients.revisions().getRevision(FRONTEND + "/revisions/" + revision);
    return frontend().getTemplate().toBuilder()
        .clearContainers()
        .addAllContainers(first.getContainersList())
        .build();
  }

  private static EnvVar secret(String name, String id) {
    return EnvVar.newBuilder()
        .setName(name)
        .setValueSource(
            EnvVarSource.newBuilder()
                .setSecretKeyRef(SecretKeySelector.newBuilder().setSecret(id).setVersion("latest")))
        .build();
  }

  @Test
  void a_secret_that_the_account_may_not_read_is_refused() throws Exception {
    clients
        .secrets()
        .setIamPolicy(
            SetIamPolicyRequest.newBuilder()
                .setResource("projects/sandbox/secrets/csrf-secret-sandbox")
                .setPolicy(Policy.getDefaultInstance())
                .build());
    assertThatThrownBy(() -> update(image("frontend:next")))
        .hasMessageContaining("Permission denied on secret: ")
        .hasMessageContaining("csrf-secret-sandbox/versions/latest");
    assertThat(health()).isEqualTo(200);
  }

  @Test
  void a_rotated_secret_is_stale_until_there_is_another_revision() throws Exception {
    // frontend shows none of its secrets, so this is asked of what decides.
    World world = World.of(blueprint, java.time.Clock.systemUTC());
    Deployed before = world.service("frontend-sandbox").orElseThrow();
    world.change("csrf-secret-sandbox", it -> it.plus(Payload.of("rotated"), world.now()));
    Deployed again = before.decided(it -> Rollout.of(world, it), it -> it);
    assertThat(value(again.newest())).isEqualTo(value(before.newest())).isNotEqualTo("rotated");
    assertThat(
            value(
                new Release(
                    again.newest().declared(), Rollout.of(world, again.newest().declared()))))
        .isEqualTo("rotated");
  }

  private static String value(Release release) {
    return release.rollout() instanceof Rollout.Serving serving
        ? serving.environment().getOrDefault("CSRF_SECRET", "")
        : "";
  }

  @Test
  void traffic_decides_who_answers_and_a_tag_has_an_address_of_its_own() throws Exception {
    String old = last(frontend().getLatestReadyRevision());
    update(it -> it.clearTraffic().addTraffic(to(old, 100, "")));
    Service deployed = update(image("frontend:unhealthy"));
    String broken = last(deployed.getLatestReadyRevision());
    assertThat(health()).isEqualTo(200);

    Service tagged = update(it -> it.addTraffic(to(broken, 0, "canary")));
    String canary = tagged.getTrafficStatuses(1).getUri();
    assertThat(tagged.getTrafficStatuses(1).getTag()).isEqualTo("canary");
    assertThat(canary).isNotEqualTo(tagged.getUri());
    assertThat(health(canary)).isEqualTo(503);
    assertThat(health()).isEqualTo(200);

    update(it -> it.clearTraffic().addTraffic(to(old, 50, "")).addTraffic(to(broken, 50, "")));
    var answers = new java.util.TreeSet<Integer>();
    for (int i = 0; i < 200 && answers.size() < 2; i++) {
      answers.add(health());
    }
    assertThat(answers).containsExactly(200, 503);
    assertThat(health(canary)).isEqualTo(404);

    update(it -> it.clearTraffic().addTraffic(latest(100)));
    assertThat(IntStream.range(0, 20).map(_ -> safeHealth()).distinct()).containsExactly(503);
  }

  private int safeHealth() {
    try {
      return health();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void what_does_not_add_up_is_an_invalid_argument() {
    for (Consumer<Service.Builder> wrong :
        java.util.List.<Consumer<Service.Builder>>of(
            it -> it.clearTraffic().addTraffic(latest(99)),
            it -> it.clearTraffic().addTraffic(to("frontend-sandbox-00009-abc", 100, "")),
            it -> it.getTemplateBuilder().clearContainers(),
            it -> it.getTemplateBuilder().setRevision("other"))) {
      assertThatThrownBy(() -> update(wrong)).hasCauseInstanceOf(InvalidArgumentException.class);
    }
  }

  @Test
  void a_service_is_created_serves_and_is_deleted() throws Exception {
    String parent = "projects/sandbox/locations/us-central1";
    var asked =
        Service.newBuilder()
            .setTemplate(frontend().getTemplate().toBuilder().clearRevision())
            .build();
    Service created = clients.services().createServiceAsync(parent, asked, "preview").get();
    assertThat(last(created.getLatestReadyRevision())).matches("preview-00001-[a-z]{3}");
    assertThat(health(created.getUri())).isEqualTo(403);
    open(created.getName());
    assertThat(health(created.getUri())).isEqualTo(200);
    assertThatThrownBy(() -> clients.services().createServiceAsync(parent, asked, "preview").get())
        .hasCauseInstanceOf(AlreadyExistsException.class);
    clients.services().deleteServiceAsync(created.getName()).get();
    assertThat(health(created.getUri())).isEqualTo(404);
    assertThatThrownBy(() -> clients.services().getService(created.getName()))
        .isInstanceOf(NotFoundException.class);
    var missing =
        UpdateServiceRequest.newBuilder()
            .setService(asked.toBuilder().setName(created.getName()))
            .setAllowMissing(true)
            .build();
    clients.services().updateServiceOperationCallable().futureCall(missing).get();
    open(created.getName());
    assertThat(health(created.getUri())).isEqualTo(200);
  }

  /** Lets everyone call a service, as {@code gcloud run deploy --allow-unauthenticated} does. */
  private void open(String service) {
    var _ =
        clients
            .services()
            .setIamPolicy(
                SetIamPolicyRequest.newBuilder()
                    .setResource(service)
                    .setPolicy(Policies.open().toBuilder().clearEtag())
                    .build());
  }

  @Test
  void a_policy_of_a_service_changes() {
    var nobody =
        SetIamPolicyRequest.newBuilder()
            .setResource(FRONTEND)
            .setPolicy(Policy.getDefaultInstance())
            .build();
    assertThat(clients.services().setIamPolicy(nobody).getBindingsList()).isEmpty();
    open(FRONTEND);
  }

  @Test
  void what_is_only_validated_changes_nothing() throws Exception {
    Service.Builder changed = frontend().toBuilder();
    image("frontend:unhealthy").accept(changed);
    var request =
        UpdateServiceRequest.newBuilder().setService(changed).setValidateOnly(true).build();
    clients.services().updateServiceOperationCallable().futureCall(request).get();
    assertThat(frontend().getTemplate().getContainers(0).getImage()).isEqualTo(blueprintImage());
    assertThat(
            StreamSupport.stream(
                clients.revisions().listRevisions(FRONTEND).iterateAll().spliterator(), false))
        .hasSize(1);
  }

  private String blueprintImage() {
    return IMAGE + "frontend:" + blueprint.service("frontend-sandbox").orElseThrow().commit();
  }
}
