package preflight.sandbox;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.ServerBuilder;
import java.time.Duration;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Emulates the reading half of Artifact Registry v1: which images there are. */
final class ArtifactRegistry {

  private static final String ROOT = CloudRunMessages.PARENT + "/repositories/services";
  private static final String REPOSITORY =
      "/v1/projects/{project}/locations/{location}/repositories/{repository}";
  private static final String PACKAGE = REPOSITORY + "/packages/{package}";

  private final Registry registry;

  ArtifactRegistry(Registry registry) {
    this.registry = registry;
  }

  void routes(ServerBuilder server) {
    JsonApi.on(server)
        .route(HttpMethod.GET, REPOSITORY, this::repository)
        .route(HttpMethod.GET, REPOSITORY + "/packages", this::packages)
        .route(HttpMethod.GET, PACKAGE, it -> found(packaged(it).map(ArtifactRegistry::packaged)))
        .route(
            HttpMethod.GET,
            PACKAGE + "/tags",
            it -> list("tags", packaged(it).flatMap(ArtifactRegistry::tags)))
        .route(HttpMethod.GET, PACKAGE + "/tags/{tag}", this::tag)
        .route(
            HttpMethod.GET,
            PACKAGE + "/versions",
            it -> list("versions", packaged(it).map(ArtifactRegistry::version)))
        .route(HttpMethod.GET, PACKAGE + "/versions/{version}", this::version)
        .route(
            HttpMethod.GET,
            REPOSITORY + "/dockerImages",
            it -> list("dockerImages", images(it).map(ArtifactRegistry::dockerImage)))
        .route(HttpMethod.GET, REPOSITORY + "/dockerImages/{image}", this::dockerImage);
  }

  private ObjectNode repository(JsonApi.Question question) {
    return found(images(question).map(_ -> object().put("name", ROOT).put("format", "DOCKER")));
  }

  private ObjectNode packages(JsonApi.Question question) {
    return list("packages", images(question).map(ArtifactRegistry::packaged).distinct());
  }

  private ObjectNode tag(JsonApi.Question question) {
    String wanted = question.name("tag");
    return found(
        packaged(question).filter(it -> it.tags().contains(wanted)).map(it -> tag(it, wanted)));
  }

  private ObjectNode version(JsonApi.Question question) {
    return found(
        packaged(question)
            .filter(it -> it.digest().equals(question.name("version")))
            .map(ArtifactRegistry::version));
  }

  private ObjectNode dockerImage(JsonApi.Question question) {
    return found(
        images(question)
            .filter(it -> (it.name() + "@" + it.digest()).equals(question.name("image")))
            .map(ArtifactRegistry::dockerImage));
  }

  private Stream<Image> images(JsonApi.Question question) {
    return question.name("repository").equals("services")
            && question.name("location").equals(Blueprint.REGION)
        ? registry.images().stream()
        : Stream.of();
  }

  private Stream<Image> packaged(JsonApi.Question question) {
    return images(question).filter(it -> it.name().equals(question.name("package")));
  }

  private static ObjectNode packaged(Image image) {
    return object().put("name", ROOT + "/packages/" + image.name());
  }

  private static Stream<ObjectNode> tags(Image image) {
    return image.tags().stream().map(it -> tag(image, it));
  }

  private static ObjectNode tag(Image image, String tag) {
    String name = ROOT + "/packages/" + image.name();
    return object()
        .put("name", name + "/tags/" + tag)
        .put("version", name + "/versions/" + image.digest());
  }

  private static ObjectNode version(Image image) {
    return object()
        .put("name", ROOT + "/packages/" + image.name() + "/versions/" + image.digest())
        .put("createTime", built(image))
        .put("updateTime", built(image));
  }

  private static ObjectNode dockerImage(Image image) {
    ObjectNode node =
        object()
            .put("name", ROOT + "/dockerImages/" + image.name() + "@" + image.digest())
            .put("uri", image.byDigest())
            .put("imageSizeBytes", "48000000")
            .put("mediaType", "application/vnd.oci.image.manifest.v1+json")
            .put("uploadTime", built(image))
            .put("updateTime", built(image));
    image.tags().forEach(node.putArray("tags")::add);
    return node;
  }

  /** A little before it was deployed. */
  private static String built(Image image) {
    return image.program().deployed().minus(Duration.ofMinutes(10)).toString();
  }

  private static ObjectNode list(String name, Stream<ObjectNode> items) {
    ObjectNode list = object();
    list.putArray(name).addAll(items.toList());
    return list;
  }

  private static ObjectNode found(Stream<ObjectNode> items) {
    return items
        .findFirst()
        .orElseThrow(() -> GoogleStatus.notFound("Requested entity was not found."));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
