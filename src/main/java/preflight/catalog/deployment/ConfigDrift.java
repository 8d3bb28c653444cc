package preflight.catalog.deployment;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import preflight.catalog.deployment.ConfigDrift.With;
import preflight.catalog.deployment.RevisionDrift.Difference;
import preflight.catalog.platform.NotDeployed;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Evidence;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.run.CloudRun;
import preflight.probe.run.RevisionState;
import preflight.probe.run.ServiceState;
import preflight.probe.terraform.Managed;
import preflight.probe.terraform.TerraformShow;
import preflight.probe.terraform.TerraformShow.Reading;
import preflight.resource.Gcp;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;
import preflight.resource.terraform.Terraform;
import preflight.text.Listing;

@CheckDoc(
    id = "config-drift",
    on = Service.class,
    about = Subject.RUNNING,
    expects = "Cloud Run has of the service what Terraform says",
    why =
        """
        What was changed by hand is undone by the next `terraform apply`, on a day on which nobody thinks of it, \
        and what the files say is no help to whoever looks for the cause of something.
        """,
    detail =
        """
        `terraform` of the profile names the JSON of `terraform show -json`, of a state or of a plan. Account, network, \
        limits, port, number of instances, command, variables and secrets of the service are compared with the template that Cloud Run has. \
        A limit of `1000m` is the same as one of `1`. Values of variables are compared and never shown. Not compared is \
        what `ignore` names, by default the image, which a pipeline changes; and what Terraform does not know before it is applied.
        """,
    permissions = Permission.RUN_VIEW,
    signals = Signal.CONFIG_DRIFT,
    families = Family.CLOUD_RUN)
@Remedy(
    on = Signal.CONFIG_DRIFT,
    text =
        "Decide which of the two is right: apply Terraform, or write what is there into its files. The command shows what"
            + " Terraform would change.",
    commands = "terraform plan -target={address}")
public final class ConfigDrift implements Check<Target<Service>, With> {

  private static final String EXPECTED = "what Terraform says";
  private static final int SHOWN = 20;
  private static final int IN_LINE = 3;

  private static final List<String> SERVICES =
      List.of("google_cloud_run_v2_service", "google_cloud_run_service");

  private final CloudRun run;
  private final TerraformShow terraform;

  /** What is not compared. */
  public record With(
      @Field(
              value =
                  "Fields that are not compared, as the report names them, such as `image`, `memory` or"
                      + " `variable LOG_LEVEL`",
              byDefault = "[image]",
              weaker = Weaker.MORE)
          List<String> ignore) {
    public With {
      ignore = List.copyOf(ignore);
    }
  }

  public ConfigDrift(CloudRun run, TerraformShow terraform) {
    this.run = run;
    this.terraform = terraform;
  }

  @Override
  public Outcome run(Target<Service> target, With with) throws InterruptedException {
    Service service = target.resource();
    Optional<Terraform> declared = target.environment().terraform();
    if (service.cloudRun().isEmpty() || declared.isEmpty()) {
      return Outcome.notApplicable("no cloud-run or no terraform is declared");
    }
    String path = declared.get().directory();
    return switch (terraform.read(path)) {
      case Reading.Directory() ->
          Outcome.notApplicable(
              "terraform is a directory; the JSON of `terraform show -json` could be compared");
      case Reading.Unfit(String why) ->
          Outcome.unknown(UnknownReason.PERMISSION, EXPECTED, "%s %s".formatted(path, why));
      case Reading.Document document -> managed(target, with, document);
    };
  }

  private Outcome managed(Target<Service> target, With with, Reading.Document document)
      throws InterruptedException {
    Service service = target.resource();
    Gcp gcp = target.environment().gcp();
    List<Managed> found =
        document.resources().stream()
            .filter(it -> it.is(SERVICES, service.cloudRun().orElseThrow()))
            .filter(it ->
                !it.contradicts("location", gcp.region())
                    && !it.contradicts("project", gcp.project()))
            .toList();
    if (found.isEmpty()) {
      return Outcome.notApplicable("Terraform does not manage it");
    }
    Managed only = found.getFirst();
    Optional<RevisionState> declared = only.revision();
    if (found.size() > 1 || declared.isEmpty()) {
      return Outcome.unknown(
          UnknownReason.PERMISSION,
          EXPECTED,
          found.size() > 1
              ? "Terraform has it %d times".formatted(found.size())
              : "%s is not known before the plan is applied".formatted(only.address()));
    }
    return NotDeployed.orJudge(
        run.service(service.cloudRun().orElseThrow()),
        service,
        target.environment(),
        EXPECTED,
        live -> judge(only, declared.get(), live, with));
  }

  private static Outcome judge(
      Managed managed, RevisionState declared, ServiceState live, With with) {
    if (live.template().isEmpty()) {
      return Outcome.unknown(
          UnknownReason.TRANSIENT, EXPECTED, "Cloud Run tells no template of the service");
    }
    List<Difference> differences =
        RevisionDrift.between(declared, live.template().get(), Set.copyOf(with.ignore()));
    String besides =
        with.ignore().isEmpty()
            ? ""
            : " (not compared: %s)".formatted(String.join(", ", with.ignore()));
    if (differences.isEmpty()) {
      return Outcome.passed("as %s says%s".formatted(managed.address(), besides));
    }
    Failed failed =
        Outcome.failed(
                Signal.CONFIG_DRIFT,
                "what %s says%s".formatted(managed.address(), besides),
                Listing.line(differences, IN_LINE))
            .saying(
                "differs from what Terraform says: "
                    + Listing.line(differences.stream().map(Difference::field).toList(), IN_LINE))
            .fact("address", managed.address());
    List<Optional<Signal>> judged =
        differences.stream().map(Difference::judged).distinct().toList();
    if (judged.size() == 1 && judged.getFirst().isPresent()) {
      failed = failed.fact("judged", judged.getFirst().get().name());
    }
    for (String each : Listing.words(differences, SHOWN)) {
      failed = failed.with(new Evidence("terraform", each));
    }
    return failed;
  }
}
