package preflight.diagnosis.attribution;

import java.util.regex.Pattern;
import preflight.check.signal.Signal;
import preflight.diagnosis.Failure;

/**
 * Whether a finding in the code is what a container says when it ends: both must name the same
 * module, name, file or variable of the same service.
 */
final class SpokenOf {

  private static final Pattern COMMA = Pattern.compile(",");

  private SpokenOf() {}

  static boolean explains(Failure cause, Failure effect) {
    if (!cause.resource().name().equals(effect.resource().name())) {
      return false;
    }
    return switch (effect.signal()) {
      case RUN_CONTAINER_EXITED ->
          switch (cause.signal()) {
            // What fails later does not keep the container from starting.
            case CODE_IMPORT_UNRESOLVED ->
                cause.id().check().equals("image-imports")
                    && among(cause, "subjects", effect, "module");
            case CODE_NAME_UNDEFINED -> among(cause, "subjects", effect, "name");
            // A container has the file at another path, under the same name.
            case CODE_DOES_NOT_PARSE -> among(cause, "places", effect, "place");
            default -> false;
          };
      case RUN_CONTAINER_VARIABLE ->
          cause.signal() == Signal.CODE_VARIABLE_NOT_GIVEN
              && among(cause, "subjects", effect, "variable");
      default -> false;
    };
  }

  /** Whether what the container names is among what the findings are about. */
  private static boolean among(Failure cause, String names, Failure effect, String name) {
    String all = cause.failed().facts().get(names);
    String one = effect.failed().facts().get(name);
    return all != null && one != null && COMMA.splitAsStream(all).anyMatch(one::equals);
  }
}
