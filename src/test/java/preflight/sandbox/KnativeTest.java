package preflight.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.run.v2.RevisionTemplate;
import com.google.protobuf.util.JsonFormat;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Cloud Run v1, which gcloud speaks, says and takes what v2 does. */
@Timeout(60)
class KnativeTest {

  private static final String SERVICE =
      "/apis/serving.knative.dev/v1/namespaces/sandbox/services/frontend-sandbox";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Blueprint blueprint;
  private final GoogleApi api;

  KnativeTest() throws Exception {
    blueprint = Blueprints.healthy();
    api = Apis.start(blueprint);
  }

  @AfterEach
  void stop() {
    api.close();
    http.close();
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + blueprint.ports().api() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private JsonNode get(String path) throws Exception {
    return new JsonMapper().readTree(send("GET", path, "").body());
  }

  private ObjectNode settled() throws Exception {
    for (int i = 0; i < 200; i++) {
      JsonNode service = get(SERVICE);
      if (service.at("/metadata/generation").equals(service.at("/status/observedGeneration"))) {
        return (ObjectNode) service;
      }
      Thread.sleep(20);
    }
    throw new IllegalStateException("It never settled");
  }

  @Test
  void every_service_of_the_blueprint_comes_back_as_it_was_sent() throws Exception {
    World world = World.of(blueprint, Clock.systemUTC());
    for (Deployed service : world.services()) {
      var asked = Knative.asked(Knative.service(service));
      assertThat(asked.getTemplate()).isEqualTo(service.declared().getTemplate());
      assertThat(asked.getTrafficList()).isEqualTo(service.declared().getTrafficList());
      assertThat(asked.getLabelsMap()).isEqualTo(service.declared().getLabelsMap());
    }
  }

  @Test
  void what_v1_keeps_in_annotations_is_a_field_in_v2() throws Exception {
    var template = RevisionTemplate.newBuilder();
    JsonFormat.parser()
        .merge(
            """
            {"revision": "x-1", "labels": {"a": "b"}, "annotations": {"own": "kept"},
             "scaling": {"minInstanceCount": 2, "maxInstanceCount": 7},
             "vpcAccess": {"egress": "ALL_TRAFFIC", "networkInterfaces":
               [{"network": "net", "subnetwork": "sub", "tags": ["t"]}]},
             "timeout": "60s", "serviceAccount": "a@b", "maxInstanceRequestConcurrency": 5,
             "executionEnvironment": "EXECUTION_ENVIRONMENT_GEN2", "sessionAffinity": true,
             "encryptionKey": "key",
             "containers": [{"name": "main", "image": "i", "command": ["c"], "args": ["--a"],
               "env": [{"name": "EMPTY", "value": ""}, {"name": "SECRET", "valueSource":
                 {"secretKeyRef": {"secret": "s", "version": "3"}}}],
               "ports": [{"name": "h2c", "containerPort": 9000}],
               "resources": {"limits": {"cpu": "2"}, "cpuIdle": true, "startupCpuBoost": true},
               "volumeMounts": [{"name": "v", "mountPath": "/v"}],
               "startupProbe": {"httpGet": {"path": "/up", "port": 9000}, "periodSeconds": 3},
               "livenessProbe": {"grpc": {"service": "live"}}}],
             "volumes": [{"name": "v", "secret": {"secret": "s", "items":
               [{"path": "p", "version": "latest", "mode": 256}]}},
               {"name": "cloudsql", "cloudSqlInstance": {"instances": ["p:r:i", "p:r:j"]}}]}
            """,
            template);

    ObjectNode written = KnativeTemplates.template(template.build());

    assertThat(written.at("/metadata/annotations/run.googleapis.com~1vpc-access-egress").asString())
        .isEqualTo("all-traffic");
    assertThat(written.at("/spec/containers/0/env/1/valueFrom/secretKeyRef/key").asString())
        .isEqualTo("3");
    assertThat(KnativeTemplates.asked(written)).isEqualTo(template.build());
  }

  @Test
  void what_is_put_back_unchanged_makes_no_revision() throws Exception {
    ObjectNode service = settled();
    assertThat(send("PUT", SERVICE, service.toString()).statusCode()).isEqualTo(200);

    JsonNode after = settled();

    assertThat(after.at("/status/latestCreatedRevisionName"))
        .isEqualTo(service.at("/status/latestCreatedRevisionName"));
    assertThat(after.at("/metadata/generation").asInt()).isEqualTo(3);
  }

  @Test
  void a_changed_image_makes_a_revision_and_a_refused_one_says_why_in_v1_s_words()
      throws Exception {
    ObjectNode service = settled();
    ((ObjectNode) service.at("/spec/template/spec/containers/0"))
        .put("image", Image.repository("frontend") + ":crashing");
    JsonNode during = new JsonMapper().readTree(send("PUT", SERVICE, service.toString()).body());
    assertThat(during.at("/status/conditions/0/status").asString()).isEqualTo("Unknown");

    JsonNode ready = settled().at("/status/conditions/0");

    assertThat(ready.get("type").asString()).isEqualTo("Ready");
    assertThat(ready.get("status").asString()).isEqualTo("False");
    assertThat(ready.get("reason").asString()).isEqualTo("HealthCheckContainerError");
    assertThat(get(SERVICE.replaceAll("services/.*", "revisions")).get("items")).hasSize(4);
    assertThat(
            get(SERVICE.replaceAll("services/.*", "revisions")
                    + "?labelSelector=serving.knative.dev%2Fservice%20%3D%20frontend-sandbox")
                .get("items"))
        .hasSize(2);
  }

  @Test
  void who_read_an_older_one_overwrites_nothing() throws Exception {
    ObjectNode service = settled();
    send("PUT", SERVICE, service.toString());

    var refused = send("PUT", SERVICE, service.toString());

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(new JsonMapper().readTree(refused.body()).at("/error/status").asString())
        .isEqualTo("ABORTED");
  }

  @Test
  void what_is_not_there_and_what_is_no_json_are_refused_in_google_s_form() throws Exception {
    assertThat(get(SERVICE + "x").at("/error/status").asString()).isEqualTo("NOT_FOUND");
    assertThat(
            get(SERVICE.replace("namespaces/sandbox", "namespaces/other"))
                .at("/error/code")
                .asInt())
        .isEqualTo(403);
    assertThat(send("PUT", SERVICE, "{").statusCode()).isEqualTo(400);
  }

  @Test
  void the_registry_knows_the_images_that_there_are_and_no_other() throws Exception {
    String packages =
        "/v1/projects/sandbox/locations/us-central1/repositories/services/packages/backend/";
    JsonNode tag = get(packages + "tags/next");
    String digest = tag.get("version").asString().replaceAll(".*/", "");

    assertThat(digest).matches("sha256:[0-9a-f]{64}");
    assertThat(get(packages + "versions/" + digest).get("name")).isEqualTo(tag.get("version"));
    JsonNode image = get(packages.replace("packages/backend/", "dockerImages/backend@") + digest);
    assertThat(image.at("/tags/0").asString()).isEqualTo("next");
    assertThat(image.get("uri").asString()).isEqualTo(Image.repository("backend") + "@" + digest);
    assertThat(get(packages + "tags").get("tags")).hasSize(4);
    for (String absent :
        java.util.List.of(
            packages + "tags/nope",
            packages + "versions/sha256:00",
            packages.replace("backend", "other") + "tags/next",
            packages.replace("services", "other") + "tags/next")) {
      assertThat(get(absent).at("/error/status").asString()).as(absent).isEqualTo("NOT_FOUND");
    }
  }
}
