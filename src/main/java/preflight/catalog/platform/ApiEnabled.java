package preflight.catalog.platform;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
import preflight.probe.google.Api;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.instance.InstanceName;
import preflight.probe.project.EnabledApis;
import preflight.probe.project.EnabledApis.Finding;
import preflight.resource.Environment;
import preflight.resource.SecretSource;
import preflight.resource.Service;
import preflight.resource.Target;

@CheckDoc(
    id = "api-enabled",
    on = Service.class,
    about = Subject.GROUND,
    expects = "The APIs of all that the profile declares are enabled in the project",
    why =
        """
        A new project has few APIs on. What needs one that is off fails with an error about permissions, \
        and many things fail at once.
        """,
    detail =
        """
        Of services on Cloud Run: Cloud Run; of secrets in Secret Manager: Secret Manager; of connectors: \
        Serverless VPC Access; of an `instance`: Memorystore or Cloud SQL. They are asked for in one call.
        """,
    permissions = Permission.API_VIEW,
    signals = Signal.API_DISABLED,
    families = Family.GOOGLE_API)
@Remedy(
    on = Signal.API_DISABLED,
    text = "Enable the API. It takes a few minutes until all of Google knows.",
    commands = "{enable}")
public final class ApiEnabled implements Check<Target<Service>, NoThresholds> {

  private static final String EXPECTED = "APIs that are enabled";

  private final EnabledApis apis;

  public ApiEnabled(EnabledApis apis) {
    this.apis = apis;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    Environment environment = target.environment();
    Optional<String> project = environment.gcp().project();
    if (target.resource().cloudRun().isEmpty()) {
      return Outcome.notApplicable("no cloud-run is declared");
    }
    if (project.isEmpty()) {
      return NoEvidence.of(
          new ApiTrouble.Undeclared("gcp.project"), Permission.API_VIEW, environment, EXPECTED);
    }
    Set<Api> needed = needed(environment);
    return switch (apis.find(project.get(), needed)) {
      case ApiAnswer.Got<Finding>(Finding finding) -> judge(finding, needed, project.get());
      case ApiAnswer.Refused<Finding>(ApiTrouble trouble) ->
          NoEvidence.of(trouble, Permission.API_VIEW, environment, EXPECTED);
      case ApiAnswer.Absent<Finding> _,
          ApiAnswer.Malformed<Finding> _,
          ApiAnswer.Unfit<Finding> _ ->
          Outcome.unknown(
              UnknownReason.PERMISSION,
              EXPECTED,
              "Service Usage does not know the project " + project.get());
    };
  }

  /** What has to be on for what the profile declares. */
  private static Set<Api> needed(Environment environment) {
    Set<Api> needed = EnumSet.of(Api.RUN);
    if (environment.secrets().values().stream()
        .anyMatch(it -> it.source() instanceof SecretSource.SecretManager)) {
      needed.add(Api.SECRET_MANAGER);
    }
    if (!environment.connectors().isEmpty()) {
      needed.add(Api.VPC_ACCESS);
    }
    if (environment.redis().values().stream().anyMatch(it -> it.instance().isPresent())) {
      needed.add(Api.MEMORYSTORE);
    }
    if (environment.postgres().values().stream().anyMatch(InstanceName::isNamed)) {
      needed.add(Api.SQL_ADMIN);
    }
    return needed;
  }

  private static Outcome judge(Finding finding, Set<Api> needed, String project) {
    List<String> off = finding.disabled().stream().sorted().map(Api::serviceName).toList();
    if (!off.isEmpty()) {
      return Outcome.failed(
              Signal.API_DISABLED,
              EXPECTED,
              "%s %s disabled".formatted(String.join(", ", off), off.size() == 1 ? "is" : "are"))
          .fact("api", off.getFirst())
          .fact(
              "enable",
              off.stream()
                  .map(it ->
                      Command.of("gcloud services enable {api} --project={project}")
                          .with("api", it)
                          .with("project", project))
                  .toList());
    }
    return finding.unclear().isEmpty()
        ? Outcome.passed(
            needed.stream().sorted().map(Api::key).collect(Collectors.joining(", ")) + " are on")
        : Outcome.unknown(
            UnknownReason.DEFECT,
            EXPECTED,
            "Service Usage tells no state of "
                + finding.unclear().stream()
                    .sorted()
                    .map(Api::serviceName)
                    .collect(Collectors.joining(", ")));
  }
}
