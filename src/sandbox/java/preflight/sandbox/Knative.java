package preflight.sandbox;

import com.google.cloud.run.v2.Condition;
import com.google.cloud.run.v2.IngressTraffic;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.TrafficTarget;
import com.google.cloud.run.v2.TrafficTargetAllocationType;
import com.google.cloud.run.v2.TrafficTargetStatus;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Services and revisions as Cloud Run v1 has them, in the words of Knative. */
final class Knative {

  private static final String API = "serving.knative.dev/v1";
  private static final String INGRESS = "run.googleapis.com/ingress";
  private static final String LOCATION = "cloud.googleapis.com/location";
  private static final String SERVICE = "serving.knative.dev/service";

  private Knative() {}

  static ObjectNode service(Deployed deployed) {
    var message = CloudRunMessages.service(deployed);
    ObjectNode service = resource("Service", deployed.name(), message.getCreateTime());
    ObjectNode metadata = (ObjectNode) service.get("metadata");
    metadata
        .put("uid", message.getUid())
        .put("generation", message.getGeneration())
        .put("resourceVersion", Long.toString(message.getGeneration()));
    labels(metadata, message.getLabelsMap());
    ObjectNode annotations = metadata.putObject("annotations");
    message.getAnnotationsMap().forEach(annotations::put);
    if (message.getIngressValue() > 0) {
      annotations.put(INGRESS, ingress(message.getIngress()));
    }
    ObjectNode spec = service.putObject("spec");
    spec.set("template", KnativeTemplates.template(message.getTemplate()));
    ArrayNode traffic = spec.putArray("traffic");
    message.getTrafficList().forEach(it -> traffic.add(traffic(it)));
    ObjectNode status = service.putObject("status");
    status.put("observedGeneration", message.getObservedGeneration());
    ArrayNode conditions = status.putArray("conditions");
    conditions.add(condition(message.getTerminalCondition()));
    message.getConditionsList().forEach(it -> conditions.add(condition(it)));
    put(status, "latestCreatedRevisionName", last(message.getLatestCreatedRevision()));
    put(status, "latestReadyRevisionName", last(message.getLatestReadyRevision()));
    ArrayNode serving = status.putArray("traffic");
    message.getTrafficStatusesList().forEach(it -> serving.add(traffic(it)));
    status.put("url", message.getUri());
    status.putObject("address").put("url", message.getUri());
    return service;
  }

  /**
   * A revision.
   *
   * @param digest the name of its image that nothing can be pushed over; empty if there is none
   */
  static ObjectNode revision(Deployed deployed, Release release, String digest) {
    Revision message = CloudRunMessages.revision(release);
    ObjectNode revision = resource("Revision", release.name(), message.getCreateTime());
    ObjectNode template = KnativeTemplates.template(KnativeTemplates.templateOf(message));
    ObjectNode metadata = (ObjectNode) revision.get("metadata");
    metadata.put("uid", message.getUid()).put("generation", 1);
    labels(metadata, message.getLabelsMap()).put(SERVICE, deployed.name());
    metadata.set("annotations", template.at("/metadata/annotations"));
    metadata
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", API)
        .put("kind", "Configuration")
        .put("name", deployed.name())
        .put("uid", deployed.declared().getUid())
        .put("controller", true);
    revision.set("spec", template.get("spec"));
    ObjectNode status = revision.putObject("status");
    status.put("observedGeneration", message.getObservedGeneration());
    ArrayNode conditions = status.putArray("conditions");
    message.getConditionsList().forEach(it -> conditions.add(condition(it)));
    put(status, "imageDigest", digest);
    return revision;
  }

  static ObjectNode list(String kind, List<ObjectNode> items) {
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    list.put("apiVersion", API).put("kind", kind).putObject("metadata");
    list.putArray("items").addAll(items);
    return list;
  }

  private static ObjectNode resource(String kind, String name, Timestamp created) {
    ObjectNode resource = JsonNodeFactory.instance.objectNode();
    resource.put("apiVersion", API).put("kind", kind);
    resource
        .putObject("metadata")
        .put("name", name)
        .put("namespace", Blueprint.PROJECT)
        .put("creationTimestamp", Timestamps.toString(created));
    return resource;
  }

  private static ObjectNode labels(ObjectNode metadata, Map<String, String> labels) {
    ObjectNode all = metadata.putObject("labels");
    labels.forEach(all::put);
    return all.put(LOCATION, Blueprint.REGION);
  }

