package preflight.catalog.secret;

import java.util.List;
import java.util.stream.Collectors;
import preflight.resource.Gcp;
import preflight.resource.Secret;
import preflight.resource.Target;

/** The command that gives a Cloud Run service the secret under some of its names. */
final class Remapping {

  private Remapping() {}

  /**
   * One line for a shell.
   *
   * @param plain those of the names that are plain variables, which do not become secrets unless
   *     they go first
   */
  static String command(
      Target<Secret> target, String cloudRun, List<String> names, List<String> plain) {
    return command(target, cloudRun, wanted(target.resource()), names, plain);
  }

  /** The same with the version pinned, under names that carry the secret already. */
  static String pinning(
      Target<Secret> target, String cloudRun, String version, List<String> names) {
    return command(
        target, cloudRun, target.resource().storedId() + ":" + version, names, List.of());
  }

  private static String command(
      Target<Secret> target,
      String cloudRun,
      String wanted,
      List<String> names,
      List<String> plain) {
    Gcp gcp = target.environment().gcp();
    return "gcloud run services update %s --region=%s --project=%s%s --update-secrets=%s"
        .formatted(
            cloudRun,
            gcp.region().orElse("REGION"),
            gcp.project().orElse("PROJECT"),
            plain.isEmpty() ? "" : " --remove-env-vars=" + String.join(",", plain),
            names.stream().map(it -> it + "=" + wanted).collect(Collectors.joining(",")));
  }

  /** What each name should be mapped to. */
  static String wanted(Secret secret) {
    return secret.storedId() + ":" + secret.version();
  }
}
