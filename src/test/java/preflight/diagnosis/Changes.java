package preflight.diagnosis;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import preflight.check.plan.Deployment.Change;
import preflight.check.signal.Part;

/** What becomes of services that a test made up, as far as a verdict depends on it. */
final class Changes {

  private Changes() {}

  /**
   * A new revision of a service.
   *
   * @param service its name in the profile
   */
  static Change change(String service, boolean first, boolean known, Optional<Set<Part>> parts) {
    return new Change(
        "services." + service,
        first,
        known,
        parts,
        List.of(),
        Optional.empty(),
        Map.of(),
        true,
        Optional.empty());
  }
}
