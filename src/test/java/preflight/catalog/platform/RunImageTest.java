package preflight.catalog.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.Outcome.UnknownReason;
import preflight.check.signal.Signal;
import preflight.probe.Redaction;
import preflight.probe.google.GoogleApis;
import preflight.probe.google.GoogleRest;
import preflight.probe.registry.ArtifactRegistry;
import preflight.probe.run.FakeCloudRun;
import preflight.probe.run.PlannedRevisions;
import preflight.probe.run.RevisionState;
import preflight.probe.run.TemplateChange.Applied;
import preflight.probe.run.Workload;
import preflight.probe.secret.Profiles;
import preflight.resource.Gcp;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.service.ServiceEnv;

/** What people met, each against a registry that answers as Artifact Registry did. */
@Timeout(30)
class RunImageTest {

  private static final String DIGEST = "sha256:" + "5e".repeat(32);
  private static final String NOT_FOUND =
      """
      {"error": {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND"}}\
      """;

  private final Map<String, MockResponse> pages = new ConcurrentHashMap<>();
  private final MockWebServer registry = new MockWebServer();
  private final FakeCloudRun run = new FakeCloudRun();
  private MockResponse otherwise = error(404, NOT_FOUND);
  private GoogleApis apis;
  private GoogleRest rest;

