package preflight.diagnosis.attribution;

import java.util.Map;
import java.util.Optional;
import preflight.diagnosis.Failure;

/**
 * Whether a finding in the code is what a container says when it ends: both must name the same
 * module, name, file or variable of the same service.
 */
final class SpokenOf {

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
                cause.id().check().equals("image-imports") && same(cause, effect, "module");
            case CODE_NAME_UNDEFINED -> same(cause, effect, "name");
            case CODE_DOES_NOT_PARSE ->
                place(cause).isPresent() && place(cause).equals(fact(effect, "place"));
            default -> false;
          };
      case RUN_CONTAINER_VARIABLE ->
          switch (cause.signal()) {
            case CODE_VARIABLE_NOT_GIVEN -> same(cause, effect, "variable");
            default -> false;
          };
      default -> false;
    };
  }

  private static boolean same(Failure cause, Failure effect, String fact) {
    Optional<String> subject = fact(cause, "subject");
    return subject.isPresent() && subject.equals(fact(effect, fact));
  }

  /** A container has the file at another path, under the same name. */
  private static Optional<String> place(Failure cause) {
    Map<String, String> facts = cause.failed().facts();
    String path = facts.get("path");
    String line = facts.get("line");
    return path == null || line == null
        ? Optional.empty()
        : Optional.of(path.substring(path.lastIndexOf('/') + 1) + ":" + line);
  }

  private static Optional<String> fact(Failure failure, String name) {
    return Optional.ofNullable(failure.failed().facts().get(name));
  }
}
