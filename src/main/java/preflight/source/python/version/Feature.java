package preflight.source.python.version;

/**
 * What a file needs of Python 3.
 *
 * @param what as a noun: {@code "a match statement"}
 * @param since the minor version of Python 3 that first accepts it; {@link #NEVER} if none does
 * @param line from 1
 * @param column from 1, in characters
 * @param certain whether an interpreter would say the same; else only one can tell
 */
public record Feature(String what, int since, int line, int column, boolean certain)
    implements Comparable<Feature> {

  /** No version of Python 3. */
  public static final int NEVER = 99;

  /** Whether Python 3.minor accepts it. */
  public boolean fits(int minor) {
    return since <= minor;
  }

  /** What is wrong on Python 3.minor, as a sentence without a full stop. */
  public String message(int minor) {
    return since == NEVER
        ? what
        : "%s needs Python 3.%d, and this is Python 3.%d".formatted(what, since, minor);
  }

  @Override
  public int compareTo(Feature other) {
    int lines = Integer.compare(line, other.line);
    return lines == 0 ? Integer.compare(column, other.column) : lines;
  }
}
