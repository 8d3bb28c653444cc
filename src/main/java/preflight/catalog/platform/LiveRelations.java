package preflight.catalog.platform;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.probe.run.RevisionState;
import preflight.probe.run.SeenRevisions;
import preflight.probe.run.Workload;
import preflight.resource.Environment;
import preflight.resource.Gcp;
import preflight.resource.Kind;
import preflight.resource.Relation;
import preflight.resource.ResourceName;
import preflight.resource.SecretSource;
import preflight.resource.Service;

/**
 * Who depends on whom by what Cloud Run said of revisions: a profile may have forgotten a secret
 * that a service is given, or the connector that it goes out through.
 */
public final class LiveRelations {

  private final Environment environment;
  private final SeenRevisions revisions;

  public LiveRelations(Environment environment, SeenRevisions revisions) {
    this.environment = environment;
    this.revisions = revisions;
  }

  /** Between resources of the profile only, each once, in a fixed order. */
  public List<Relation> seen() {
    return revisions.seen().stream()
        .flatMap(it ->
            environment
                .workloads()
                .filter(at -> at.cloudRun().isPresent() && Workload.of(at).equals(it.of()))
                .flatMap(at ->
                    Stream.of(
                            secrets(at, it.revision()),
                            at.isJob() ? stores(at, it.revision()) : Stream.<Relation>of(),
                            connector(at, it.revision()))
                        .flatMap(found -> found)))
        .distinct()
        .toList();
  }

  private Stream<Relation> secrets(Service service, RevisionState revision) {
    Set<String> ids = revision.secrets();
    return environment.secrets().values().stream()
        .filter(it -> it.source() instanceof SecretSource.SecretManager)
        .filter(it -> ids.contains(it.storedId()))
        .map(it -> new Relation(service.name(), it.name(), "receives"));
  }

  /** A job declares nothing: it uses the stores whose address or password it is given. */
  private Stream<Relation> stores(Service job, RevisionState revision) {
    Set<ResourceName> given =
        secrets(job, revision).map(Relation::dependency).collect(Collectors.toSet());
    return environment.relations().stream()
        .filter(it -> given.contains(it.dependency()))
        .map(Relation::dependent)
        .filter(it -> it.kind() == Kind.REDIS || it.kind() == Kind.POSTGRES)
        .map(it -> new Relation(job.name(), it, "is given a secret of"));
  }

  private Stream<Relation> connector(Service service, RevisionState revision) {
    return revision
        .connector()
        .map(Gcp::shortName)
        .map(environment.connectors()::get)
        .map(it -> new Relation(service.name(), it.name(), "goes out through"))
        .stream();
  }
}
