package preflight.check;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Where the remedies of a check stand: at the check, or here for what any of them may meet. */
@Remedy(
    on = Signal.API_DISABLED,
    text = "Enable the API.",
    commands = "gcloud services enable {api} --project={project}")
@Remedy(
    on = Signal.BILLING_DISABLED,
    text = "Link the project to an open billing account; recovery takes up to 30 minutes.",
    commands = {
      "gcloud billing accounts list --filter=open=true",
      "gcloud billing projects link {project} --billing-account={BILLING_ACCOUNT?one of those accounts}"
    })
@Remedy(
    on = Signal.POLICY_DENIED,
    text =
        "Run from a network or as a caller that the organisation's policy admits; the audit log names"
            + " the perimeter.",
    commands =
        "gcloud logging read 'protoPayload.metadata.violationReason:*' --project={project} --limit=5"
            + " --freshness=1h")
@Remedy(
    on = Signal.RUN_SERVICE_NOT_FOUND,
    text = "Correct the name, project or region in the profile, or deploy the service.",
    commands = "gcloud run services list --region={region} --project={project}")
@Remedy(
    on = Signal.DNS_FAILED,
    text =
        "Run again; if the resolver still gives no answer, repair the resolver of this machine, or the"
            + " DNS zone, peering or forwarding that the name belongs to.",
    commands = "gcloud dns managed-zones list --project={project}")
public final class CommonRemedies {

  private CommonRemedies() {}

  /** Its commands for documentation; those that hang on what was found stand in the report. */
  public static List<String> commands(Remedy remedy) {
    return Arrays.stream(remedy.commands())
        .map(it ->
            it.matches("\\{[a-z-]+}")
                ? "# the report spells the commands out"
                : Command.of(it).template())
        .toList();
  }

  /** A check's own remedies, then the common ones for signals that it declares and leaves open. */
  public static List<Remedy> of(CheckDefinition check) {
    List<Remedy> own = List.of(check.type().getAnnotationsByType(Remedy.class));
    List<Signal> answered = own.stream().flatMap(it -> Arrays.stream(it.on())).toList();
    return Stream.concat(
            own.stream(),
            Arrays.stream(CommonRemedies.class.getAnnotationsByType(Remedy.class))
                .filter(it -> check.looksAt().containsAll(List.of(it.on())))
                .filter(it -> !answered.containsAll(List.of(it.on()))))
        .toList();
  }
}
