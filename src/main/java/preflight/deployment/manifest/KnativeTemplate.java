package preflight.deployment.manifest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.deployment.VariableName;
import preflight.probe.SecretValue;
import preflight.probe.run.RevisionState;
import preflight.probe.run.RevisionState.Container;
import preflight.probe.run.RevisionState.Mount;
import preflight.probe.run.RevisionState.Network;
import preflight.probe.run.Variable;
import preflight.probe.run.Workload;
import preflight.profile.reading.Yaml;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a manifest says of the containers of a service or a job, in the terms of Knative. */
final class KnativeTemplate {

  private static final List<String> REVISION =
      List.of(
          "containerConcurrency",
          "containers",
          "enableServiceLinks",
          "imagePullSecrets",
          "nodeSelector",
          "runtimeClassName",
          "serviceAccountName",
          "timeoutSeconds",
          "volumes");
  private static final List<String> TASK =
      List.of(
          "containers",
          "maxRetries",
          "nodeSelector",
          "serviceAccountName",
          "timeoutSeconds",
          "volumes");
  private static final List<String> CONTAINER =
      List.of(
          "args",
          "command",
          "env",
          "envFrom",
          "image",
          "imagePullPolicy",
          "livenessProbe",
          "name",
          "ports",
          "readinessProbe",
          "resources",
          "securityContext",
          "startupProbe",
          "terminationMessagePath",
          "terminationMessagePolicy",
          "volumeMounts",
          "workingDir");
  private static final List<String> PROBE =
      List.of(
          "failureThreshold",
          "grpc",
          "httpGet",
          "initialDelaySeconds",
          "periodSeconds",
          "successThreshold",
          "tcpSocket",
          "timeoutSeconds");
  private static final List<String> VOLUME =
      List.of("configMap", "csi", "emptyDir", "name", "nfs", "secret");

  private static final String CONNECTOR = "run.googleapis.com/vpc-access-connector";
  private static final String EGRESS = "run.googleapis.com/vpc-access-egress";
  private static final String INTERFACES = "run.googleapis.com/network-interfaces";
  private static final String ALIASES = "run.googleapis.com/secrets";
  private static final String MAX_SCALE = "autoscaling.knative.dev/maxScale";
  private static final String MIN_SCALE = "autoscaling.knative.dev/minScale";

  /** Those that do something only at a template. */
  static final List<String> ANNOTATIONS = List.of(CONNECTOR, EGRESS, INTERFACES, ALIASES);

  private static final Pattern ALIAS =
      Pattern.compile("([^:,\\s]+):projects/[^/,\\s]+/secrets/([^/:,\\s]+)");

  private final Fields fields;
  private final Set<String> notes;
  private final Workload.Kind kind;
  private final Optional<String> place;

  /**
   * @param notes where what it holds is noted that nobody looks at
   * @param place {@code projects/P/locations/L}, where the manifest says it
   */
  KnativeTemplate(Fields fields, Set<String> notes, Workload.Kind kind, Optional<String> place) {
    this.fields = fields;
    this.notes = notes;
    this.kind = kind;
    this.place = place;
  }

  /**
   * The revision that it makes.
   *
   * @param template which has the annotations
   * @param containing which has the containers
   */
  RevisionState revision(Yaml.Mapping template, Optional<Yaml.Mapping> containing) {
    Optional<Yaml.Mapping> metadata = fields.mapping(template, "metadata");
    metadata.ifPresent(it -> fields.known(it, KnativeService.METADATA));
    Yaml.Mapping annotations =
        metadata
            .flatMap(it -> fields.mapping(it, "annotations"))
            .orElseGet(() -> new Yaml.Mapping(template.place(), Map.of()));
    Yaml.Mapping spec = containing.orElseGet(() -> new Yaml.Mapping(template.place(), Map.of()));
    fields.known(spec, kind == Workload.Kind.JOB ? TASK : REVISION);
    Map<String, String> aliases = aliases(annotations);
    List<Yaml.Mapping> containers = fields.mappings(spec, "containers");
    if (containers.isEmpty()) {
      fields.mistakes().add(spec.place(), "a template needs containers");
    }
    long withPorts =
        containers.stream().filter(it -> !fields.mappings(it, "ports").isEmpty()).count();
    if (kind == Workload.Kind.SERVICE && containers.size() > 1 && withPorts != 1) {
      fields.mistakes().add(spec.place(), "exactly one of several containers must have ports");
    }
    var names = new HashSet<String>();
    List<Container> read = new ArrayList<>();
    for (Yaml.Mapping each : containers) {
      Container container = container(each, aliases);
      container
          .name()
          .filter(it -> !names.add(it))
          .ifPresent(
              it -> fields.mistakes().add(each.place(), "two containers have the name " + it));
      read.add(container);
    }
    return new RevisionState(
        "",
        List.of(),
        read,
        mounts(spec, containers, aliases),
        fields.filled(spec, "serviceAccountName").orElse(""),
        maxInstances(annotations),
        fields
            .filled(annotations, MIN_SCALE)
            .filter(it -> it.matches("[0-9]{1,9}"))
            .map(Integer::parseInt)
            .orElse(0),
        fields.number(spec, "timeoutSeconds").map(Duration::ofSeconds),
        network(annotations),
        Optional.empty());
  }

