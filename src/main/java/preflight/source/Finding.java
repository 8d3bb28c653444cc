package preflight.source;

import java.util.Comparator;

/**
 * A place in a source tree that breaks a rule.
 *
 * @param rule the id of the rule
 * @param path of the file, below the root of the tree
 * @param line from 1
 * @param column from 1, in characters; 1 where the whole line is meant
 * @param message what is wrong there, as a sentence without a full stop
 * @param subject the name that the finding is about ({@code "redis_client"}); with rule and path it
 *     identifies the finding in a baseline, whatever moves its line
 */
public record Finding(
    String rule, String path, int line, int column, String message, String subject)
    implements Comparable<Finding> {

  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::path)
          .thenComparingInt(Finding::line)
          .thenComparingInt(Finding::column)
          .thenComparing(Finding::rule)
          .thenComparing(Finding::message);

  /** Where it is, as editors and terminals follow it: {@code path:line:column}. */
  public String place() {
    return path + ":" + line + ":" + column;
  }

  @Override
  public int compareTo(Finding other) {
    return ORDER.compare(this, other);
  }
}
