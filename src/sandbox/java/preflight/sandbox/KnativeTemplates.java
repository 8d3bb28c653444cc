package preflight.sandbox;

import com.google.cloud.run.v2.CloudSqlInstance;
import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.ExecutionEnvironment;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.Volume;
import com.google.cloud.run.v2.VpcAccess;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.JsonFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Templates of revisions in the words of Cloud Run v1 and v2. A container reads nearly the same in
 * both; what is else is an annotation in v1 and a field in v2.
 */
final class KnativeTemplates {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String RUN = "run.googleapis.com/";
  private static final String MIN = "autoscaling.knative.dev/minScale";
  private static final String MAX = "autoscaling.knative.dev/maxScale";
  private static final String CONNECTOR = RUN + "vpc-access-connector";
  private static final String EGRESS = RUN + "vpc-access-egress";
  private static final String NETWORKS = RUN + "network-interfaces";
  private static final String THROTTLED = RUN + "cpu-throttling";
  private static final String BOOSTED = RUN + "startup-cpu-boost";
  private static final String GENERATION = RUN + "execution-environment";
  private static final String SQL = RUN + "cloudsql-instances";
  private static final String SQL_VOLUME = "cloudsql";
  private static final String AFFINE = RUN + "sessionAffinity";
  private static final String KEY = RUN + "encryption-key";

  private KnativeTemplates() {}

  /** Whether an annotation is a field in v2, or nothing that a deployment depends on. */
  static boolean ofSystem(String annotation) {
    return annotation.startsWith(RUN)
        || annotation.startsWith("autoscaling.knative.dev/")
        || annotation.startsWith("serving.knative.dev/")
        || annotation.startsWith("client.knative.dev/");
  }

  static RevisionTemplate templateOf(Revision revision) {
    return RevisionTemplate.newBuilder()
        .putAllLabels(revision.getLabelsMap())
        .putAllAnnotations(revision.getAnnotationsMap())
        .setScaling(revision.getScaling())
        .setVpcAccess(revision.getVpcAccess())
        .setTimeout(revision.getTimeout())
        .setServiceAccount(revision.getServiceAccount())
        .addAllContainers(revision.getContainersList())
        .addAllVolumes(revision.getVolumesList())
        .setExecutionEnvironment(revision.getExecutionEnvironment())
        .setMaxInstanceRequestConcurrency(revision.getMaxInstanceRequestConcurrency())
        .build();
  }

