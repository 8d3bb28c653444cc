package preflight.probe.terraform;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import preflight.probe.SecretValue;
import preflight.probe.run.RevisionState;
import preflight.probe.run.RevisionState.Container;
import preflight.probe.run.RevisionState.Mount;
import preflight.probe.run.RevisionState.Network;
import preflight.probe.run.Variable;
import preflight.resource.Gcp;
import tools.jackson.databind.JsonNode;

/**
 * A service as a plan leaves it: {@code google_cloud_run_v2_service}, or {@code
 * google_cloud_run_service}, which has the fields of Knative in snake case; or {@code
 * google_cloud_run_v2_job}. What is not known before the plan is applied stays unknown.
 *
 * @param after its values, in which those that are not known are absent
 * @param unknown the same shape, with {@code true} for what is not known
 */
public record TerraformService(JsonNode after, JsonNode unknown, Type type) {

  /** The resources of the provider. */
  public enum Type {
    FIRST,
    SECOND,
    JOB
  }

  /** The revision; empty where even its parts are not known. */
  public Optional<RevisionState> revision() {
    boolean first = isFirst();
    JsonNode template = template(after);
    JsonNode unknownTemplate = template(unknown);
    JsonNode spec = first ? template.path("spec").path(0) : template;
    JsonNode unknownSpec = first ? unknownTemplate.path("spec").path(0) : unknownTemplate;
    JsonNode containers = spec.path("containers");
    JsonNode unknownContainers = unknownSpec.path("containers");
    if (containers.isEmpty() || isTrue(unknownContainers) || isTrue(unknownSpec.path("volumes"))) {
      return Optional.empty();
    }
    List<Container> read = new ArrayList<>();
    for (int i = 0; i < containers.size(); i++) {
      if (isTrue(unknownContainers.path(i).path("env"))) {
        return Optional.empty();
      }
      read.add(container(containers.path(i), unknownContainers.path(i)));
    }
    return Optional.of(
        new RevisionState(
            "",
            List.of(),
            read,
            mounts(spec),
            text(spec.path(first ? "service_account_name" : "service_account")).orElse(""),
            maxInstances(template),
            isFirst() ? 0 : template.path("scaling").path(0).path("min_instance_count").asInt(0),
            timeout(spec),
            first ? annotated(template) : network(template.path("vpc_access").path(0)),
            Optional.empty()));
  }

  /** Of an execution, the template of its tasks. */
  private JsonNode template(JsonNode values) {
    JsonNode template = values.path("template").path(0);
    return type == Type.JOB ? template.path("template").path(0) : template;
  }

  private boolean isFirst() {
    return type == Type.FIRST;
  }

  private Container container(JsonNode node, JsonNode unknownNode) {
    var limits = new LinkedHashMap<String, String>();
    node.path("resources")
        .path(0)
        .path("limits")
        .properties()
        .forEach(it -> text(it.getValue()).ifPresent(limit -> limits.put(it.getKey(), limit)));
    JsonNode port = node.path("ports").path(0).path("container_port");
    var variables = new LinkedHashMap<String, Variable>();
    JsonNode env = node.path("env");
    for (int i = 0; i < env.size(); i++) {
      JsonNode each = env.path(i);
      JsonNode open = unknownNode.path("env").path(i);
      text(each.path("name")).ifPresent(name -> variables.put(name, variable(each, open)));
    }
    return new Container(
        text(node.path("name")).filter(it -> !it.isEmpty()),
        text(node.path("image")).orElse(""),
        variables,
        port.isNumber() ? OptionalInt.of(port.asInt()) : OptionalInt.empty(),
        limits,
        texts(node.path("command")),
        texts(node.path("args")));
  }

  private Variable variable(JsonNode node, JsonNode open) {
    JsonNode source = node.path(isFirst() ? "value_from" : "value_source").path(0);
    JsonNode reference = source.path("secret_key_ref").path(0);
    if (reference.isObject()) {
      Optional<String> secret = text(reference.path(isFirst() ? "name" : "secret"));
      JsonNode version = reference.path(isFirst() ? "key" : "version");
      Optional<String> number =
          version.isNull() || text(version).filter(String::isEmpty).isPresent()
              ? Optional.of("latest")
              : text(version);
      return secret.isPresent() && number.isPresent()
          ? new Variable.FromSecret(Gcp.shortName(secret.get()), number.get())
          : new Variable.Unresolved();
    }
    boolean known =
        node.has("value")
            && !isTrue(open.path("value"))
            && !isTrue(open.path(isFirst() ? "value_from" : "value_source"));
    return known
        ? Variable.Plain.of(SecretValue.of(text(node.path("value")).orElse("")), Optional.empty())
        : new Variable.Unresolved();
  }

