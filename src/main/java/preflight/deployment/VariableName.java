package preflight.deployment;

import java.util.Optional;
import java.util.Set;

/** Names of environment variables that Cloud Run does not let one set. */
public final class VariableName {

  /**
   * See "Reserved environment variables" in the documentation of Cloud Run's container contract.
   */
  private static final Set<String> RESERVED =
      Set.of("PORT", "K_SERVICE", "K_REVISION", "K_CONFIGURATION");

  private VariableName() {}

  /** Why a name is refused, as a sentence without a full stop. */
  public static Optional<String> refusal(String name) {
    if (name.isEmpty() || name.contains("=")) {
      return Optional.of("a variable needs a name without '='");
    }
    if (RESERVED.contains(name)) {
      return Optional.of("%s is set by Cloud Run itself and may not be given".formatted(name));
    }
    return name.startsWith("X_GOOGLE_")
        ? Optional.of("%s begins with X_GOOGLE_, which is reserved".formatted(name))
        : Optional.empty();
  }
}
