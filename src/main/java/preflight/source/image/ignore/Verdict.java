package preflight.source.image.ignore;

import java.util.List;

/** Whether a file of the context is sent to a build. */
public sealed interface Verdict {

  record Packed() implements Verdict {}

  /**
   * No builder packs it.
   *
   * @param file the ignore file
   * @param line from 1
   */
  record Ignored(String file, int line, String pattern) implements Verdict {}

  /**
   * BuildKit packs it; others do not.
   *
   * @param line of the pattern that reopens the directory
   * @param not the builders that leave it out
   */
  record Disputed(String file, int line, String pattern, List<String> not) implements Verdict {}

  Verdict PACKED = new Packed();
}
