package preflight.probe.run;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import preflight.probe.PeerText;

/**
 * Reads why a container did not start from the only evidence there is: the platform's own text in
 * the condition of the revision. The first pattern that fits wins.
 */
public enum StartupMessage {
  MEMORY("memory limit of|out of memory|oom.?kill|terminated on signal 9"),
  VARIABLE(
      "keyerror|missing (required )?(environment )?variable|environment variable .{0,80}(not set|missing|required)"
          + "|[A-Z][A-Z0-9_]{2,} (is |was )?(not set|unset|missing|required|undefined)"
          + "|(not set|unset|missing|required|undefined): ?[A-Z][A-Z0-9_]{2,}"),
  CRASH(
      "(Syntax|Indentation|ModuleNotFound|Import|Name|Attribute|Type)Error\\b|exec format error|no such file"),
  DEPENDENCY(
      "(could not|cannot|failed to|unable to) (connect|reach)|connection (refused|timed out|reset)"
          + "|econnrefused|etimedout|eai_again|enotfound|(redis|postgres|database)\\S* .{0,60}(timeout|timed out|refused|unavailable)"),
  EXITED("called exit\\(|exit(ed)? (with )?(code|status)|container exited|status cancelled"),
  PORT(
      "listen on the port|listening on the port|deadline_exceeded|port defined|PORT=|allocated timeout"),
  UNTOLD("");

  private static final int LONGEST = 4000;

  /** As people name variables: capitals, and at least two words. */
  private static final Pattern NAME = Pattern.compile("\\b[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\\b");

  private final Pattern pattern;

  StartupMessage(String pattern) {
    this.pattern = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
  }

  /** The kind of the platform's text. */
  public static StartupMessage of(PeerText message) {
    String bounded = bounded(message);
    return List.of(values()).stream()
        .filter(it -> it != UNTOLD)
        .filter(it -> it.pattern.matcher(bounded).find())
        .findFirst()
        .orElse(UNTOLD);
  }

  /** The variable that the text names first. */
  public static Optional<PeerText> variable(PeerText message) {
    return NAME.matcher(bounded(message))
        .results()
        .map(MatchResult::group)
        .findFirst()
        .map(name -> message.map(_ -> name));
  }

  private static String bounded(PeerText message) {
    return message.raw().substring(0, Math.min(LONGEST, message.raw().length()));
  }
}