  @BeforeEach
  void start() throws IOException {
    registry.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return pages.getOrDefault(request.getTarget(), otherwise);
          }
        });
    registry.start();
    apis =
        new GoogleApis(
            gcp(), new GoogleApis.Patience(Duration.ofMillis(500), Duration.ofSeconds(2)));
    rest = new GoogleRest(apis, new Redaction(List::of));
  }

  @AfterEach
  void stop() {
    rest.close();
    apis.close();
    registry.close();
  }

  private Gcp gcp() {
    return new Gcp(
        Optional.of("acme"),
        Optional.of("us-central1"),
        Map.of("artifactregistry", URI.create("http://127.0.0.1:" + registry.getPort())),
        Optional.empty());
  }

  private static MockResponse error(int status, String body) {
    return new MockResponse.Builder().code(status).body(body).build();
  }

  private static MockResponse refusal(String status, String reason) {
    return error(
        403,
        """
        {"error": {"code": 403, "message": "Permission denied on resource (or it may not exist).",
         "status": "%s", "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo",
         "reason": "%s", "domain": "googleapis.com"}]}}\
        """
            .formatted(status, reason));
  }

  private void holds(String path) {
    pages.put("/v1/projects/" + path, error(200, "{\"name\": \"projects/" + path + "\"}"));
  }

  private void repository(String path, String mode) {
    pages.put("/v1/projects/" + path, error(200, "{\"mode\": \"" + mode + "\"}"));
  }

  private Outcome deploying(String... images) throws InterruptedException {
    var revision =
        new RevisionState(
            "",
            List.of(),
            FakeCloudRun.containers(images),
            List.of(),
            "",
            0,
            RevisionState.Network.NONE,
            Optional.empty());
    return outcome(
        new PlannedRevisions(
            run,
            Set.of("backend"),
            Map.of(Workload.service("backend"), _ -> new Applied.Planned(revision)),
            Set.of()));
  }

  private Outcome asItIs() throws InterruptedException {
    return outcome(PlannedRevisions.none(run));
  }

  private Outcome outcome(PlannedRevisions planned) throws InterruptedException {
    Service service = Profiles.service("backend", ServiceEnv.NONE);
    return new RunImage(new JudgedRevisions(run, planned), new ArtifactRegistry(rest))
        .run(
            new Target<>(service, Profiles.of(gcp(), List.of(), List.of(service))),
            new NoThresholds());
  }

  private static void assertMissing(Outcome outcome, String observed, String command) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.RUN_IMAGE_MISSING);
              assertThat(it.observed()).isEqualTo("the planned revision: " + observed);
              assertThat(it.commands().get("there"))
                  .singleElement()
                  .satisfies(at -> assertThat(at.toString()).isEqualTo(command));
            });
  }

  private static void assertUnknown(Outcome outcome, UnknownReason reason, String part) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Unknown.class,
            it -> {
              assertThat(it.reason()).isEqualTo(reason);
              assertThat(it.observed()).contains(part);
            });
  }

  /** google-github-actions/deploy-cloudrun 487. */
  @Test
  void an_image_that_is_there_passes_and_is_asked_for_once() throws Exception {
    holds("acme/locations/us-central1/repositories/images/packages/bifrost/tags/main");
    String image = "us-central1-docker.pkg.dev/acme/images/bifrost:main";
    assertThat(deploying(image, image)).isEqualTo(Outcome.passed(image + " is there"));
    assertThat(apis.calls()).containsExactly(Map.entry("artifactregistry.googleapis.com GET", 1L));
  }

  /** google-github-actions/deploy-cloudrun 465: "Image 'gcr.io/…:latest' not found". */
  @Test
  void a_tag_that_was_never_pushed_is_missing() throws Exception {
    repository("handleit/locations/us/repositories/gcr.io", "STANDARD_REPOSITORY");
    assertMissing(
        deploying("gcr.io/handleit/handle-it-server"),
        "gcr.io/handleit/handle-it-server has no tag latest",
        "gcloud artifacts docker tags list gcr.io/handleit/handle-it-server");
  }

  /** hail-is/hail 13603: a policy deleted it; the name has slashes. */
  @Test
  void a_tag_that_a_cleanup_policy_deleted_is_missing() throws Exception {
    repository("hail-vdc/locations/us/repositories/hail", "STANDARD_REPOSITORY");
    String path = "us-docker.pkg.dev/hail-vdc/hail/hailgenetics/vep-grch38-95";
    assertMissing(
        deploying(path + ":deploy-o6zrkvemh79g"),
        path + " has no tag deploy-o6zrkvemh79g",
        "gcloud artifacts docker tags list " + path);
    holds(
        "hail-vdc/locations/us/repositories/hail/packages/hailgenetics%2Fvep-grch38-95/tags/next");
    assertThat(deploying(path + ":next")).isInstanceOf(Passed.class);
  }

  /** GoogleCloudPlatform/cloud-sdk-docker 461: untagged ones were cleaned up. */
  @Test
  void a_digest_that_was_deleted_is_missing_in_a_project_of_a_domain() throws Exception {
    repository("google.com:cloudsdktool/locations/us/repositories/gcr.io", "STANDARD_REPOSITORY");
    String path = "gcr.io/google.com/cloudsdktool/google-cloud-cli";
    assertMissing(
        deploying(path + "@" + DIGEST),
        path + " has no image " + DIGEST,
        "gcloud artifacts docker tags list " + path);
  }

  /** goblet/goblet 360, GoogleCloudPlatform/solutions-builder 20; so is the wrong region. */
  @Test
  void a_repository_that_is_not_there_is_told() throws Exception {
    assertMissing(
        deploying("europe-west1-docker.pkg.dev/acme/cloud-run-source-deploy/backend:v1"),
        "the project acme has no repository cloud-run-source-deploy in europe-west1",
        "gcloud artifacts repositories list --project=acme");
  }

  /** google-github-actions/deploy-cloudrun 370: "denied on resource … (or it may not exist)". */
  @Test
  void a_refusal_proves_nothing() throws Exception {
    otherwise = refusal("PERMISSION_DENIED", "IAM_PERMISSION_DENIED");
    run.running("backend", "us-docker.pkg.dev/acme/r/backend:v1");
    assertUnknown(
        deploying("us-docker.pkg.dev/acme/r/backend:v1"),
        UnknownReason.PERMISSION,
        "or it does not exist");
  }

  /** blog.g-gen.co.jp, "Permission must be granted to the User from this project". */
  @Test
  void the_grant_is_for_the_project_of_the_image() throws Exception {
    otherwise = refusal("PERMISSION_DENIED", "IAM_PERMISSION_DENIED");
    Outcome outcome = deploying("asia-northeast1-docker.pkg.dev/shared/r/backend:latest");
    assertUnknown(outcome, UnknownReason.PERMISSION, "roles/artifactregistry.reader");
    assertThat(((Unknown) outcome).commands().getFirst().toString())
        .contains("add-iam-policy-binding shared ");
  }

  /**
   * terraform-google-modules/terraform-docs-samples 606 (a job), and blog.g-gen.co.jp,
   * deploy-cloud-run-with-image-in-other-projects: "Note that the image is from project [shared],
   * which is not the same as this project [acme]. Permission must be granted to the Google Cloud
   * Run Service Agent".
   */
  @Test
  void an_image_of_another_project_is_pulled_by_the_service_agent_of_this_one() throws Exception {
    String repository = "shared/locations/us/repositories/r";
    String image = "us-docker.pkg.dev/shared/r/backend:v2";
    holds(repository + "/packages/backend/tags/v2");
    run.running("backend", "us-docker.pkg.dev/acme/own/backend:v1");
    // Nobody knows the agent, or may look.
    assertPassed(deploying(image), "nobody could look whether Cloud Run may pull it");
    run.inProject("415104041262");
    assertPassed(deploying(image), "nobody could look whether Cloud Run may pull it");

    String agent = "service-415104041262@serverless-robot-prod.iam.gserviceaccount.com";
    policy(repository, "{}");
    assertUnknown(deploying(image), UnknownReason.PERMISSION, "does not let " + agent);
    assertThat(((Unknown) deploying(image)).commands().getFirst().toString())
        .isEqualTo(
            "gcloud artifacts repositories add-iam-policy-binding r --project=shared --location=us"
                + " --member=serviceAccount:"
                + agent
                + " --role=roles/artifactregistry.reader");
    for (String other :
        List.of(
            binding("roles/artifactregistry.reader", "serviceAccount:service-1@x", ""),
            binding("roles/storage.objectViewer", "serviceAccount:" + agent, ""),
            binding("roles/artifactregistry.reader", "deleted:serviceAccount:" + agent, ""),
            binding(
                "roles/artifactregistry.reader",
                "serviceAccount:" + agent,
                ", 'condition': {'expression': 'request.time < timestamp(0)'}"))) {
      policy(repository, "{'bindings': [" + other + "]}");
      assertUnknown(deploying(image), UnknownReason.PERMISSION, "does not let " + agent);
    }
    for (String member : List.of("serviceAccount:" + agent, "allUsers", "allAuthenticatedUsers")) {
      policy(
          repository,
          "{'bindings': [" + binding("roles/artifactregistry.writer", member, "") + "]}");
      assertPassed(deploying(image), "and Cloud Run may pull it");
    }
    // What runs today out of the same repository was pulled from there.
    policy(repository, "{}");
    run.running("backend", "us-docker.pkg.dev/shared/r/other:v1");
    assertPassed(deploying(image), "runs an image of its repository");
    // The agent of a project may pull what that keeps.
    holds("acme/locations/us/repositories/r/packages/backend/tags/v2");
    assertPassed(deploying("us-docker.pkg.dev/acme/r/backend:v2"), "is there");
  }

  private static String binding(String role, String member, String more) {
    return "{'role': '%s', 'members': ['%s']%s}".formatted(role, member, more);
  }

  private void policy(String repository, String json) {
    pages.put("/v1/projects/" + repository + ":getIamPolicy", error(200, json.replace('\'', '"')));
  }

  private static void assertPassed(Outcome outcome, String observed) {
    assertThat(outcome)
        .isInstanceOfSatisfying(Passed.class, it -> assertThat(it.observed()).contains(observed));
  }

  @Test
  void an_api_that_is_off_is_named() throws Exception {
    otherwise = refusal("PERMISSION_DENIED", "SERVICE_DISABLED");
    assertThat(deploying("us-docker.pkg.dev/acme/r/backend:v1"))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.API_DISABLED);
              assertThat(it.facts()).containsEntry("api", "artifactregistry.googleapis.com");
            });
  }

  /** ko-build/terraform-provider-ko 205: "host is one of [region.]gcr.io, … or docker.io". */
  @Test
  void cloud_run_pulls_from_no_other_registry() throws Exception {
    assertThat(deploying("ghcr.io/acme/backend:v1"))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.RUN_CHANGE_REFUSED);
              assertThat(it.observed())
                  .isEqualTo("the planned revision: Cloud Run pulls no image from ghcr.io");
            });
    assertThat(registry.getRequestCount()).isZero();
  }

  /** ardge-timwu/google-cloud-experiments 18: a remote repository has what nobody pushed to it. */
  @Test
  void what_a_repository_fetches_when_it_is_pulled_is_not_missing() throws Exception {
    repository("acme/locations/us/repositories/ghcr", "REMOTE_REPOSITORY");
    assertUnknown(
        deploying("us-docker.pkg.dev/acme/ghcr/someone/image:v1"),
        UnknownReason.PERMISSION,
        "fetches it from elsewhere when it is pulled");
  }

  /** firebase/firebase-tools 8421: the image of a revision that serves is deleted. */
  @Test
  void a_ready_revision_has_its_own_copy() throws Exception {
    run.running("backend", "us-docker.pkg.dev/acme/r/backend:deleted");
    assertThat(asItIs())
        .isEqualTo(Outcome.passed("revision backend-1 has its own copy of what it names"));
    assertThat(registry.getRequestCount()).isZero();
    repository("acme/locations/us/repositories/r", "STANDARD_REPOSITORY");
    assertMissing(
        deploying("us-docker.pkg.dev/acme/r/backend:deleted"),
        "us-docker.pkg.dev/acme/r/backend has no tag deleted",
        "gcloud artifacts docker tags list us-docker.pkg.dev/acme/r/backend");
  }

  @Test
  void a_revision_that_never_was_ready_is_asked_about() throws Exception {
    run.refusingImages("backend", "us-docker.pkg.dev/acme/r/backend:v1");
    assertThat(asItIs())
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.RUN_IMAGE_MISSING);
              assertThat(it.clues()).isEmpty();
            });
  }

  @Test
  void a_sidecar_of_docker_hub_is_unknown_once_and_not_for_ever() throws Exception {
    holds("acme/locations/us/repositories/r/packages/backend/tags/v2");
    String backend = "us-docker.pkg.dev/acme/r/backend:v2";
    run.running("backend", "us-docker.pkg.dev/acme/r/backend:v1");
    assertUnknown(
        deploying(backend, "nginx:1.27"), UnknownReason.PERMISSION, "nobody asked docker.io");
    run.running("backend", "us-docker.pkg.dev/acme/r/backend:v1", "nginx:1.27");
    assertThat(deploying(backend, "nginx:1.27"))
        .isEqualTo(
            Outcome.passed(
                backend
                    + " is there; revision backend-1 runs nginx:1.27, and nobody asked whether it"
                    + " is still there"));
  }

  @Test
  void what_is_built_from_source_is_not_asked_for() throws Exception {
    assertThat(deploying("")).isInstanceOf(Skipped.class);
  }

  @Test
  void a_page_that_somebody_else_does_not_know_is_no_missing_image() throws Exception {
    otherwise = error(404, "<html>404 Not Found (nginx)</html>");
    assertUnknown(
        deploying("us-docker.pkg.dev/acme/r/backend:v1"), UnknownReason.TRANSIENT, "HTTP 404");
    otherwise = error(200, "<html>Sign in to the network</html>");
    assertUnknown(
        deploying("us-docker.pkg.dev/acme/r/backend:v2"), UnknownReason.TRANSIENT, "HTTP 200");
  }

  @Test
  void credentials_and_questions_follow_no_redirect() throws Exception {
    otherwise =
        new MockResponse.Builder().code(302).addHeader("Location", "http://127.0.0.1:1/").build();
    assertUnknown(
        deploying("us-docker.pkg.dev/acme/r/backend:v1"), UnknownReason.TRANSIENT, "HTTP 302");
  }

  @Test
  void an_api_that_is_silent_or_away_is_not_asked_for_ever() throws Exception {
    otherwise = new MockResponse.Builder().headersDelay(5, TimeUnit.SECONDS).build();
    assertUnknown(
        deploying("us-docker.pkg.dev/acme/r/backend:v1"), UnknownReason.DEADLINE, "silent");
    assertThat(apis.calls().values()).containsExactly(1L);
    registry.close();
    assertUnknown(
        deploying("us-docker.pkg.dev/acme/r/backend:v2"), UnknownReason.TRANSIENT, "UNAVAILABLE");
    assertThat(apis.calls().values()).containsExactly(4L);
  }
}
