package preflight.source;

import java.util.Comparator;

/**
 * A part of a source tree that a rule could not judge. A rule with one has not passed.
 *
 * @param path of a file or directory below the root; empty for all that the rule looks at
 * @param why as a clause without a subject: {@code "is larger than 8 MiB"}
 */
public record Gap(String path, String why) implements Comparable<Gap> {

  private static final Comparator<Gap> ORDER =
      Comparator.comparing(Gap::path).thenComparing(Gap::why);

  @Override
  public int compareTo(Gap other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return (path.isEmpty() ? "the source tree" : path) + " " + why;
  }
}
