package preflight.profile;

import java.util.List;
import preflight.profile.reading.Mistake;

/** What came of reading a profile. */
public sealed interface Reading {

  /** It can be used. */
  record Read(Profile profile) implements Reading {}

  /** It cannot, for these reasons, ordered by file, line and column. */
  record Invalid(List<Mistake> mistakes) implements Reading {
    public Invalid {
      mistakes = List.copyOf(mistakes);
    }
  }
}
