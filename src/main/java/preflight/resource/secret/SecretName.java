package preflight.resource.secret;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Secret Manager calls a secret (AIP-122): its id, or its full name where another project or a
 * location keeps it.
 *
 * @param project empty for that of the environment
 * @param location of a regional secret
 */
public record SecretName(Optional<String> project, Optional<String> location, String id) {

  private static final Pattern FULL =
      Pattern.compile(
          "(?://secretmanager\\.googleapis\\.com/)?projects/([^/]+)/(?:locations/([^/]+)/)?secrets/([^/]+)"
              + "(?:/versions/([^/]+))?");

  /** How applications write that they read a secret themselves. */
  private static final Pattern SCHEME =
      Pattern.compile(
          "(?:secret|sm|gsm|gcpsm|berglas|gcp-secret-manager|secretmanager):/{0,3}|sm@");

  private static final Pattern PARTS =
      Pattern.compile(
          "(?:([a-z][a-z0-9-]{4,28}[a-z0-9])/)?([A-Za-z0-9_-]{1,255})(?:[/#]([0-9]+|latest))?");

  /** A secret, and which of its versions. */
  public record Version(SecretName secret, String version) {}

  /** By an id or a full name. */
  public static SecretName of(String text) {
    return full(text)
        .map(Version::secret)
        .orElseGet(() -> new SecretName(Optional.empty(), Optional.empty(), text));
  }

  /** By a full name, with or without a version. */
  public static Optional<Version> full(String text) {
    Matcher full = FULL.matcher(text);
    return full.matches() ? Optional.of(version(full, 2)) : Optional.empty();
  }

  /**
   * What a plain text refers to that an application resolves itself: {@code
   * projects/P/secrets/S/versions/3}, {@code sm://P/S}, {@code secret://S}; empty for any other
   * value.
   */
  public static Optional<Version> referredTo(String text) {
    Matcher scheme = SCHEME.matcher(text);
    boolean said = scheme.lookingAt();
    String rest = said ? text.substring(scheme.end()) : text;
    Optional<Version> full = full(rest);
    if (full.isPresent() || !said) {
      return full;
    }
    Matcher parts = PARTS.matcher(rest);
    return parts.matches() ? Optional.of(version(parts, 1)) : Optional.empty();
  }

  private static Version version(Matcher match, int id) {
    // The location stands between project and id, where there is one.
    @Nullable String location = match.groupCount() > 3 ? match.group(2) : null;
    int at = match.groupCount() > 3 ? 3 : id + 1;
    @Nullable String version = match.group(at + 1);
    return new Version(
        new SecretName(
            Optional.ofNullable(match.group(1)), Optional.ofNullable(location), match.group(at)),
        version == null ? "latest" : version);
  }

  /**
   * The same, as seen from a project, whose own secrets go by their ids. A number may be that of
   * the project.
   */
  public SecretName from(Optional<String> own) {
    boolean number = project.filter(it -> it.matches("[0-9]+")).isPresent();
    return location.isEmpty() && (project.equals(own) || number)
        ? new SecretName(Optional.empty(), Optional.empty(), id)
        : this;
  }

  /** As Cloud Run and gcloud take it: the id, or the full name. */
  @Override
  public String toString() {
    return project.isEmpty() && location.isEmpty()
        ? id
        : "projects/%s%s/secrets/%s"
            .formatted(project.orElse("-"), location.map(it -> "/locations/" + it).orElse(""), id);
  }
}