  private int maxInstances(Yaml.Mapping annotations) {
    Optional<String> text = fields.filled(annotations, MAX_SCALE);
    if (text.filter(it -> !it.matches("[0-9]{1,9}")).isPresent()) {
      fields
          .mistakes()
          .add(Fields.place(annotations, MAX_SCALE), "expected a whole number in quotes");
      return 0;
    }
    return text.map(Integer::parseInt).orElse(0);
  }

  /** Secrets of other projects have a name of their own in a revision. */
  private Map<String, String> aliases(Yaml.Mapping annotations) {
    var aliases = new LinkedHashMap<String, String>();
    fields
        .filled(annotations, ALIASES)
        .ifPresent(text -> {
          for (String part : text.split(",", -1)) {
            Matcher alias = ALIAS.matcher(part);
            if (alias.matches()) {
              aliases.put(alias.group(1), alias.group(2));
            } else {
              fields
                  .mistakes()
                  .add(
                      Fields.place(annotations, ALIASES),
                      "expected NAME:projects/NUMBER/secrets/ID, with commas and no blanks between");
            }
          }
        });
    return aliases;
  }

  private Network network(Yaml.Mapping annotations) {
    Optional<String> connector =
        fields.filled(annotations, CONNECTOR).map(it -> Network.connectorOf(it, place));
    return new Network(
        connector,
        fields.filled(annotations, INTERFACES).flatMap(it -> subnetwork(annotations, it)),
        fields.filled(annotations, EGRESS).map(Network::egressOf));
  }

  private Optional<String> subnetwork(Yaml.Mapping annotations, String json) {
    try {
      JsonNode first = JsonMapper.shared().readTree(json).path(0);
      return Optional.of(first.path("subnetwork").asString(first.path("network").asString("")))
          .filter(it -> !it.isEmpty());
    } catch (JacksonException e) {
      return fields
          .mistakes()
          .add(
              Fields.place(annotations, INTERFACES),
              "expected JSON, such as '[{\"network\":\"default\",\"subnetwork\":\"default\"}]'");
    }
  }

