package preflight.diagnosis.attribution;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import preflight.check.signal.Clue;
import preflight.diagnosis.Failure;

/**
 * A revision that does not start is told of twice: by the platform, and by its log. The one that
 * says more stands for the other.
 */
final class DeadRevisions {

  private static final String PLATFORM = "run-revision-ready";
  private static final String LOG = "run-container-exit";

  private final Map<String, Failure> told = new HashMap<>();

  DeadRevisions(List<Failure> failures) {
    for (Failure failure : failures) {
      revision(failure)
          .ifPresent(
              it -> told.merge(it, failure, (one, other) -> says(other) > says(one) ? other : one));
    }
  }

  /** The failure that tells more of the same revision. */
  Optional<Failure> behind(Failure failure) {
    return revision(failure).map(told::get).filter(it -> !it.id().equals(failure.id()));
  }

  private static Optional<String> revision(Failure failure) {
    String check = failure.id().check();
    return check.equals(PLATFORM) || check.equals(LOG)
        ? Optional.ofNullable(failure.failed().facts().get("revision"))
            .map(it -> failure.resource().name() + " " + it)
        : Optional.empty();
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
