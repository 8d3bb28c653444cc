package preflight.catalog.run;

import preflight.catalog.platform.NoEvidence;
import preflight.catalog.platform.NotDeployed;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.command.Command;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.run.CloudRun;
import preflight.probe.run.ServiceState;
import preflight.probe.run.project.Invokers;
import preflight.probe.run.project.ProjectServices;
import preflight.resource.Service;
import preflight.resource.Target;

@CheckDoc(
    id = "run-invoker",
    on = Service.class,
    about = Subject.GROUND,
    expects = "Everyone may call a service that is declared public, and not everyone another one",
    why =
        """
        Without the role of an invoker, Google's front end answers 403 before the application sees anything. \
        With it for everyone, a private service answers the internet.
        """,
    detail =
        """
        The policy of the service itself is compared, and whether the service checks invokers at all. Who may \
        call by a policy of the project, a folder or the organisation is not looked at. Where Identity-Aware \
        Proxy decides, nobody can tell from here, and the check says so.
        """,
    permissions = {Permission.RUN_VIEW, Permission.RUN_POLICY},
    signals = {Signal.RUN_INVOKER_MISSING, Signal.RUN_OPEN_TO_EVERYONE},
    families = Family.CLOUD_RUN)
@Remedy(
    on = Signal.RUN_INVOKER_MISSING,
    text =
        "Let everyone on the internet call the service. If the organisation refuses it (domain restricted sharing,"
            + " `iam.allowedPolicyMemberDomains`), the service can leave out the check of invokers instead"
            + " (`gcloud run services update --no-invoker-iam-check`).",
    commands =
        "gcloud run services add-iam-policy-binding {service} --region={region} --project={project}"
            + " --member=allUsers --role=roles/run.invoker")
@Remedy(
    on = Signal.RUN_OPEN_TO_EVERYONE,
    text = "Take the right to call the service from everyone, or declare it `public: true`.",
    commands = "{close}")
public final class RunInvoker implements Check<Target<Service>, NoThresholds> {

  private static final String CHECKED =
      "gcloud run services update {service} --region={region} --project={project}"
          + " --invoker-iam-check";
  private static final String REMOVED =
      "gcloud run services remove-iam-policy-binding {service} --region={region}"
          + " --project={project} --member=allUsers --role=roles/run.invoker";

  private final CloudRun run;
  private final ProjectServices project;

  public RunInvoker(CloudRun run, ProjectServices project) {
    this.run = run;
    this.project = project;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    Service service = target.resource();
    if (service.cloudRun().isEmpty()) {
      return Outcome.notApplicable("no cloud-run is declared");
    }
    boolean open = service.openToEveryone().orElse(false);
    if (!open && !service.isPrivate()) {
      return Outcome.notApplicable("neither public nor invokers is declared");
    }
    String expected = open ? "everyone may call it" : "not everyone may call it";
    return NotDeployed.orJudge(
        run.service(service.cloudRun().get()),
        service,
        target.environment(),
        expected,
        state -> judge(target, state, open, expected));
  }

  private Outcome judge(Target<Service> target, ServiceState state, boolean open, String expected)
      throws InterruptedException {
    if (state.door().iap()) {
      return Outcome.unknown(
          UnknownReason.PERMISSION,
          expected,
          "Identity-Aware Proxy decides who may call it, and nobody asked that");
    }
    if (!state.door().checksInvokers()) {
      return open
          ? Outcome.passed("it does not check who calls")
          : exposed(target, CHECKED, expected, "the service does not check who calls it");
    }
    return switch (project.invokers(state.name())) {
      case ApiAnswer.Got<Invokers>(Invokers invokers) when open ->
          invokers.everyone()
              ? Outcome.passed(expected)
              : Outcome.failed(
                      Signal.RUN_INVOKER_MISSING,
                      expected,
                      "its policy does not name allUsers as invoker"
                          + (invokers.sometimes().contains(Invokers.EVERYONE)
                              ? ", but for a condition"
                              : ""))
                  .saying("is declared public, and its policy does not let everyone call it");
      case ApiAnswer.Got<Invokers>(Invokers invokers) ->
          invokers.everyone()
              ? exposed(target, REMOVED, expected, "its policy names allUsers as invoker")
              : Outcome.passed(expected);
      case ApiAnswer.Refused<Invokers>(ApiTrouble trouble) ->
          NoEvidence.of(trouble, Permission.RUN_POLICY, target.environment(), expected);
      case ApiAnswer<Invokers> _ ->
          Outcome.unknown(UnknownReason.TRANSIENT, expected, "Cloud Run showed no policy of it");
    };
  }

  private static Outcome exposed(
      Target<Service> target, String close, String expected, String observed) {
    return Outcome.failed(Signal.RUN_OPEN_TO_EVERYONE, expected, observed)
        .fact(
            "close",
            Command.of(close)
                .with(target.environment().facts())
                .with("service", target.resource().cloudRun().orElseThrow()))
        .saying("is declared private, and everyone may call it");
  }
}
