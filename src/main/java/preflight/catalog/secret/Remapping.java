package preflight.catalog.secret;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import preflight.check.command.Command;
import preflight.check.command.GcloudFlags;
import preflight.resource.Environment;
import preflight.resource.Secret;
import preflight.resource.Target;

/** The command that gives a Cloud Run service the secret under some of its names. */
final class Remapping {

  private Remapping() {}

  /**
   * What a command changes.
   *
   * @param cloudRun the service's name on Cloud Run
   * @param container which, where it has several; gcloud means the one that takes requests if none
   *     is named
   */
  record Receiver(String cloudRun, Optional<String> container) {}

  /**
   * One line for a shell.
   *
   * @param plain those of the names that are plain variables, which do not become secrets unless
   *     they go first
   */
  static Command command(
      Target<Secret> target, Receiver receiver, List<String> names, List<String> plain) {
    return command(target, receiver, wanted(target.resource(), target.environment()), names, plain);
  }

  /** The same with the version pinned, under names that carry the secret already. */
  static Command pinning(
      Target<Secret> target, Receiver receiver, String version, List<String> names) {
    return command(
        target,
        receiver,
        target.resource().stored().from(target.environment().gcp().project()) + ":" + version,
        names,
        List.of());
  }

  private static Command command(
      Target<Secret> target,
      Receiver receiver,
      String wanted,
      List<String> names,
      List<String> plain) {
    return Command.of(
            "gcloud run services update {service} --region={region} --project={project}"
                + (receiver.container().isPresent() ? " --container={container}" : "")
                + (plain.isEmpty() ? "" : " --remove-env-vars={plain}")
                + " --update-secrets={mappings}")
        .with(target.environment().facts())
        .with("service", receiver.cloudRun())
        .with("container", receiver.container().orElse(""))
        .with("plain", GcloudFlags.names(plain))
        .with(
            "mappings",
            target
                .resource()
                .mountedAt()
                .filter(it -> names.equals(List.of(it)))
                .map(it -> GcloudFlags.mount(it, wanted))
                .orElseGet(() ->
                    GcloudFlags.map(
                        names.stream().collect(Collectors.toMap(it -> it, _ -> wanted)))));
  }

  /** What each name should be mapped to. */
  static String wanted(Secret secret, Environment environment) {
    return secret.mapping(environment.gcp().project());
  }
}
