package preflight.deployment;

import java.util.Optional;
import java.util.Set;
import preflight.probe.run.Workload;

/** Names of environment variables that Cloud Run does not let one set. */
public final class VariableName {

  /**
   * See "Reserved environment variables" in the documentation of Cloud Run's container contract.
   */
  private static final Set<String> RESERVED =
      Set.of("PORT", "K_SERVICE", "K_REVISION", "K_CONFIGURATION");

  private static final Set<String> RESERVED_IN_JOBS =
      Set.of(
          "CLOUD_RUN_JOB",
          "CLOUD_RUN_EXECUTION",
          "CLOUD_RUN_TASK_INDEX",
          "CLOUD_RUN_TASK_COUNT",
          "CLOUD_RUN_TASK_ATTEMPT");

  private VariableName() {}

  /** Why a name is refused, as a sentence without a full stop. */
  public static Optional<String> refusal(String name, Workload.Kind kind) {
    if (name.isEmpty() || name.contains("=")) {
      return Optional.of("a variable needs a name without '='");
    }
    Set<String> reserved =
        switch (kind) {
          case SERVICE -> RESERVED;
          case JOB -> RESERVED_IN_JOBS;
        };
    if (reserved.contains(name)) {
      return Optional.of("%s is set by Cloud Run itself and may not be given".formatted(name));
    }
    return name.startsWith("X_GOOGLE_")
        ? Optional.of("%s begins with X_GOOGLE_, which is reserved".formatted(name))
        : Optional.empty();
  }
}
