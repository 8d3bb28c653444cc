package preflight.diagnosis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import preflight.check.CheckDoc;
import preflight.check.CheckId;
import preflight.check.FailureClass;
import preflight.check.Severity;
import preflight.diagnosis.Failure.Classified;
import preflight.diagnosis.attribution.Attribution.Attributed;
import preflight.diagnosis.standing.DeployedServices;
import preflight.diagnosis.standing.Standings;
import preflight.engine.CheckResult;
import preflight.resource.Connector;
import preflight.resource.Endpoint;
import preflight.resource.Environment;
import preflight.resource.Postgres;
import preflight.resource.Redis;
import preflight.resource.Resource;
import preflight.resource.Secret;
import preflight.resource.Service;
import preflight.resource.Source;

/** Gathers what a report says of each failure that no other explains, the worst first. */
final class RootCauses {

  private final Environment environment;
  private final Map<CheckId, Attributed> attributed;
  private final Standings standings;
  private final DeployedServices deployed;
  private final Whys whys;
  private final Fixes fixes;

  RootCauses(
      Environment environment,
      Graph graph,
      Map<CheckId, Attributed> attributed,
      Standings standings,
      DeployedServices deployed) {
    this.standings = standings;
    this.deployed = deployed;
    this.environment = environment;
    this.attributed = attributed;
    this.whys = new Whys(attributed, graph);
    this.fixes = new Fixes(environment);
  }

  List<RootCause> of(List<Failure> failures) {
    Map<CheckId, List<Failure>> explained = new HashMap<>();
    Map<CheckId, List<CheckId>> contributing = new HashMap<>();
    for (Failure failure : failures) {
      Attributed settled = settled(failure);
      settled.by().ifPresent(it -> add(explained, it.id(), failure));
      settled.contributing().forEach(it -> add(contributing, it.id(), failure.id()));
    }
    List<RootCause> roots = new ArrayList<>();
    for (Failure failure : failures) {
      if (settled(failure).by().isEmpty()) {
        roots.add(
            root(
                failure,
                explained.getOrDefault(failure.id(), List.of()),
                contributing.getOrDefault(failure.id(), List.of())));
      }
    }
    // The sort is stable: what weighs the same keeps the order of the plan.
    roots.sort(
        Comparator.comparing(RootCause::severity)
            .thenComparing(it -> !it.impact().isEmpty())
            .thenComparingInt(it -> it.explains().size())
            // What explains itself is nearer to a cause than what looks like the work of another.
            .thenComparing(it -> it.failed().signal().symptom().isEmpty())
            .reversed());
    return roots;
  }

  private static <T> void add(Map<CheckId, List<T>> lists, CheckId at, T what) {
    lists.computeIfAbsent(at, _ -> new ArrayList<>()).add(what);
  }

  private Attributed settled(Failure failure) {
    Attributed settled = attributed.get(failure.id());
    if (settled == null) {
      throw new IllegalStateException(failure.id() + " was not attributed");
    }
    return settled;
  }

  private RootCause root(Failure root, List<Failure> explained, List<CheckId> contributing) {
    Attributed settled = settled(root);
    Classified classified = classified(root, settled);
    List<CheckResult> all =
        Stream.concat(Stream.of(root), explained.stream()).map(Failure::result).toList();
    Severity severity =
        all.stream()
            .map(standings::weight)
            .max(Comparator.naturalOrder())
            .orElseThrow(() -> new IllegalArgumentException("no results"));
    return new RootCause(
        root.result(),
        root.failed(),
        root.resource().name(),
        severity,
        standings.of(root.result()),
        classified.to(),
        classified.confidence(),
        owner(classified.to()),
        classified.rule(),
        Sentences.of(root.resource().name(), root.failed()),
        classified.because(),
        explained.stream().map(Failure::id).toList(),
        whys.of(root, explained),
        contributing,
        settled.counterEvidence(),
        Stream.concat(Stream.of(root), explained.stream())
            .flatMap(it -> impact(it).stream())
            .distinct()
            .toList(),
        fix(root));
  }

  private RootCause.Fix fix(Failure root) {
    RootCause.Fix fix =
        fixes.of(root.result().planned().definition(), root.resource(), root.failed());
    return deployed
        .toldOfPlan(root.result())
        .map(it -> Fixes.before(fix, it))
        .orElseGet(() -> fixes.withDrift(fix));
  }

  /** What depends on something that could not be checked is nobody's until it was. */
  private static Classified classified(Failure root, Attributed settled) {
    if (settled.undecided().isEmpty() || root.classified().rule().equals("override")) {
      return root.classified();
    }
    return new Classified(
        root.classified().rule(),
        FailureClass.UNDETERMINED,
        0,
        "%s could not be checked and could be the cause: its answer decides"
            .formatted(settled.undecided().get().id()));
  }

  private Optional<String> owner(FailureClass to) {
    return switch (to) {
      case INFRA -> environment.owners().infra();
      case CONFIG -> environment.owners().config();
      case CODE -> environment.owners().code();
      case UNDETERMINED -> Optional.empty();
    };
  }

  /** What the check itself says goes before what is said of the resource. */
  private Optional<String> impact(Failure failure) {
    return Optional.ofNullable(failure.failed().facts().get(CheckDoc.IMPACT))
        .or(() -> impact(failure.resource()));
  }

  private Optional<String> impact(Resource resource) {
    return switch (resource) {
      case Secret it -> it.impact();
      case Redis it -> it.impact();
      case Postgres it -> it.impact();
      case Service it -> it.impact();
      case Endpoint it -> environment.serviceOf(it).impact();
      case Connector _, Source _ -> Optional.empty();
    };
  }
}
