package preflight.catalog.platform;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import preflight.probe.run.RevisionState;
import preflight.probe.run.SeenRevisions;
import preflight.resource.Environment;
import preflight.resource.Gcp;
import preflight.resource.Relation;
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
            environment.services().values().stream()
                .filter(at -> at.cloudRun().filter(it.service()::equals).isPresent())
                .flatMap(
                    at -> Stream.concat(secrets(at, it.revision()), connector(at, it.revision()))))
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

  private Stream<Relation> connector(Service service, RevisionState revision) {
    return revision
        .connector()
        .map(Gcp::shortName)
        .map(environment.connectors()::get)
        .map(it -> new Relation(service.name(), it.name(), "goes out through"))
        .stream();
  }
}