  static ObjectNode template(RevisionTemplate template) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ObjectNode metadata = node.putObject("metadata");
    if (!template.getRevision().isEmpty()) {
      metadata.put("name", template.getRevision());
    }
    ObjectNode labels = metadata.putObject("labels");
    template.getLabelsMap().forEach(labels::put);
    ObjectNode annotations = metadata.putObject("annotations");
    annotations(template).forEach(annotations::put);
    ObjectNode spec = node.putObject("spec");
    spec.put("containerConcurrency", template.getMaxInstanceRequestConcurrency());
    spec.put("timeoutSeconds", template.getTimeout().getSeconds());
    spec.put("serviceAccountName", template.getServiceAccount());
    ArrayNode containers = spec.putArray("containers");
    template.getContainersList().forEach(it -> containers.add(container(it)));
    ArrayNode volumes = spec.putArray("volumes");
    template.getVolumesList().stream()
        .filter(it -> !it.hasCloudSqlInstance())
        .forEach(it -> volumes.add(volume(it)));
    return node;
  }

  private static SequencedMap<String, String> annotations(RevisionTemplate template) {
    var all = new LinkedHashMap<>(template.getAnnotationsMap());
    if (template.getScaling().getMinInstanceCount() > 0) {
      all.put(MIN, Integer.toString(template.getScaling().getMinInstanceCount()));
    }
    if (template.getScaling().getMaxInstanceCount() > 0) {
      all.put(MAX, Integer.toString(template.getScaling().getMaxInstanceCount()));
    }
    VpcAccess network = template.getVpcAccess();
    if (!network.getConnector().isEmpty()) {
      all.put(CONNECTOR, network.getConnector());
    }
    if (network.getNetworkInterfacesCount() > 0) {
      ArrayNode interfaces = JsonNodeFactory.instance.arrayNode();
      network.getNetworkInterfacesList().forEach(it -> interfaces.add(json(it)));
      all.put(NETWORKS, interfaces.toString());
    }
    if (network.getEgressValue() > 0) {
      all.put(EGRESS, word(network.getEgress().name()));
    }
    var resources = template.getContainers(0).getResources();
    if (!resources.getCpuIdle()) {
      all.put(THROTTLED, "false");
    }
    if (resources.getStartupCpuBoost()) {
      all.put(BOOSTED, "true");
    }
    switch (template.getExecutionEnvironment()) {
      case EXECUTION_ENVIRONMENT_GEN1 -> all.put(GENERATION, "gen1");
      case EXECUTION_ENVIRONMENT_GEN2 -> all.put(GENERATION, "gen2");
      case EXECUTION_ENVIRONMENT_UNSPECIFIED, UNRECOGNIZED -> {}
    }
    List<String> databases =
        template.getVolumesList().stream()
            .flatMap(it -> it.getCloudSqlInstance().getInstancesList().stream())
            .toList();
    if (!databases.isEmpty()) {
      all.put(SQL, String.join(",", databases));
    }
    if (template.getSessionAffinity()) {
      all.put(AFFINE, "true");
    }
    if (!template.getEncryptionKey().isEmpty()) {
      all.put(KEY, template.getEncryptionKey());
    }
    return all;
  }

  private static ObjectNode container(Container container) {
    ObjectNode node = json(container);
    for (JsonNode variable : node.path("env")) {
      if (variable.get("valueSource") instanceof ObjectNode source
          && source.get("secretKeyRef") instanceof ObjectNode selector) {
        rename(selector, "secret", "name");
        rename(selector, "version", "key");
        rename((ObjectNode) variable, "valueSource", "valueFrom");
      }
    }
    if (node.get("resources") instanceof ObjectNode resources) {
      resources.remove(List.of("cpuIdle", "startupCpuBoost"));
    }
    return node;
  }

  private static ObjectNode volume(Volume volume) {
    ObjectNode node = json(volume);
    if (node.get("secret") instanceof ObjectNode secret) {
      rename(secret, "secret", "secretName");
      secret.path("items").forEach(it -> rename((ObjectNode) it, "version", "key"));
    }
    return node;
  }

  /** What a client sent, in the words of v2. */
  static RevisionTemplate asked(JsonNode sent) {
    var template = RevisionTemplate.newBuilder();
    template.setRevision(sent.at("/metadata/name").asString(""));
    template.putAllLabels(texts(sent.at("/metadata/labels")));
    Map<String, String> annotations = texts(sent.at("/metadata/annotations"));
    annotations.forEach((name, value) -> {
      if (!ofSystem(name)) {
        template.putAnnotations(name, value);
      }
    });
    JsonNode spec = sent.path("spec");
    for (JsonNode container : spec.path("containers")) {
      template.addContainers(asked(container.deepCopy(), annotations));
    }
    for (JsonNode volume : spec.path("volumes")) {
      template.addVolumes(askedVolume(volume.deepCopy()));
    }
    apply(template, annotations);
    template.setServiceAccount(spec.path("serviceAccountName").asString(""));
    template.setMaxInstanceRequestConcurrency(spec.path("containerConcurrency").asInt(0));
    if (spec.has("timeoutSeconds")) {
      template.setTimeout(Durations.fromSeconds(spec.get("timeoutSeconds").asLong()));
    }
    return template.build();
  }

  private static void apply(RevisionTemplate.Builder template, Map<String, String> annotations) {
    var scaling = template.getScalingBuilder();
    scaling.setMinInstanceCount(number(annotations, MIN));
    scaling.setMaxInstanceCount(number(annotations, MAX));
    var network = VpcAccess.newBuilder().setConnector(annotations.getOrDefault(CONNECTOR, ""));
    for (JsonNode each : read(annotations.getOrDefault(NETWORKS, "[]"))) {
      network.addNetworkInterfaces(parsed(each, VpcAccess.NetworkInterface.newBuilder()).build());
    }
    switch (annotations.getOrDefault(EGRESS, "")) {
      case "all-traffic", "all" -> network.setEgress(VpcAccess.VpcEgress.ALL_TRAFFIC);
      case "private-ranges-only" -> network.setEgress(VpcAccess.VpcEgress.PRIVATE_RANGES_ONLY);
      default -> {}
    }
    if (!network.build().equals(VpcAccess.getDefaultInstance())) {
      template.setVpcAccess(network);
    }
    switch (annotations.getOrDefault(GENERATION, "")) {
      case "gen1" ->
          template.setExecutionEnvironment(ExecutionEnvironment.EXECUTION_ENVIRONMENT_GEN1);
      case "gen2" ->
          template.setExecutionEnvironment(ExecutionEnvironment.EXECUTION_ENVIRONMENT_GEN2);
      default -> {}
    }
    String databases = annotations.getOrDefault(SQL, "");
    if (!databases.isEmpty()) {
      template.addVolumes(
          Volume.newBuilder()
              .setName(SQL_VOLUME)
              .setCloudSqlInstance(
                  CloudSqlInstance.newBuilder()
                      .addAllInstances(List.of(databases.split(",", -1)))));
    }
    template.setSessionAffinity(annotations.getOrDefault(AFFINE, "").equals("true"));
    template.setEncryptionKey(annotations.getOrDefault(KEY, ""));
  }

  private static int number(Map<String, String> annotations, String name) {
    String value = annotations.getOrDefault(name, "0");
    if (!value.matches("[0-9]{1,6}")) {
      throw GoogleStatus.invalidArgument(name + ": must be a number.");
    }
    return Integer.parseInt(value);
  }

  private static Container asked(JsonNode node, Map<String, String> annotations) {
    for (JsonNode variable : node.path("env")) {
      if (variable.get("valueFrom") instanceof ObjectNode source
          && source.get("secretKeyRef") instanceof ObjectNode selector) {
        rename(selector, "name", "secret");
        rename(selector, "key", "version");
        rename((ObjectNode) variable, "valueFrom", "valueSource");
      } else if (!variable.has("value")) {
        // gcloud sends no value for an empty one.
        ((ObjectNode) variable).put("value", "");
      }
    }
    var container = parsed(node, Container.newBuilder());
    boolean throttled = !annotations.getOrDefault(THROTTLED, "true").equals("false");
    boolean boosted = annotations.getOrDefault(BOOSTED, "false").equals("true");
    if (container.hasResources() || throttled || boosted) {
      container.getResourcesBuilder().setCpuIdle(throttled).setStartupCpuBoost(boosted);
    }
    return container.build();
  }

  private static Volume askedVolume(JsonNode node) {
    if (node.get("secret") instanceof ObjectNode secret) {
      rename(secret, "secretName", "secret");
      secret.path("items").forEach(it -> rename((ObjectNode) it, "key", "version"));
    }
    if (node.get("emptyDir") instanceof ObjectNode directory && directory.has("medium")) {
      directory.put("medium", directory.get("medium").asString().toUpperCase(Locale.ROOT));
    }
    return parsed(node, Volume.newBuilder()).build();
  }

  private static String word(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void rename(ObjectNode node, String from, String to) {
    JsonNode value = node.remove(from);
    if (value != null) {
      node.set(to, value);
    }
  }

  static SequencedMap<String, String> texts(JsonNode node) {
    var texts = new LinkedHashMap<String, String>();
    node.properties().forEach(it -> texts.put(it.getKey(), it.getValue().asString("")));
    return texts;
  }

  static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JacksonException e) {
      throw GoogleStatus.invalidArgument("Invalid JSON payload received.");
    }
  }

  static ObjectNode json(Message message) {
    try {
      return (ObjectNode) JSON.readTree(JsonFormat.printer().print(message));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("The emulator made a message that it cannot print", e);
    }
  }

  static <B extends Message.Builder> B parsed(JsonNode json, B into) {
    try {
      JsonFormat.parser().ignoringUnknownFields().merge(json.toString(), into);
      return into;
    } catch (InvalidProtocolBufferException e) {
      throw GoogleStatus.invalidArgument("Invalid JSON payload received. " + e.getMessage());
    }
  }
}
