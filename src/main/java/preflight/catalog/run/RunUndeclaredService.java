package preflight.catalog.run;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import preflight.catalog.platform.NoEvidence;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.run.project.ProjectServices;
import preflight.probe.run.project.ProjectServices.Listed;
import preflight.resource.Environment;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.text.Listing;

@CheckDoc(
    id = "run-undeclared-service",
    on = Service.class,
    about = Subject.GROUND,
    expects = "The profile knows every service that runs in its project and region",
    why =
        """
        What no profile knows, no check looks at: a service that lost its variables and its callers answers \
        nobody for days, and costs and invites all the same.
        """,
    detail =
        """
        The services of the region are listed once, and told at the first service of the profile that is on \
        Cloud Run. What another tool looks after, such as Cloud Functions, is left out.
        """,
    permissions = Permission.RUN_LIST,
    signals = Signal.RUN_SERVICE_UNDECLARED,
    families = Family.GOOGLE_API)
@Remedy(
    text =
        "Declare the services that belong to the environment, and delete those that nobody needs. The"
            + " command shows them with their age, and changes nothing.",
    commands =
        "gcloud run services list --region={region} --project={project}"
            + " --format='table(metadata.name,metadata.creationTimestamp,status.url)'")
public final class RunUndeclaredService implements Check<Target<Service>, NoThresholds> {

  private static final int SHOWN = 10;

  private final ProjectServices project;

  public RunUndeclaredService(ProjectServices project) {
    this.project = project;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    Environment environment = target.environment();
    Optional<Service> first =
        environment.services().values().stream()
            .filter(it -> it.cloudRun().isPresent())
            .findFirst();
    if (first.isEmpty() || !first.get().name().equals(target.resource().name())) {
      return Outcome.notApplicable("told once, at the first service on Cloud Run");
    }
    Set<String> declared =
        environment.services().values().stream()
            .flatMap(it -> it.cloudRun().stream())
            .collect(Collectors.toSet());
    String expected = "no other services than declared";
    return switch (project.all()) {
      case ApiAnswer.Got<List<Listed>>(List<Listed> all) -> judge(all, declared, expected);
      case ApiAnswer.Refused<List<Listed>>(ApiTrouble trouble) ->
          NoEvidence.of(trouble, Permission.RUN_LIST, environment, expected);
      case ApiAnswer<List<Listed>> _ ->
          Outcome.unknown(UnknownReason.TRANSIENT, expected, "Cloud Run listed no services");
    };
  }

  private static Outcome judge(List<Listed> all, Set<String> declared, String expected) {
    List<String> strays =
        all.stream()
            .filter(it -> it.manager().isEmpty() && !declared.contains(it.name()))
            .map(it ->
                it.changed()
                    .map(at -> it.name() + " (changed " + at.toString().substring(0, 10) + ")")
                    .orElse(it.name()))
            .toList();
    return strays.isEmpty()
        ? Outcome.passed("%d services, all declared or looked after".formatted(all.size()))
        : Outcome.failed(
                Signal.RUN_SERVICE_UNDECLARED,
                expected,
                "%d more: %s".formatted(strays.size(), Listing.line(strays, SHOWN)))
            .saying("is not alone: its region runs services that the profile does not know");
  }
}
