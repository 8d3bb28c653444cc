package preflight.deployment.manifest;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import preflight.deployment.DeploymentRequest.ServiceRequest;
import preflight.probe.run.DeclaredService;
import preflight.probe.run.DeclaredService.Access;
import preflight.probe.run.DeclaredService.HealthProbe;
import preflight.probe.run.RevisionState;
import preflight.probe.run.TemplateChange.Applied;
import preflight.probe.run.Workload;
import preflight.profile.reading.Yaml;

/** What a manifest says of a service beside the revision that it makes. */
final class KnativeInventory {

  private static final String CLOUD_SQL = "run.googleapis.com/cloudsql-instances";
  private static final String OPEN = "run.googleapis.com/invoker-iam-disabled";

  private KnativeInventory() {}

  /** Empty for a job, which serves nobody. */
  static Optional<DeclaredService> of(Yaml.Mapping root, ServiceRequest request) {
    if (request.of().kind() == Workload.Kind.JOB) {
      return Optional.empty();
    }
    return request
        .change()
        .map(it -> it.over(Optional.empty()))
        .flatMap(it ->
            it instanceof Applied.Planned(RevisionState revision)
                ? Optional.of(revision)
                : Optional.empty())
        .map(it -> service(root, request.service(), it));
  }

  private static DeclaredService service(Yaml.Mapping root, String name, RevisionState revision) {
    Optional<Yaml.Mapping> template = root.mapping("spec").flatMap(it -> it.mapping("template"));
    return new DeclaredService(
        name,
        root.mapping("status").flatMap(it -> text(it, "url")),
        revision,
        template
            .flatMap(KnativeInventory::annotations)
            .flatMap(it -> text(it, CLOUD_SQL))
            .map(it -> Arrays.stream(it.split(",", -1)).map(String::strip).toList())
            .orElse(List.of())
            .stream()
            .filter(it -> !it.isEmpty() && !Fields.isTemplate(it))
            .toList(),
        template
            .flatMap(it -> it.mapping("spec"))
            .map(it -> it.list("containers"))
            .flatMap(KnativeInventory::health),
        annotations(root).flatMap(it -> text(it, OPEN)).filter("true"::equals).isPresent()
            ? Access.EVERYONE
            : Access.UNKNOWN);
  }

  private static Optional<Yaml.Mapping> annotations(Yaml.Mapping node) {
    return node.mapping("metadata").flatMap(it -> it.mapping("annotations"));
  }

  private static Optional<HealthProbe> health(List<Yaml> containers) {
    return containers.stream()
        .filter(Yaml.Mapping.class::isInstance)
        .map(Yaml.Mapping.class::cast)
        .filter(it -> containers.size() == 1 || !it.list("ports").isEmpty())
        .flatMap(it -> Stream.of("startup", "liveness").flatMap(kind -> probe(kind, it).stream()))
        .findFirst();
  }

  private static Optional<HealthProbe> probe(String kind, Yaml.Mapping container) {
    Optional<String> port =
        container.list("ports").stream()
            .filter(Yaml.Mapping.class::isInstance)
            .flatMap(it -> text((Yaml.Mapping) it, "containerPort").stream())
            .findFirst();
    Optional<Yaml.Mapping> probe = container.mapping(kind + "Probe");
    Optional<Yaml.Mapping> http =
        probe.flatMap(it -> it.mapping("httpGet")).filter(it -> own(it, port));
    if (http.isPresent()) {
      Optional<String> path = text(http.get(), "path").or(() -> Optional.of("/"));
      return path.filter(it -> !Fields.isTemplate(it))
          .map(it -> new HealthProbe(kind, Optional.of(it), Optional.empty()));
    }
    return probe
        .flatMap(it -> it.mapping("grpc"))
        .filter(it -> own(it, port))
        .map(it ->
            new HealthProbe(kind, Optional.empty(), Optional.of(text(it, "service").orElse(""))));
  }

  /** A probe of another port than the service's asks no path of the service. */
  private static boolean own(Yaml.Mapping action, Optional<String> port) {
    return text(action, "port").filter(it -> !port.equals(Optional.of(it))).isEmpty();
  }

  private static Optional<String> text(Yaml.Mapping node, String key) {
    return node.scalar(key)
        .filter(it -> it.type() != Yaml.Type.NULL)
        .map(Yaml.Scalar::text)
        .filter(it -> !it.isEmpty());
  }
}