  private List<Mount> mounts(JsonNode spec) {
    List<Mount> mounts = new ArrayList<>();
    for (JsonNode volume : spec.path("volumes")) {
      JsonNode secret = volume.path("secret").path(0);
      Optional<String> id =
          text(secret.path(isFirst() ? "secret_name" : "secret")).map(Gcp::shortName);
      if (id.isPresent()) {
        for (String folder : folders(spec, volume.path("name"))) {
          mounts.addAll(mounts(secret, id.get(), folder));
        }
      }
    }
    return mounts;
  }

  private List<Mount> mounts(JsonNode secret, String id, String folder) {
    if (secret.path("items").isEmpty()) {
      return List.of(new Mount(id, "latest", folder + id));
    }
    List<Mount> mounts = new ArrayList<>();
    for (JsonNode item : secret.path("items")) {
      String version = text(item.path(isFirst() ? "key" : "version")).orElse("latest");
      mounts.add(new Mount(id, version, folder + text(item.path("path")).orElse("")));
    }
    return mounts;
  }

  private static List<String> folders(JsonNode spec, JsonNode volume) {
    List<String> folders = new ArrayList<>();
    for (JsonNode container : spec.path("containers")) {
      for (JsonNode mount : container.path("volume_mounts")) {
        if (mount.path("name").equals(volume)) {
          folders.add(text(mount.path("mount_path")).orElse("") + "/");
        }
      }
    }
    return folders.isEmpty() ? List.of("") : folders.stream().distinct().toList();
  }

  /** Empty where the plan leaves it as it is. */
  private Optional<Duration> timeout(JsonNode spec) {
    JsonNode seconds = spec.path("timeout_seconds");
    return isFirst()
        ? Optional.of(seconds).filter(JsonNode::isNumber).map(it -> Duration.ofSeconds(it.asInt()))
        : text(spec.path("timeout"))
            .filter(it -> it.matches("[0-9]{1,6}s"))
            .map(it -> Duration.parse("PT" + it.toUpperCase(Locale.ROOT)));
  }

  private int maxInstances(JsonNode template) {
    return isFirst()
        ? text(annotations(template).path("autoscaling.knative.dev/maxScale"))
            .filter(it -> it.matches("[0-9]{1,9}"))
            .map(Integer::parseInt)
            .orElse(0)
        : template.path("scaling").path(0).path("max_instance_count").asInt(0);
  }

  private static JsonNode annotations(JsonNode template) {
    return template.path("metadata").path(0).path("annotations");
  }

  private static Network annotated(JsonNode template) {
    JsonNode annotations = annotations(template);
    return new Network(
        text(annotations.path("run.googleapis.com/vpc-access-connector")),
        Optional.empty(),
        text(annotations.path("run.googleapis.com/vpc-access-egress")).map(Network::egressOf));
  }

  private static Network network(JsonNode access) {
    JsonNode direct = access.path("network_interfaces").path(0);
    return new Network(
        text(access.path("connector")).filter(it -> !it.isEmpty()),
        text(direct.path("subnetwork"))
            .or(() -> text(direct.path("network")))
            .filter(it -> !it.isEmpty()),
        text(access.path("egress")).filter(it -> !it.isEmpty()));
  }

  /** Whether the new revision gets requests; without targets, the latest does. */
  public boolean serves() {
    JsonNode traffic = after.path("traffic");
    return traffic.isEmpty() || latest().stream().anyMatch(it -> it.path("percent").asInt(0) > 0);
  }

  public Optional<String> tag() {
    return latest().stream()
        .flatMap(it -> text(it.path("tag")).stream())
        .filter(it -> !it.isEmpty())
        .findFirst();
  }

  private List<JsonNode> latest() {
    List<JsonNode> targets = new ArrayList<>();
    for (JsonNode target : after.path("traffic")) {
      boolean named =
          text(target.path(isFirst() ? "revision_name" : "revision"))
              .filter(it -> !it.isEmpty())
              .isPresent();
      if (!named) {
        targets.add(target);
      }
    }
    return targets;
  }

  private static boolean isTrue(JsonNode node) {
    return node.isBoolean() && node.asBoolean();
  }

  private static Optional<String> text(JsonNode node) {
    return node.isString() ? Optional.of(node.asString()) : Optional.empty();
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(it -> text(it).ifPresent(texts::add));
    return texts;
  }
}
