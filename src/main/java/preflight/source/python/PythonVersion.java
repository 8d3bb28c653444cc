package preflight.source.python;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of Python 3.
 *
 * @param minor the number behind {@code 3.}
 */
public record PythonVersion(int minor) implements Comparable<PythonVersion> {

  private static final Pattern WRITTEN = Pattern.compile("3\\.([0-9]{1,2})(\\..*)?");

  /** Of {@code "3.11"} or {@code "3.11.7"}; empty for anything else, and for Python 2. */
  public static Optional<PythonVersion> parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    return written.matches()
        ? Optional.of(new PythonVersion(Integer.parseInt(written.group(1))))
        : Optional.empty();
  }

  @Override
  public int compareTo(PythonVersion other) {
    return Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return "3." + minor;
  }
}
