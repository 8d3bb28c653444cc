package preflight.catalog.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import preflight.catalog.WorstOutcome;
import preflight.catalog.platform.JudgedRevisions;
import preflight.catalog.platform.NoEvidence;
import preflight.catalog.platform.NotDeployed;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Permission;
import preflight.check.Subject;
import preflight.check.command.Command;
import preflight.check.signal.Family;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.run.CloudRun;
import preflight.probe.run.RevisionState;
import preflight.probe.run.ServiceState;
import preflight.probe.run.project.Invokers;
import preflight.probe.run.project.ProjectServices;
import preflight.resource.ResourceName;
import preflight.resource.Service;
import preflight.resource.Target;

@CheckDoc(
    id = "run-callers",
    on = Service.class,
    about = Subject.GROUND,
    expects = "The policy of the service names the account of each declared invoker",
    why =
        """
        A caller whose account is no invoker gets 403 from Google's front end, and its users see an error of \
        the caller.
        """,
    detail =
        """
        The account is that of the caller's profile, or else that of its serving revision. An account that the \
        policy does not name may have the role by a group, or by a policy of the project or a folder: nobody \
        looks there, so the check does not know. `id-token` with `invoke-as` proves it by a request.
        """,
    permissions = {Permission.RUN_VIEW, Permission.RUN_POLICY},
    families = Family.CLOUD_RUN)
public final class RunCallers implements Check<Target<Service>, NoThresholds> {

  private static final String ANYBODY = "allAuthenticatedUsers";

  private final CloudRun run;
  private final JudgedRevisions revisions;
  private final ProjectServices project;

  public RunCallers(CloudRun run, JudgedRevisions revisions, ProjectServices project) {
    this.run = run;
    this.revisions = revisions;
    this.project = project;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    Service service = target.resource();
    if (service.cloudRun().isEmpty() || service.invokers().isEmpty()) {
      return Outcome.notApplicable("no cloud-run with invokers is declared");
    }
    String expected = "each declared invoker may call it";
    return NotDeployed.orJudge(
        run.service(service.cloudRun().get()),
        service,
        target.environment(),
        expected,
        state -> judge(target, state, expected));
  }

  private Outcome judge(Target<Service> target, ServiceState state, String expected)
      throws InterruptedException {
    if (!state.door().checksInvokers()) {
      return Outcome.passed("it does not check who calls");
    }
    return switch (project.invokers(state.name())) {
      case ApiAnswer.Got<Invokers>(Invokers invokers) -> all(target, invokers, expected);
      case ApiAnswer.Refused<Invokers>(ApiTrouble trouble) ->
          NoEvidence.of(trouble, Permission.RUN_POLICY, target.environment(), expected);
      case ApiAnswer<Invokers> _ ->
          Outcome.unknown(UnknownReason.TRANSIENT, expected, "Cloud Run showed no policy of it");
    };
  }

  private Outcome all(Target<Service> target, Invokers invokers, String expected)
      throws InterruptedException {
    if (invokers.everyone() || invokers.always().contains(ANYBODY)) {
      return Outcome.passed("its policy lets in every account");
    }
    var outcomes = new ArrayList<Outcome>();
    for (ResourceName each : target.resource().invokers()) {
      Service caller = target.environment().services().get(each.name());
      Optional<String> account = caller == null ? Optional.empty() : account(caller);
      outcomes.add(
          account
              .map(it -> named(target, each, it, invokers, expected))
              .orElseGet(() ->
                  Outcome.unknown(
                      UnknownReason.PERMISSION,
                      expected,
                      "nothing tells as which account %s runs".formatted(each))));
    }
    return WorstOutcome.of(outcomes).orElseGet(() -> Outcome.passed(expected));
  }

  private Optional<String> account(Service caller) throws InterruptedException {
    if (caller.account().isPresent() || caller.cloudRun().isEmpty()) {
      return caller.account();
    }
    return revisions.of(caller)
            instanceof ApiAnswer.Got<List<RevisionState>>(List<RevisionState> judged)
        ? judged.stream().map(RevisionState::account).filter(it -> !it.isEmpty()).findFirst()
        : Optional.empty();
  }

  private static Outcome named(
      Target<Service> target,
      ResourceName caller,
      String account,
      Invokers invokers,
      String expected) {
    if (invokers.always().contains("serviceAccount:" + account)) {
      return Outcome.passed(expected);
    }
    return Outcome.unknown(
        UnknownReason.PERMISSION,
        expected,
        "the policy of %s does not name %s, as which %s runs; nobody asked groups, nor the policies of project and folders"
            .formatted(target.resource().name(), account, caller),
        Command.of(
                "gcloud projects get-iam-policy {project} --flatten='bindings[].members'"
                    + " --filter=bindings.members:{account} --format='value(bindings.role)'")
            .with(target.environment().facts())
            .with("account", account));
  }
}
