package preflight.profile;

import java.util.List;
import preflight.check.Claim;
import preflight.profile.reading.Mistake;

/** What came of reading a claim. */
public sealed interface ClaimReading {

  /** It can be examined. */
  record Read(Claim claim) implements ClaimReading {}

  /** It cannot, for these reasons, ordered by line and column. */
  record Invalid(List<Mistake> mistakes) implements ClaimReading {
    public Invalid {
      mistakes = List.copyOf(mistakes);
    }
  }
}
