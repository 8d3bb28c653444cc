package preflight.diagnosis.standing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import preflight.check.CheckId;
import preflight.check.Outcome;
import preflight.check.Phase;
import preflight.check.Severity;
import preflight.check.Subject;
import preflight.check.plan.Deployment.Change;
import preflight.check.signal.Clue;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.diagnosis.Failure;
import preflight.diagnosis.Graph;
import preflight.diagnosis.attribution.Attribution.Attributed;
import preflight.engine.CheckResult;
import preflight.resource.Relation;
import preflight.resource.Resource;
import preflight.resource.ResourceName;

/**
 * What each answer means for the deployment that is about to happen. Without one, all of them
 * count: the environment is judged as it is.
 */
public final class Standings {

  private final Graph graph;
  private final boolean everything;
  private final DeployedServices deployed;
  private final Set<ResourceName> concerned = new HashSet<>();
  private final Set<ResourceName> used;

  private final Map<CheckId, Standing> ofFailures = new HashMap<>();

  /**
   * Settles those of the failures.
   *
   * @param strict whether what is broken elsewhere counts, too
   */
  public Standings(
      Graph graph,
      DeployedServices deployed,
      boolean strict,
      List<Failure> failures,
      Map<CheckId, Attributed> attributed) {
    this.graph = graph;
    this.deployed = deployed;
    this.everything = deployed.isEmpty() || strict;

    this.used =
        everything
            ? Set.of()
            : graph.environment().relations().stream()
                .map(Relation::dependency)
                .collect(Collectors.toSet());
    graph
        .environment()
        .workloads()
        .filter(deployed::contains)
        .forEach(it -> {
          concerned.add(it.name());
          it.endpoints().values().forEach(at -> concerned.add(at.name()));
          concerned.addAll(graph.ancestors(it.name()));
        });
    settle(failures, attributed);
  }

  private void settle(List<Failure> failures, Map<CheckId, Attributed> attributed) {
    for (Failure failure : failures) {
      if (by(failure, attributed).isEmpty()) {
        ofFailures.put(failure.id(), ofRoot(failure));
      }
    }
    Set<CheckId> needed = new HashSet<>();
    for (Failure failure : failures) {
      by(failure, attributed)
          .ifPresent(root -> {
            Standing standing = explained(failure, Objects.requireNonNull(ofFailures.get(root)));
            ofFailures.put(failure.id(), standing);
            if (standing == Standing.COUNTS) {
              needed.add(root);
            }
          });
    }
    // Such as an API that is off: what it was first seen on may concern nobody here.
    needed.forEach(it -> ofFailures.put(it, Standing.COUNTS));
  }

  private static Optional<CheckId> by(Failure failure, Map<CheckId, Attributed> attributed) {
    return Objects.requireNonNull(attributed.get(failure.id())).by().map(Failure::id);
  }

  private Standing ofRoot(Failure root) {
    Standing standing = byItself(root.result(), root.resource());
    return standing == Standing.REPLACED && !isCured(root) ? Standing.COUNTS : standing;
  }

  /** What a service that is replaced broke elsewhere ends with it; what has a cause stays. */
  private Standing explained(Failure failure, Standing root) {
    Standing own = byItself(failure.result(), failure.resource());
    boolean running = about(failure.result()) == Subject.RUNNING;
    return running && (ends(own) || ends(root)) ? root : own;
  }

  private static boolean ends(Standing standing) {
    return standing == Standing.REPLACED || standing == Standing.BROUGHT;
  }

  /** Of any answer. */
  public Standing of(CheckResult result) {
    Standing settled = ofFailures.get(result.id());
    return settled != null
        ? settled
        : graph.find(result).map(it -> byItself(result, it)).orElse(Standing.COUNTS);
  }

  /** How much an answer weighs, of which the severity after waivers is known. */
  public Severity weight(CheckResult result) {
    Severity declared = result.planned().severityAfterWaiver();
    return switch (of(result)) {
      case COUNTS -> declared;
      // What a revision will be given and nobody could compare is not known to be repaired.
      case REPLACED, BROUGHT ->
          about(result) == Subject.PLANNED && declared == Severity.BLOCKER
              ? Severity.WARNING
              : Severity.INFO;
      case ELSEWHERE -> Severity.INFO;
    };
  }

  private Standing byItself(CheckResult result, Resource resource) {
    Subject about = about(result);
    boolean unseen =
        about == Subject.PLANNED && deployed.service(resource).isEmpty() && deployed.areNamesOnly();
    if (deployed.create(resource) || isDoneByDeployment(result, resource)) {
      return Standing.BROUGHT;
    }
    if (unseen
        || (about == Subject.RUNNING && isHeldByDeployed(result))
        || deployed.change(resource).filter(it -> isReplaced(about, it)).isPresent()) {
      return Standing.REPLACED;
    }
    return everything || concerned.contains(resource.name()) || isEverybodys(resource)
        ? Standing.COUNTS
        : Standing.ELSEWHERE;
  }

  /**
   * What a service runs is replaced; so is what it is given, where nobody knows what that will be.
   * Of a service that is not there yet, nothing that is in front of it is there either.
   */
  private static boolean isReplaced(Subject about, Change change) {
    return switch (about) {
      case RUNNING -> true;
      case PLANNED -> !change.known();
      case GROUND -> change.first();
    };
  }

  /** What is missing comes with what is deployed, if that uses the resource at all. */
  private boolean isDoneByDeployment(CheckResult result, Resource resource) {
    return result.outcome() instanceof Outcome.Failed failed
        && failed.clues().contains(Clue.DONE_BY_DEPLOYMENT)
        && concerned.contains(resource.name());
  }

  /** What stands at a secret, and only instances that are replaced still have. */
  private boolean isHeldByDeployed(CheckResult result) {
    return result.outcome() instanceof Outcome.Failed failed
        && Optional.ofNullable(failed.facts().get("holders"))
            .filter(it -> deployed.containsAll(List.of(it.split(",", -1))))
            .isPresent();
  }

  /** What nobody is said to use may be used by anybody. */
  private boolean isEverybodys(Resource resource) {
    return deployed.service(resource).isEmpty() && !used.contains(resource.name());
  }

  private boolean isCured(Failure root) {
    Signal signal = root.signal();
    if (signal.family().filter(it -> it == Family.GOOGLE_API).isPresent()) {
      // Nothing is deployed to a project that refuses everything.
      return false;
    }
    Optional<Change> change = deployed.change(root.resource());
    if (change.isEmpty() || change.get().first()) {
      return true;
    }
    boolean stays = signal.outlivesRevisions() || isOfFrontEnd(root);
    return !stays
        && change.get().parts().map(it -> signal.isCuredBy(it, root.failed().clues())).orElse(true);
  }

  /** Up to the handshake it is Google's front end that one talks to. */
  private boolean isOfFrontEnd(Failure root) {
    return root.signal()
            .family()
            .filter(it -> it == Family.CONNECTION || it == Family.HANDSHAKE)
            .isPresent()
        && root.failed().phase().filter(it -> it.compareTo(Phase.TLS) > 0).isEmpty()
        && deployed
            .service(root.resource())
            .filter(it -> it.cloudRun().isPresent() && !it.isOnThisMachine())
            .isPresent();
  }

  private static Subject about(CheckResult result) {
    return result.planned().definition().doc().about();
  }
}