  private Container container(Yaml.Mapping node, Map<String, String> aliases) {
    if (node.entries().containsKey("dependsOn")) {
      fields
          .mistakes()
          .add(
              Fields.place(node, "dependsOn"),
              "unknown key 'dependsOn'; the order of containers is the annotation"
                  + " run.googleapis.com/container-dependencies of the template");
    } else {
      fields.known(node, CONTAINER);
    }
    Optional<String> name = fields.filled(node, "name");
    List<Yaml.Mapping> ports = fields.mappings(node, "ports");
    ports.forEach(it -> fields.known(it, List.of("containerPort", "name", "protocol")));
    Optional<Integer> port =
        ports.stream().findFirst().flatMap(it -> fields.number(it, "containerPort"));
    var limits = new LinkedHashMap<String, String>();
    Optional<Yaml.Mapping> resources = fields.mapping(node, "resources");
    resources.ifPresent(it -> fields.known(it, List.of("limits", "requests")));
    resources
        .flatMap(it -> fields.mapping(it, "limits"))
        .ifPresent(it ->
            it.entries()
                .keySet()
                .forEach(limit ->
                    fields.filled(it, limit).ifPresent(value -> limits.put(limit, value))));
    for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
      fields.mapping(node, probe).ifPresent(it -> fields.known(it, PROBE));
    }
    if (!fields.mappings(node, "envFrom").isEmpty()) {
      notes.add("Cloud Run does not support envFrom" + name.map(it -> " of " + it).orElse(""));
    }
    return new Container(
        name,
        image(node),
        variables(node, aliases),
        port.map(OptionalInt::of).orElseGet(OptionalInt::empty),
        limits,
        fields.texts(node, "command"),
        fields.texts(node, "args"));
  }

  private String image(Yaml.Mapping node) {
    Optional<String> image = fields.filled(node, "image");
    if (!node.entries().containsKey("image")) {
      fields.mistakes().add(node.place(), "a container needs an image");
    }
    if (image.filter(it -> !it.contains("/")).isPresent()) {
      notes.add(
          "the image %s names no registry, so that a tool such as Skaffold gives it another name"
              .formatted(image.get()));
      return "";
    }
    return image.orElse("");
  }

  private Map<String, Variable> variables(Yaml.Mapping container, Map<String, String> aliases) {
    var variables = new LinkedHashMap<String, Variable>();
    for (Yaml.Mapping each : fields.mappings(container, "env")) {
      fields.known(each, List.of("name", "value", "valueFrom"));
      Optional<String> name = fields.filled(each, "name");
      if (name.isEmpty()) {
        fields.mistakes().add(each.place(), "a variable needs a name");
        continue;
      }
      VariableName.refusal(name.get(), kind)
          .ifPresent(it -> fields.mistakes().add(each.place(), it));
      if (variables.put(name.get(), variable(each, name.get(), aliases)) != null) {
        fields.mistakes().add(each.place(), name.get() + " is given twice");
      }
    }
    return variables;
  }

  private Variable variable(Yaml.Mapping node, String name, Map<String, String> aliases) {
    Optional<Yaml.Mapping> source = fields.mapping(node, "valueFrom");
    Optional<String> value = fields.text(node, "value");
    if (source.isEmpty()) {
      if (value.filter(Fields::isTemplate).isPresent()) {
        notes.add("the value of %s looks like a template that was not filled in".formatted(name));
      }
      return Variable.Plain.of(SecretValue.of(value.orElse("")), Optional.empty());
    }
    if (value.isPresent()) {
      fields.mistakes().add(node.place(), name + " has both value and valueFrom");
    }
    fields.known(source.get(), List.of("configMapKeyRef", "secretKeyRef"));
    Optional<Yaml.Mapping> reference = fields.mapping(source.get(), "secretKeyRef");
    if (reference.isEmpty()) {
      fields
          .mistakes()
          .add(
              source.get().place(),
              "%s needs secretKeyRef; Cloud Run has no others".formatted(name));
      return new Variable.Unresolved();
    }
    fields.known(reference.get(), List.of("key", "localObjectReference", "name", "optional"));
    Optional<String> secret = fields.filled(reference.get(), "name");
    Optional<String> version = fields.filled(reference.get(), "key");
    for (String key : List.of("name", "key")) {
      if (!reference.get().entries().containsKey(key)) {
        fields
            .mistakes()
            .add(
                reference.get().place(),
                "secretKeyRef of %s needs a %s, which is %s"
                    .formatted(
                        name,
                        key,
                        key.equals("key") ? "a version or latest" : "the id of a secret"));
      }
    }
    return new Variable.FromSecret(id(secret.orElse(""), aliases), version.orElse("latest"));
  }

  private static String id(String name, Map<String, String> aliases) {
    return aliases.getOrDefault(name, name);
  }

  private List<Mount> mounts(
      Yaml.Mapping spec, List<Yaml.Mapping> containers, Map<String, String> aliases) {
    var folders = new LinkedHashMap<String, List<String>>();
    List<Yaml.Mapping> volumes = fields.mappings(spec, "volumes");
    Set<String> names = new HashSet<>();
    volumes.forEach(it -> fields.text(it, "name").ifPresent(names::add));
    for (Yaml.Mapping container : containers) {
      for (Yaml.Mapping mount : fields.mappings(container, "volumeMounts")) {
        fields.known(mount, List.of("mountPath", "name", "readOnly", "subPath"));
        String volume = fields.text(mount, "name").orElse("");
        // Cloud Run itself makes the volume of Cloud SQL.
        if (!names.contains(volume) && !volume.equals("cloudsql")) {
          fields.mistakes().add(mount.place(), "there is no volume of the name " + volume);
        }
        folders
            .computeIfAbsent(volume, _ -> new ArrayList<>())
            .add(fields.text(mount, "mountPath").orElse("") + "/");
      }
    }
    List<Mount> mounts = new ArrayList<>();
    for (Yaml.Mapping volume : volumes) {
      fields.known(volume, VOLUME);
      fields
          .mapping(volume, "secret")
          .ifPresent(secret ->
              folders.getOrDefault(fields.text(volume, "name").orElse(""), List.of("")).stream()
                  .distinct()
                  .forEach(it -> mounts.addAll(mounts(secret, it, aliases))));
    }
    return mounts;
  }

  private List<Mount> mounts(Yaml.Mapping secret, String folder, Map<String, String> aliases) {
    fields.known(secret, List.of("defaultMode", "items", "optional", "secretName"));
    Optional<String> name = fields.filled(secret, "secretName");
    if (!secret.entries().containsKey("secretName")) {
      fields.mistakes().add(secret.place(), "a volume of a secret needs secretName");
    }
    String id = id(name.orElse(""), aliases);
    List<Yaml.Mapping> items = fields.mappings(secret, "items");
    if (items.isEmpty()) {
      return List.of(new Mount(id, "latest", folder + name.orElse("")));
    }
    List<Mount> mounts = new ArrayList<>();
    for (Yaml.Mapping item : items) {
      fields.known(item, List.of("key", "mode", "path"));
      Optional<String> version = fields.filled(item, "key");
      Optional<String> path = fields.filled(item, "path");
      if (!item.entries().containsKey("key") || !item.entries().containsKey("path")) {
        fields.mistakes().add(item.place(), "an item needs a key, which is a version, and a path");
      }
      mounts.add(new Mount(id, version.orElse("latest"), folder + path.orElse("")));
    }
    return mounts;
  }
}
