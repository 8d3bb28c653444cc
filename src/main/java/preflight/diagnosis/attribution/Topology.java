package preflight.diagnosis.attribution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import preflight.resource.Environment;
import preflight.resource.Kind;
import preflight.resource.Relation;
import preflight.resource.Resource;
import preflight.resource.ResourceName;

/**
 * The relations of an environment, those who depend before what they depend on: services with their
 * endpoints, stores, connectors, secrets; otherwise in the order of the profile.
 *
 * @param relations below every resource that has any
 * @param alone resources that depend on nothing and on which nothing depends
 */
public record Topology(Map<ResourceName, List<Relation>> relations, List<ResourceName> alone) {

  private static final List<Kind> ORDER =
      List.of(
          Kind.SERVICES,
          Kind.ENDPOINTS,
          Kind.JOBS,
          Kind.REDIS,
          Kind.POSTGRES,
          Kind.CONNECTORS,
          Kind.SECRETS,
          Kind.SOURCE);

  public static Topology of(Environment environment) {
    List<Relation> all = environment.relations();
    Map<ResourceName, List<Relation>> below = new LinkedHashMap<>();
    List<ResourceName> alone = new ArrayList<>();
    for (ResourceName name : names(environment)) {
      List<Relation> own =
          all.stream()
              .filter(it -> it.dependent().equals(name))
              .sorted(
                  Comparator.comparingInt((Relation it) -> rank(it.dependency()))
                      .thenComparing(Relation::how))
              .toList();
      if (!own.isEmpty()) {
        below.put(name, own);
      } else if (all.stream().noneMatch(it -> it.dependency().equals(name))) {
        alone.add(name);
      }
    }
    return new Topology(below, alone);
  }

  private static List<ResourceName> names(Environment environment) {
    return environment
        .resources()
        .map(Resource::name)
        .sorted(Comparator.comparingInt(Topology::rank))
        .toList();
  }

  /** An endpoint stands behind its service. */
  private static int rank(ResourceName name) {
    return ORDER.indexOf(name.kind() == Kind.ENDPOINTS ? Kind.SERVICES : name.kind());
  }
}
