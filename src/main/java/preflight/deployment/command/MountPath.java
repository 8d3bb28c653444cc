package preflight.deployment.command;

import java.util.List;
import java.util.regex.Pattern;

/** The path of a secret as a file: a folder, in which only versions of one secret may stand. */
record MountPath(String folder, String file) {

  static MountPath of(String path) {
    int slash = path.lastIndexOf('/');
    return new MountPath(path.substring(0, Math.max(0, slash)), path.substring(slash + 1));
  }

  /** Whether gcloud takes it. */
  static boolean isValid(String path) {
    List<String> segments = List.of(path.split(Pattern.quote("/"), -1));
    return segments.size() > 2
        && segments.subList(1, segments.size()).stream()
            .noneMatch(it -> it.isEmpty() || it.equals(".") || it.equals(".."));
  }
}
