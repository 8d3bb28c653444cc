package preflight.profile;

import java.nio.file.Path;
import java.util.List;
import preflight.profile.reading.Mistake;

/** What came of looking at a file that may be a profile or a pack. */
public sealed interface Linted {

  /** A profile that can be used. */
  record Sound(Profile profile) implements Linted {}

  /** A pack that can be used, and how many rules it holds. */
  record Pack(Path file, int rules) implements Linted {}

  /** Neither, for these reasons, ordered by file, line and column. */
  record Invalid(List<Mistake> mistakes) implements Linted {
    public Invalid {
      mistakes = List.copyOf(mistakes);
    }
  }
}
