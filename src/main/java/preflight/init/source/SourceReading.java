package preflight.init.source;

import java.util.List;
import preflight.init.found.Inventory;
import preflight.profile.reading.Mistake;

/** What came of reading a source. */
public sealed interface SourceReading {

  record Read(Inventory inventory) implements SourceReading {}

  /** Whoever would know could not be asked; a sentence without a full stop, and what to do. */
  record Unanswered(String why, List<String> then) implements SourceReading {}

  /** A file that holds nothing that can be read. */
  record Invalid(List<Mistake> mistakes) implements SourceReading {}
}
