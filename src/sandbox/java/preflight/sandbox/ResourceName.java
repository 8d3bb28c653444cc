package preflight.sandbox;

/** Names such as {@code projects/P/secrets/S/versions/V}. */
final class ResourceName {

  private ResourceName() {}

  /** Refuses every project but the sandbox's, by id or number, as IAM would. */
  static void project(String name, String permission) {
    String project = part(name, "projects");
    if (!project.equals(Blueprint.PROJECT) && !project.equals(Blueprint.PROJECT_NUMBER)) {
      throw GoogleStatus.permissionDenied(permission, name);
    }
  }

  /** The segment after this collection. */
  static String part(String name, String collection) {
    String[] segments = name.split("/", -1);
    for (int i = 0; i + 1 < segments.length; i += 2) {
      if (segments[i].equals(collection)) {
        return segments[i + 1];
      }
    }
    throw GoogleStatus.invalidArgument("Invalid resource name: " + name);
  }
}
