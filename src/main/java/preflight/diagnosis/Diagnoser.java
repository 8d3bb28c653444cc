package preflight.diagnosis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import preflight.check.CheckId;
import preflight.check.FailureClass;
import preflight.check.Outcome.Failed;
import preflight.check.plan.ClassOverride;
import preflight.check.plan.Deployment;
import preflight.check.signal.Clue;
import preflight.diagnosis.Failure.Classified;
import preflight.diagnosis.attribution.Attribution;
import preflight.diagnosis.attribution.Attribution.Attributed;
import preflight.diagnosis.attribution.Observations;
import preflight.diagnosis.attribution.WayProofs;
import preflight.diagnosis.standing.DeployedServices;
import preflight.diagnosis.standing.Standings;
import preflight.engine.CheckResult;
import preflight.engine.Run;
import preflight.resource.Environment;
import preflight.resource.Resource;

/** Turns a finished run into a verdict with its root causes; a pure function. */
public final class Diagnoser {

  private final Environment environment;
  private final Graph graph;
  private final Policy policy;
  private final Optional<Deployment> deployment;

  /** Over what the profile declares. */
  public Diagnoser(Environment environment, Policy policy) {
    this(new Graph(environment), policy);
  }

  public Diagnoser(Graph graph, Policy policy) {
    this(graph, policy, Optional.empty());
  }

  /** Before something is deployed. */
  public Diagnoser(Graph graph, Policy policy, Optional<Deployment> deployment) {
    this.environment = graph.environment();
    this.graph = graph;
    this.policy = policy;
    this.deployment = deployment;
  }

  public Diagnosis diagnose(Run run) {
    List<CheckResult> results = WayProofs.with(run.results(), graph);
    var observations = new Observations(results, graph);
    var deployed = new DeployedServices(graph, deployment);
    List<Failure> failures = failures(results, observations, deployed);
    Map<CheckId, Attributed> attributed =
        new Attribution(failures, observations, graph).attribute();
    var standings = new Standings(graph, deployed, policy.strict(), failures, attributed);
    List<RootCause> roots =
        new RootCauses(environment, graph, attributed, standings, deployed).of(failures);
    List<Diagnosed> checks = diagnosed(results, failures, attributed, roots, standings);
    Verdict verdict = Verdicts.of(roots, checks, run.interrupted(), policy);
    return new Diagnosis(
        run,
        verdict,
        Verdicts.exitCode(verdict, roots, run.interrupted(), policy),
        Headline.of(verdict, roots, checks, run.interrupted(), deployment),
        roots,
        checks,
        deployment);
  }

  private List<Failure> failures(
      List<CheckResult> results, Observations observations, DeployedServices deployed) {
    List<Failure> failures = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      CheckResult result = results.get(i);
      if (result.outcome() instanceof Failed said) {
        // What a revision would lack that does not exist yet breaks nothing today.
        Failed failed = said.clue(Clue.BY_DEPLOYMENT, deployed.toldOfPlan(result).isPresent());
        Resource resource =
            graph
                .find(result)
                .orElseThrow(() -> new IllegalStateException("No resource " + result.id()));
        var row = new Case(failed, result, resource, observations, graph);
        failures.add(new Failure(i, result, failed, resource, classify(row)));
      }
    }
    return failures;
  }

  private static Classified classify(Case failure) {
    Optional<ClassOverride> override = failure.result().planned().classOverride();
    if (override.isPresent()) {
      return new Classified("override", override.get().to(), 1, override.get().reason());
    }
    Rule rule = DecisionTable.rowFor(failure);
    return new Classified(rule.id(), rule.to(), rule.confidence(), rule.because());
  }

  private static List<Diagnosed> diagnosed(
      List<CheckResult> results,
      List<Failure> failures,
      Map<CheckId, Attributed> attributed,
      List<RootCause> roots,
      Standings standings) {
    Map<CheckId, FailureClass> classes = new HashMap<>();
    failures.forEach(it -> classes.put(it.id(), it.classified().to()));
    roots.forEach(it -> classes.put(it.id(), it.to()));
    return results.stream()
        .map(it -> {
          Optional<Attributed> settled = Optional.ofNullable(attributed.get(it.id()));
          Optional<CheckId> by = settled.flatMap(Attributed::by).map(Failure::id);
          return new Diagnosed(
              it,
              standings.weight(it),
              standings.of(it),
              Optional.ofNullable(classes.get(by.orElse(it.id()))),
              by,
              settled.flatMap(Attributed::via).map(Failure::id),
              settled.flatMap(Attributed::undecided).map(CheckResult::id));
        })
        .toList();
  }
}
