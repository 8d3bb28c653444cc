package preflight.diagnosis.attribution;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import preflight.check.Outcome.Failed;

/** Since when something fails, where its evidence says so: the fact {@code since}. */
final class Since {

  private Since() {}

  static Optional<Instant> of(Failed failed) {
    String since = failed.facts().get("since");
    if (since == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(since));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
