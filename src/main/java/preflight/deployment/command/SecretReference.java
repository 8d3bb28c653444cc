package preflight.deployment.command;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a secret as gcloud takes it: {@code id:version}, or its full name with the number
 * of its project.
 */
record SecretReference(String id, String version) {

  private static final Pattern REMOTE =
      Pattern.compile(
          "projects/[0-9]{1,19}/secrets/([a-zA-Z0-9_-]{1,255})(?:(?::|/versions/)(.+))?");
  private static final Pattern LOCAL = Pattern.compile("([a-zA-Z0-9_-]{1,255}):([^:]+)");

  /** Empty where gcloud refuses it, for want of a version for one. */
  static Optional<SecretReference> of(String text) {
    Matcher remote = REMOTE.matcher(text);
    if (remote.matches()) {
      String version = remote.group(2);
      return Optional.of(
          new SecretReference(remote.group(1), version == null ? "latest" : version));
    }
    Matcher local = LOCAL.matcher(text);
    return local.matches()
        ? Optional.of(new SecretReference(local.group(1), local.group(2)))
        : Optional.empty();
  }
}