  private static ObjectNode traffic(TrafficTarget target) {
    ObjectNode traffic = JsonNodeFactory.instance.objectNode();
    put(traffic, "revisionName", target.getRevision());
    put(traffic, "tag", target.getTag());
    traffic.put("percent", target.getPercent());
    if (Deployed.latest(target)) {
      traffic.put("latestRevision", true);
    }
    return traffic;
  }

  private static ObjectNode traffic(TrafficTargetStatus target) {
    ObjectNode traffic =
        traffic(
            TrafficTarget.newBuilder()
                .setType(target.getType())
                .setRevision(target.getRevision())
                .setPercent(target.getPercent())
                .setTag(target.getTag())
                .build());
    if (!target.getTag().isEmpty()) {
      traffic.put("url", target.getUri());
    }
    return traffic;
  }

  private static ObjectNode condition(Condition condition) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("type", condition.getType());
    node.put(
        "status",
        switch (condition.getState()) {
          case CONDITION_SUCCEEDED -> "True";
          case CONDITION_FAILED -> "False";
          case CONDITION_PENDING, CONDITION_RECONCILING, STATE_UNSPECIFIED, UNRECOGNIZED ->
              "Unknown";
        });
    switch (condition.getReasonsCase()) {
      case REASON -> node.put("reason", camel(condition.getReason().name()));
      case REVISION_REASON -> node.put("reason", camel(condition.getRevisionReason().name()));
      case EXECUTION_REASON, REASONS_NOT_SET -> {}
    }
    put(node, "message", condition.getMessage());
    return node.put("lastTransitionTime", Timestamps.toString(condition.getLastTransitionTime()));
  }

  /** {@code HealthCheckContainerError} for {@code HEALTH_CHECK_CONTAINER_ERROR}. */
  private static String camel(String constant) {
    return Arrays.stream(constant.split("_", -1))
        .map(it -> it.charAt(0) + it.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  private static void put(ObjectNode node, String name, String value) {
    if (!value.isEmpty()) {
      node.put(name, value);
    }
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** What a client sent, in the words of v2. */
  static com.google.cloud.run.v2.Service asked(JsonNode sent) {
    var service = com.google.cloud.run.v2.Service.newBuilder();
    service.setName(CloudRunMessages.name(sent.at("/metadata/name").asString("")));
    KnativeTemplates.texts(sent.at("/metadata/labels"))
        .forEach((name, value) -> {
          if (!name.equals(LOCATION)) {
            service.putLabels(name, value);
          }
        });
    Map<String, String> annotations = KnativeTemplates.texts(sent.at("/metadata/annotations"));
    annotations.forEach((name, value) -> {
      if (!KnativeTemplates.ofSystem(name)) {
        service.putAnnotations(name, value);
      }
    });
    switch (annotations.getOrDefault(INGRESS, "")) {
      case "all" -> service.setIngress(IngressTraffic.INGRESS_TRAFFIC_ALL);
      case "internal" -> service.setIngress(IngressTraffic.INGRESS_TRAFFIC_INTERNAL_ONLY);
      case "internal-and-cloud-load-balancing" ->
          service.setIngress(IngressTraffic.INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER);
      default -> {}
    }
    RevisionTemplate template = KnativeTemplates.asked(sent.at("/spec/template"));
    service.setTemplate(template);
    for (JsonNode target : sent.at("/spec/traffic")) {
      service.addTraffic(target(target));
    }
    return service.build();
  }

  private static String ingress(IngressTraffic ingress) {
    return switch (ingress) {
      case INGRESS_TRAFFIC_INTERNAL_ONLY -> "internal";
      case INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER -> "internal-and-cloud-load-balancing";
      case INGRESS_TRAFFIC_NONE -> "none";
      case INGRESS_TRAFFIC_ALL, INGRESS_TRAFFIC_UNSPECIFIED, UNRECOGNIZED -> "all";
    };
  }

  private static TrafficTarget target(JsonNode sent) {
    String revision = sent.path("revisionName").asString("");
    boolean latest = sent.path("latestRevision").asBoolean(false) || revision.isEmpty();
    var target =
        TrafficTarget.newBuilder()
            .setPercent(sent.path("percent").asInt(0))
            .setTag(sent.path("tag").asString(""));
    return latest
        ? target.setType(TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST).build()
        : target
            .setType(TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION)
            .setRevision(revision)
            .build();
  }
}
