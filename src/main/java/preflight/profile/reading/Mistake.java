package preflight.profile.reading;

import java.util.Comparator;
import preflight.check.Place;
import preflight.check.command.TerminalText;

/** Something that its author must correct in a file; it never shows a value. */
public record Mistake(Place place, String message) implements Comparable<Mistake> {

  private static final int LONGEST = 500;
  private static final Comparator<Mistake> BY_PLACE =
      Comparator.comparing((Mistake it) -> it.place().file())
          .thenComparingInt(it -> it.place().line())
          .thenComparingInt(it -> it.place().column())
          .thenComparing(Mistake::message);

  /** A message is one line that a terminal can show, whatever stands in the file. */
  public Mistake {
    String line = TerminalText.line(message);
    message = line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  @Override
  public int compareTo(Mistake other) {
    return BY_PLACE.compare(this, other);
  }

  @Override
  public String toString() {
    return place + ": " + message;
  }
}
