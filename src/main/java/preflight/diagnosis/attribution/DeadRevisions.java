package preflight.diagnosis.attribution;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import preflight.check.signal.Clue;
import preflight.diagnosis.Failure;
import preflight.resource.ResourceName;

/**
 * A revision that does not start is told of twice: by the platform, and by its log. The one that
 * says more stands for the other.
 */
final class DeadRevisions {

  private static final String PLATFORM = "run-revision-ready";
  private static final String LOG = "run-container-exit";

  private final Map<ResourceName, Failure> told = new HashMap<>();

  DeadRevisions(List<Failure> failures) {
    for (Failure failure : failures) {
      if (tells(failure)) {
        told.merge(
            failure.resource().name(),
            failure,
            (one, other) -> says(other) > says(one) ? other : one);
      }
    }
  }

  /** The failure that tells more of the newest revision of the same service. */
  Optional<Failure> behind(Failure failure) {
    return tells(failure)
        ? Optional.ofNullable(told.get(failure.resource().name()))
            .filter(it -> !it.id().equals(failure.id()))
        : Optional.empty();
  }

  private static boolean tells(Failure failure) {
    return failure.id().check().equals(PLATFORM) || failure.id().check().equals(LOG);
  }

  /** How much a failure tells of the cause; of two that tell as much, the platform's stands. */
  private static int says(Failure failure) {
    int known =
        switch (failure.signal()) {
          case RUN_REVISION_FAILED -> 0;
          case RUN_PORT_NOT_BOUND -> 1;
          case RUN_CONTAINER_EXITED -> failure.failed().clues().contains(Clue.CRASH) ? 3 : 2;
          default -> 3;
        };
    return 2 * known + (failure.id().check().equals(PLATFORM) ? 1 : 0);
  }
}
