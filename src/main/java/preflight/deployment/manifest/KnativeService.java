package preflight.deployment.manifest;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import preflight.deployment.DeploymentRequest.ServiceRequest;
import preflight.probe.run.RevisionState;
import preflight.probe.run.Workload;
import preflight.profile.reading.Yaml;

/**
 * A service of {@code serving.knative.dev/v1}, or a job of {@code run.googleapis.com/v1}; their
 * keys are those of Cloud Run's API v1. What Cloud Run would refuse is a mistake at its place.
 */
final class KnativeService {

  static final List<String> METADATA =
      List.of(
          "annotations",
          "clusterName",
          "creationTimestamp",
          "deletionGracePeriodSeconds",
          "deletionTimestamp",
          "finalizers",
          "generateName",
          "generation",
          "labels",
          "name",
          "namespace",
          "ownerReferences",
          "resourceVersion",
          "selfLink",
          "uid");
  private final Fields fields;
  private final Yaml.Mapping root;
  private final Set<String> notes;

  /**
   * @param notes where what it holds is noted that nobody looks at
   */
  KnativeService(Fields fields, Yaml.Mapping root, Set<String> notes) {
    this.fields = fields;
    this.root = root;
    this.notes = notes;
  }

  /** The project that it names, by its id or its number. */
  Optional<String> project() {
    return metadata()
        .flatMap(it -> fields.scalar(it, "namespace"))
        .map(Yaml.Scalar::text)
        .filter(it -> !Fields.isTemplate(it));
  }

  Optional<String> region() {
    return metadata()
        .flatMap(it -> fields.mapping(it, "labels"))
        .flatMap(it -> fields.filled(it, "cloud.googleapis.com/location"));
  }

  /** Where it goes to, as full names begin; a number is no part of them. */
  Optional<String> place() {
    return project()
        .filter(it -> !it.matches("[0-9]+"))
        .flatMap(project -> region().map(it -> "projects/%s/locations/%s".formatted(project, it)));
  }

  private Optional<Yaml.Mapping> metadata() {
    return fields.mapping(root, "metadata");
  }

  /** What is to become of it; empty where the manifest has a mistake. */
  Optional<ServiceRequest> request() {
    fields.known(root, List.of("apiVersion", "kind", "metadata", "spec", "status"));
    Optional<Yaml.Mapping> metadata = metadata();
    metadata.ifPresent(it -> fields.known(it, METADATA));
    metadata.flatMap(it -> fields.mapping(it, "annotations")).ifPresent(this::misplaced);
    Optional<String> name = metadata.flatMap(it -> fields.filled(it, "name"));
    if (name.isEmpty()) {
      fields.mistakes().add(root.place(), "a service needs metadata.name");
    }
    Optional<Yaml.Mapping> spec = fields.mapping(root, "spec");
    spec.ifPresent(it -> fields.known(it, List.of("template", "traffic")));
    Optional<Yaml.Mapping> template = spec.flatMap(it -> fields.mapping(it, "template"));
    if (template.isEmpty()) {
      return fields.mistakes().add(root.place(), "a service needs spec.template");
    }
    fields.known(template.get(), List.of("metadata", "spec"));
    RevisionState revision =
        new KnativeTemplate(fields, notes, Workload.Kind.SERVICE, place())
            .revision(template.get(), fields.mapping(template.get(), "spec"));
    Traffic traffic = traffic(spec.orElseThrow(), template.get());
    return name.map(it ->
        new ServiceRequest(
            it, Optional.of(new Replacement(revision)), traffic.serves(), traffic.tag()));
  }

  /** Settings of a revision do nothing at the service. */
  private void misplaced(Yaml.Mapping annotations) {
    for (String each : KnativeTemplate.ANNOTATIONS) {
      if (annotations.entries().containsKey(each)) {
        notes.add(
            each + " stands at the service, and does something only in spec.template.metadata");
      }
    }
  }

  /** The same of a job: an execution has a template, and its tasks have one within that. */
  Optional<ServiceRequest> job() {
    fields.known(root, List.of("apiVersion", "kind", "metadata", "spec", "status"));
    Optional<Yaml.Mapping> metadata = metadata();
    metadata.ifPresent(it -> fields.known(it, METADATA));
    Optional<String> name = metadata.flatMap(it -> fields.filled(it, "name"));
    if (name.isEmpty()) {
      fields.mistakes().add(root.place(), "a job needs metadata.name");
    }
    Optional<Yaml.Mapping> spec = fields.mapping(root, "spec");
    spec.ifPresent(
        it -> fields.known(it, List.of("startExecutionToken", "runExecutionToken", "template")));
    Optional<Yaml.Mapping> execution = spec.flatMap(it -> fields.mapping(it, "template"));
    execution.ifPresent(it -> fields.known(it, List.of("metadata", "spec")));
    Optional<Yaml.Mapping> tasks = execution.flatMap(it -> fields.mapping(it, "spec"));
    tasks.ifPresent(it -> fields.known(it, List.of("parallelism", "taskCount", "template")));
    Optional<Yaml.Mapping> task = tasks.flatMap(it -> fields.mapping(it, "template"));
    if (task.isEmpty()) {
      return fields.mistakes().add(root.place(), "a job needs spec.template.spec.template");
    }
    fields.known(task.get(), List.of("metadata", "spec"));
    RevisionState revision =
        new KnativeTemplate(fields, notes, Workload.Kind.JOB, place())
            .revision(execution.orElseThrow(), fields.mapping(task.get(), "spec"));
    return name.map(it -> ServiceRequest.job(it, Optional.of(new Replacement(revision))));
  }

  private record Traffic(boolean serves, Optional<String> tag) {}

  private Traffic traffic(Yaml.Mapping spec, Yaml.Mapping template) {
    List<Yaml.Mapping> targets = fields.mappings(spec, "traffic");
    Optional<String> own =
        fields.mapping(template, "metadata").flatMap(it -> fields.text(it, "name"));
    boolean serves = targets.isEmpty();
    Optional<String> tag = Optional.empty();
    for (Yaml.Mapping target : targets) {
      fields.known(
          target,
          List.of("configurationName", "latestRevision", "percent", "revisionName", "tag", "url"));
      Optional<String> revision = fields.text(target, "revisionName");
      if (revision.isEmpty() || revision.equals(own)) {
        serves |= fields.number(target, "percent").orElse(0) > 0;
        tag = tag.or(() -> fields.text(target, "tag"));
      }
    }
    return new Traffic(serves, tag);
  }
}
