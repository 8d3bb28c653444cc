package preflight.probe.git;

import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import preflight.probe.PeerText;

/**
 * One commit.
 *
 * @param id in small letters, all of it
 * @param subject the first line of its message
 * @param committed when it was made, or made anew
 */
public record Commit(String id, PeerText subject, Instant committed) {

  private static final int SUBJECT = 72;

  /** As Conventional Commits and people say it. */
  private static final Pattern REPAIR =
      Pattern.compile(
          "(?:\\[[^\\]]*]\\s*)?(?:hot|bug)?fix(?:e[sd])?\\b.*|revert\\b.*|.*\\b(?:hotfix|bugfix|security fix)\\b.*");

  /** Whether its subject says that it repairs something. */
  public boolean repairs() {
    return subject.map(it -> it.toLowerCase(Locale.ROOT).strip()).matches(REPAIR);
  }

  /** As people write it, and what it says of itself. */
  public String shown() {
    return shortened() + " " + subject.shown(SUBJECT);
  }

  public String shortened() {
    return id.substring(0, 9);
  }
}
