package preflight.catalog.run;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import preflight.catalog.platform.NotDeployed;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Evidence;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.google.ApiAnswer;
import preflight.probe.run.CloudRun;
import preflight.probe.run.project.ProjectServices;
import preflight.probe.run.project.ProjectServices.Listed;
import preflight.resource.Service;
import preflight.resource.Target;

@CheckDoc(
    id = "run-service-exists",
    on = Service.class,
    about = Subject.RUNNING,
    expects = "Cloud Run has a service of the declared name in the declared project and region",
    why =
        """
        Everything else that is asked about the service fails. Its name, the region or the project is \
        mistyped, or nobody has deployed it.
        """,
    detail =
        """
        Where there is none, the services of the region are listed, once a run, and the report names those \
        that are called alike. Cloud Run lists one region at a time, so the command looks into the others.
        """,
    permissions = {Permission.RUN_VIEW, Permission.RUN_LIST},
    signals = Signal.RUN_SERVICE_NOT_FOUND,
    families = Family.CLOUD_RUN)
@Remedy(
    on = Signal.RUN_SERVICE_NOT_FOUND,
    text =
        "Correct the name, the region or the project in the profile, or deploy the service. The command"
            + " looks for the name in all regions of the project.",
    commands = "gcloud run services list --project={project} --filter=metadata.name={service}")
public final class RunServiceExists implements Check<Target<Service>, NoThresholds> {

  private static final int NAMED = 5;

  private final CloudRun run;
  private final ProjectServices project;

  public RunServiceExists(CloudRun run, ProjectServices project) {
    this.run = run;
    this.project = project;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    Optional<String> name = target.resource().cloudRun();
    if (name.isEmpty()) {
      return Outcome.notApplicable("no cloud-run is declared");
    }
    Outcome outcome =
        NotDeployed.orJudge(
            run.service(name.get()),
            target.resource(),
            target.environment(),
            "a service " + name.get(),
            _ -> Outcome.passed("it exists"));
    return outcome instanceof Outcome.Failed failed
            && failed.signal() == Signal.RUN_SERVICE_NOT_FOUND
        ? told(failed, name.get())
        : outcome;
  }

  private Outcome told(Outcome.Failed failed, String name) throws InterruptedException {
    Outcome.Failed said = failed.saying("does not exist on Cloud Run as " + name);
    return project.all() instanceof ApiAnswer.Got<List<Listed>>(List<Listed> all)
        ? said.with(new Evidence("Cloud Run, services of the region", there(all, name)))
        : said;
  }

  private static String there(List<Listed> all, String name) {
    if (all.isEmpty()) {
      return "there is none at all";
    }
    List<String> near =
        all.stream()
            .map(Listed::name)
            .sorted(Comparator.comparingInt((String it) -> -alike(it, name)))
            .filter(it -> alike(it, name) * 2 >= Math.min(it.length(), name.length()))
            .limit(NAMED)
            .toList();
    return near.isEmpty()
        ? "there are %d, and none is called alike".formatted(all.size())
        : "there are %d, and called alike: %s"
            .formatted(all.size(), near.stream().collect(Collectors.joining(", ")));
  }

  /** The length of what both begin with, or of what both end with. */
  private static int alike(String one, String other) {
    int most = Math.min(one.length(), other.length());
    int before = 0;
    while (before < most && one.charAt(before) == other.charAt(before)) {
      before++;
    }
    int after = 0;
    while (after < most - before
        && one.charAt(one.length() - 1 - after) == other.charAt(other.length() - 1 - after)) {
      after++;
    }
    return before + after;
  }
}
