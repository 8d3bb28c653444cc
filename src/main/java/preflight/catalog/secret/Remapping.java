package preflight.catalog.secret;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import preflight.resource.Gcp;
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
  static String command(
      Target<Secret> target, Receiver receiver, List<String> names, List<String> plain) {
    return command(target, receiver, wanted(target.resource()), names, plain);
  }

  /** The same with the version pinned, under names that carry the secret already. */
  static String pinning(
      Target<Secret> target, Receiver receiver, String version, List<String> names) {
    return command(
        target, receiver, target.resource().storedId() + ":" + version, names, List.of());
  }

  private static String command(
      Target<Secret> target,
      Receiver receiver,
      String wanted,
      List<String> names,
      List<String> plain) {
    Gcp gcp = target.environment().gcp();
    return "gcloud run services update %s --region=%s --project=%s%s%s --update-secrets=%s"
        .formatted(
            receiver.cloudRun(),
            gcp.region().orElse("REGION"),
            gcp.project().orElse("PROJECT"),
            receiver.container().map(it -> " --container=" + it).orElse(""),
            plain.isEmpty() ? "" : " --remove-env-vars=" + String.join(",", plain),
            names.stream().map(it -> it + "=" + wanted).collect(Collectors.joining(",")));
  }

  /** What each name should be mapped to. */
  static String wanted(Secret secret) {
    return secret.storedId() + ":" + secret.version();
  }
}
