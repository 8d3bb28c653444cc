package preflight.deployment.manifest;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import preflight.deployment.DeploymentReading;
import preflight.deployment.DeploymentRequest;
import preflight.deployment.DeploymentRequest.ServiceRequest;
import preflight.probe.run.DeclaredService;
import preflight.profile.reading.Mistake;
import preflight.profile.reading.Mistakes;
import preflight.profile.reading.SourceText;
import preflight.profile.reading.Yaml;
import preflight.profile.reading.YamlParser;

/** A file of documents, of which those count that are services of Knative, or jobs of Cloud Run. */
public final class Manifest {

  private static final String KNATIVE = "serving.knative.dev/v1";

  private static final String JOBS = "run.googleapis.com/v1";

  private final String told;
  private final Mistakes mistakes = new Mistakes();
  private final Set<String> notes = new LinkedHashSet<>();
  private final List<ServiceRequest> services = new ArrayList<>();
  private Optional<String> project = Optional.empty();
  private Optional<String> region = Optional.empty();

  /**
   * @param told what a report calls it
   */
  public Manifest(String told) {
    this.told = told;
  }

  public DeploymentReading read(SourceText source) {
    YamlParser.documents(source.file(), source.text(), mistakes).forEach(this::document);
    return mistakes.none()
        ? new DeploymentReading.Read(
            new DeploymentRequest(told, project, region, services, Set.of(), List.copyOf(notes)))
        : new DeploymentReading.Invalid(mistakes.all());
  }

  /** Services as a manifest declares them, and what of it nobody could read. */
  public record Declared(
      Optional<String> project,
      Optional<String> region,
      List<DeclaredService> services,
      List<Mistake> mistakes) {}

  /** The services of a file, whatever else is wrong with it. */
  public Declared declared(SourceText source) {
    List<DeclaredService> declared = new ArrayList<>();
    for (Yaml.Mapping root : YamlParser.documents(source.file(), source.text(), mistakes)) {
      int before = services.size();
      document(root);
      if (services.size() > before) {
        KnativeInventory.of(root, services.getLast()).ifPresent(declared::add);
      }
    }
    return new Declared(project, region, declared, mistakes.all());
  }

  private void document(Yaml.Mapping root) {
    var fields = new Fields(mistakes);
    Optional<String> version = fields.text(root, "apiVersion");
    Optional<String> kind = fields.text(root, "kind");
    if (version.isEmpty() || kind.isEmpty()) {
      mistakes.add(root.place(), "expected apiVersion: %s and kind: Service".formatted(KNATIVE));
      return;
    }
    boolean job = version.get().equals(JOBS) && kind.get().equals("Job");
    if (!job && !(version.get().equals(KNATIVE) && kind.get().equals("Service"))) {
      String name =
          fields
              .mapping(root, "metadata")
              .flatMap(it -> fields.text(it, "name"))
              .map(it -> " " + it)
              .orElse("");
      notes.add(
          "Preflight does not look at the %s%s (%s)".formatted(kind.get(), name, version.get()));
      return;
    }
    var service = new KnativeService(fields, root, notes);
    project = project.or(service::project);
    region = region.or(service::region);
    (job ? service.job() : service.request())
        .ifPresent(it -> {
          if (services.stream().anyMatch(other -> other.of().equals(it.of()))) {
            mistakes.add(root.place(), "a second document for the " + it.of());
          }
          services.add(it);
        });
  }
}
