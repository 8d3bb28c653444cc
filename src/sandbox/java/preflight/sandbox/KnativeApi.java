package preflight.sandbox;

import com.google.iam.v1.SetIamPolicyRequest;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.ServerBuilder;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Emulates Cloud Run v1, which gcloud speaks, and the two questions that gcloud asks of other APIs
 * before it deploys: whether an API is on, and which number a project has.
 */
final class KnativeApi {

  private static final String NAMESPACE = "/apis/serving.knative.dev/v1/namespaces/{namespace}";
  private static final String REGION = "/v1/projects/{project}/locations/{location}";

  private final Fleet fleet;

  KnativeApi(Fleet fleet) {
    this.fleet = fleet;
  }

  void routes(ServerBuilder server) {
    JsonApi.on(server)
        .route(HttpMethod.GET, NAMESPACE + "/services", _ -> services())
        .route(HttpMethod.POST, NAMESPACE + "/services", this::create)
        .route(HttpMethod.GET, NAMESPACE + "/services/{name}", it -> service(it.name("name")))
        .route(HttpMethod.PUT, NAMESPACE + "/services/{name}", this::replace)
        .route(HttpMethod.DELETE, NAMESPACE + "/services/{name}", this::delete)
        .route(HttpMethod.GET, NAMESPACE + "/revisions", this::revisions)
        .route(HttpMethod.GET, NAMESPACE + "/revisions/{name}", it -> revision(it.name("name")))
        .route(HttpMethod.GET, REGION + "/services", _ -> services())
        .route(HttpMethod.GET, REGION + "/services/{name}", this::policy)
        .route(HttpMethod.POST, REGION + "/services/{name}", this::changePolicy)
        .route(HttpMethod.GET, "/v1/projects/{project}/locations", _ -> locations())
        .route(HttpMethod.GET, "/v1/projects/{project}/services/{api}", KnativeApi::enabled)
        .route(HttpMethod.GET, "/v1/projects/{project}", KnativeApi::project);
  }

  private ObjectNode services() {
    return Knative.list("ServiceList", fleet.services().stream().map(Knative::service).toList());
  }

  private ObjectNode service(String name) {
    return Knative.service(fleet.service(name));
  }

  private ObjectNode create(JsonApi.Question question) {
    var asked = Knative.asked(question.body());
    String name = ResourceName.part(asked.getName(), "services");
    fleet.create(name, asked, dry(question));
    return dry(question) ? (ObjectNode) question.body() : service(name);
  }

  private ObjectNode replace(JsonApi.Question question) {
    String name = question.name("name");
    JsonNode sent = question.body();
    var asked = Knative.asked(sent);
    fleet.update(
        name,
        current -> {
          refuseStale(sent, current);
          return CloudRunMessages.replaced(current, asked);
        },
        dry(question));
    return dry(question) ? (ObjectNode) sent : service(name);
  }

  /** Who read an older one overwrites nothing that came since. */
  private static void refuseStale(JsonNode sent, com.google.cloud.run.v2.Service current) {
    String version = sent.at("/metadata/resourceVersion").asString("");
    String now = Long.toString(current.getGeneration());
    if (!version.isEmpty() && !version.equals(now)) {
      throw GoogleStatus.aborted(
          "Conflict for resource '%s': version '%s' was specified but current version is '%s'."
              .formatted(ResourceName.part(current.getName(), "services"), version, now));
    }
  }

  private static boolean dry(JsonApi.Question question) {
    return question.query("dryRun").equals(Optional.of("all"));
  }

  private ObjectNode delete(JsonApi.Question question) {
    fleet.delete(question.name("name"));
    return JsonNodeFactory.instance.objectNode().put("status", "Success");
  }

  private ObjectNode revisions(JsonApi.Question question) {
    String selector = question.query("labelSelector").orElse("").replace(" ", "");
    List<ObjectNode> items =
        fleet.services().stream()
            .flatMap(
                service -> service.releases().reversed().stream().map(it -> revision(service, it)))
            .filter(it -> selected(it, selector))
            .toList();
    return Knative.list("RevisionList", items);
  }

  /** By one label and its value, as gcloud asks. */
  private static boolean selected(ObjectNode revision, String selector) {
    int equals = selector.indexOf('=');
    return equals < 0
        || revision
            .at("/metadata/labels")
            .path(selector.substring(0, equals))
            .asString("")
            .equals(selector.substring(equals + 1));
  }

  private ObjectNode revision(String name) {
    return fleet.services().stream()
        .flatMap(
            service -> service.release(name).stream().map(release -> revision(service, release)))
        .findFirst()
        .orElseThrow(() -> GoogleStatus.notFound("Revision '%s' does not exist.".formatted(name)));
  }

  private ObjectNode revision(Deployed service, Release release) {
    String image = release.declared().getContainers(0).getImage();
    return Knative.revision(
        service, release, fleet.world().registry().find(image).map(Image::byDigest).orElse(""));
  }

  private ObjectNode policy(JsonApi.Question question) {
    return KnativeTemplates.json(fleet.service(target(question, ":getIamPolicy")).policy());
  }

  private ObjectNode changePolicy(JsonApi.Question question) {
    if (question.name("name").endsWith(":testIamPermissions")) {
      return (ObjectNode) question.body();
    }
    String name = target(question, ":setIamPolicy");
    SetIamPolicyRequest request =
        KnativeTemplates.parsed(question.body(), SetIamPolicyRequest.newBuilder()).build();
    return KnativeTemplates.json(fleet.setPolicy(name, request));
  }

  private static String target(JsonApi.Question question, String verb) {
    String name = question.name("name");
    if (!name.endsWith(verb)) {
      throw GoogleStatus.notFound("No such method: " + name);
    }
    return name.substring(0, name.length() - verb.length());
  }

  private static ObjectNode locations() {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer
        .putArray("locations")
        .addObject()
        .put("name", CloudRunMessages.PARENT)
        .put("locationId", Blueprint.REGION);
    return answer;
  }

  private static ObjectNode enabled(JsonApi.Question question) {
    String name = "projects/" + Blueprint.PROJECT_NUMBER + "/services/" + question.name("api");
    return JsonNodeFactory.instance.objectNode().put("name", name).put("state", "ENABLED");
  }

  private static ObjectNode project(JsonApi.Question question) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("projectId", Blueprint.PROJECT)
        .put("projectNumber", Blueprint.PROJECT_NUMBER)
        .put("name", Blueprint.PROJECT)
        .put("lifecycleState", "ACTIVE");
  }
}
