package preflight.report.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import preflight.check.Severity;
import preflight.check.command.Command;
import preflight.check.plan.Rollout;
import preflight.diagnosis.Diagnosis;
import preflight.diagnosis.RootCause;
import preflight.diagnosis.Verdict;
import preflight.report.ReportDocument;
import preflight.report.ReportDocument.CheckInfo;
import preflight.report.ReportDocument.DeployedInfo;
import preflight.resource.Environment;

/**
 * Whether a deployment did harm: the environment after it, compared with the report from before.
 *
 * @param roots those that the ending is about, worst first
 * @param rollouts what became of each service
 * @param back the commands that send the requests to the revisions of before; none where that
 *     repairs nothing
 */
public record Aftermath(
    Ending ending, List<RootCause> roots, List<Rollout> rollouts, List<Command> back) {

  /** How it ended. */
  public enum Ending {
    HEALTHY("healthy: nothing that blocks is broken"),
    BROKEN_BY_THIS("broken by this deployment: it was well before"),
    BROKEN_PERHAPS_BY_THIS(
        "broken, and perhaps by this deployment: nobody knows whether it was well before"),
    BROKEN_MEANWHILE("broken meanwhile, and not in what was deployed"),
    BROKEN_BEFORE("broken before, and still"),
    NOT_ASKED("not known: nobody asked the new revision, which gets no requests and has no tag"),
    NOT_KNOWN("not known: something that blocks could not be checked");

    private final String words;

    Ending(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  public Aftermath {
    roots = List.copyOf(roots);
    rollouts = List.copyOf(rollouts);
    back = List.copyOf(back);
  }

  /** A pure function of both sides. */
  public static Aftermath of(
      ReportDocument before, List<Rollout> rollouts, Diagnosis after, Environment environment) {
    Map<String, CheckInfo> earlier =
        before.checks().stream()
            .collect(Collectors.toMap(CheckInfo::id, Function.identity(), (one, _) -> one));
    Set<String> first =
        before.deployment().stream()
            .flatMap(it -> it.services().stream())
            .filter(DeployedInfo::first)
            .map(DeployedInfo::service)
            .collect(Collectors.toSet());
    Map<Ending, List<RootCause>> roots =
        after.roots().stream()
            .filter(it -> it.severity() == Severity.BLOCKER)
            .collect(
                Collectors.groupingBy(it ->
                    ending(
                        it,
                        Optional.ofNullable(earlier.get(it.id().toString())),
                        rollouts,
                        first)));
    for (Ending ending :
        List.of(
            Ending.BROKEN_BY_THIS,
            Ending.BROKEN_PERHAPS_BY_THIS,
            Ending.BROKEN_MEANWHILE,
            Ending.BROKEN_BEFORE)) {
      List<RootCause> these = roots.getOrDefault(ending, List.of());
      if (!these.isEmpty()) {
        return new Aftermath(ending, these, rollouts, back(ending, rollouts, environment));
      }
    }
    boolean unasked =
        rollouts.stream().anyMatch(it -> it.state() == Rollout.State.READY && it.url().isEmpty());
    return new Aftermath(
        after.verdict() == Verdict.INCONCLUSIVE
            ? Ending.NOT_KNOWN
            : unasked ? Ending.NOT_ASKED : Ending.HEALTHY,
        List.of(),
        rollouts,
        List.of());
  }

  private static Ending ending(
      RootCause root, Optional<CheckInfo> before, List<Rollout> rollouts, Set<String> first) {
    if (before.filter(it -> it.outcome().equals("FAILED")).isPresent() && !deployed(root, first)) {
      return Ending.BROKEN_BEFORE;
    }
    if (!deployed(root, rollouts.stream().map(Rollout::service).collect(Collectors.toSet()))) {
      return Ending.BROKEN_MEANWHILE;
    }
    return deployed(root, first) || before.filter(it -> it.outcome().equals("PASSED")).isPresent()
        ? Ending.BROKEN_BY_THIS
        : Ending.BROKEN_PERHAPS_BY_THIS;
  }

  /** Whether a service of these fails, or one of its endpoints, itself or through the root. */
  private static boolean deployed(RootCause root, Set<String> services) {
    String resource = root.id().resource();
    return services.stream().anyMatch(it -> resource.equals(it) || resource.startsWith(it + "."));
  }

  private static List<Command> back(
      Ending ending, List<Rollout> rollouts, Environment environment) {
    if (ending != Ending.BROKEN_BY_THIS && ending != Ending.BROKEN_PERHAPS_BY_THIS) {
      return List.of();
    }
    var commands = new ArrayList<Command>();
    for (Rollout each : rollouts.stream().filter(Rollout::moved).toList()) {
      String revisions =
          each.before().entrySet().stream()
              .map(it -> it.getKey() + "=" + it.getValue())
              .collect(Collectors.joining(","));
      commands.add(
          Command.of(
                  "gcloud run services update-traffic {service} --to-revisions={revisions}"
                      + " --region={region} --project={project}")
              .with(environment.facts())
              .with("service", each.cloudRun())
              .with("revisions", revisions));
    }
    return commands;
  }
}
