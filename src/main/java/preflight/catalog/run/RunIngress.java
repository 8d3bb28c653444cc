package preflight.catalog.run;

import java.net.URI;
import java.util.Optional;
import preflight.catalog.platform.NotDeployed;
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
import preflight.probe.run.CloudRun;
import preflight.probe.run.ServiceDoor;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.field.Keys;
import preflight.resource.service.ServiceIngress;

@CheckDoc(
    id = "run-ingress",
    on = Service.class,
    about = Subject.GROUND,
    expects =
        "Requests reach the service from where the profile says, and at the URL that it names",
    why =
        """
        To whoever may not reach it, Google's front end answers 404, as if there were no such page, and the \
        application's log shows nothing.
        """,
    detail =
        """
        With `ingress`, that of the service must be the same. Without it, only a `url` on `run.app` is judged: \
        the service must not have switched that URL off.
        """,
    permissions = Permission.RUN_VIEW,
    signals = {Signal.RUN_INGRESS_DIFFERS, Signal.RUN_DEFAULT_URL_OFF},
    families = Family.CLOUD_RUN)
@Remedy(
    on = Signal.RUN_INGRESS_DIFFERS,
    text = "Set the declared ingress, or declare the one that the service has.",
    commands =
        "gcloud run services update {service} --region={region} --project={project}"
            + " --ingress={ingress}")
@Remedy(
    on = Signal.RUN_DEFAULT_URL_OFF,
    text =
        "Declare as url the address that clients use, such as that of the load balancer. If they use the"
            + " run.app URL, switch it on in the service (`gcloud run services update"
            + " --default-url`). The command shows what the service has, and changes nothing.",
    commands =
        "gcloud run services describe {service} --region={region} --project={project}"
            + " --format='yaml(metadata.annotations,status.url)'")
public final class RunIngress implements Check<Target<Service>, NoThresholds> {

  private final CloudRun run;

  public RunIngress(CloudRun run) {
    this.run = run;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    Service service = target.resource();
    boolean askedThere = service.url().map(URI::getHost).filter(RunIngress::isDefault).isPresent();
    if (service.cloudRun().isEmpty()) {
      return Outcome.notApplicable("no cloud-run is declared");
    }
    if (service.ingress().isEmpty() && !askedThere) {
      return Outcome.notApplicable("neither ingress nor a run.app url is declared");
    }
    String expected =
        service.ingress().map(it -> "ingress " + Keys.of(it)).orElse("a run.app URL that answers");
    return NotDeployed.orJudge(
        run.service(service.cloudRun().get()),
        service,
        target.environment(),
        expected,
        state -> judge(state.door(), service.ingress(), askedThere, expected));
  }

  private static boolean isDefault(String host) {
    return host.endsWith(".run.app");
  }

  private static Outcome judge(
      ServiceDoor door, Optional<ServiceIngress> declared, boolean askedThere, String expected) {
    if (askedThere && door.defaultUrlOff()) {
      return Outcome.failed(Signal.RUN_DEFAULT_URL_OFF, expected, "its run.app URL is switched off")
          .saying("has switched off the URL at which the profile asks it");
    }
    if (declared.isEmpty()) {
      return Outcome.passed("its run.app URL is on");
    }
    if (door.ingress().isEmpty()) {
      return Outcome.unknown(
          UnknownReason.DEFECT, expected, "Cloud Run names an ingress that nobody here knows");
    }
    return door.ingress().equals(declared)
        ? Outcome.passed(expected)
        : Outcome.failed(
                Signal.RUN_INGRESS_DIFFERS, expected, "ingress " + Keys.of(door.ingress().get()))
            .fact("ingress", Keys.of(declared.get()))
            .saying(
                "takes requests from elsewhere than declared: its ingress is "
                    + Keys.of(door.ingress().get()));
  }
}
