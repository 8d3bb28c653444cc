package preflight.check.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What became of the deployment of one service.
 *
 * @param service the resource, {@code services.backend}
 * @param cloudRun its name on Cloud Run
 * @param newest the newest revision now; empty where there is none
 * @param before the revisions that served before the deployment, with their percentage
 * @param now those that serve now
 * @param url of the newest revision itself, where it is ready, has a tag and gets no requests
 */
public record Rollout(
    String service,
    String cloudRun,
    State state,
    String newest,
    Map<String, Integer> before,
    Map<String, Integer> now,
    Optional<String> url) {

  public Rollout {
    before = Collections.unmodifiableMap(new LinkedHashMap<>(before));
    now = Collections.unmodifiableMap(new LinkedHashMap<>(now));
  }

  /** How far it came. */
  public enum State {
    /** A new revision is ready and gets requests. */
    SERVES("serves"),
    /** A new revision is ready, and gets no requests. */
    READY("is ready and gets no requests"),
    /** A new revision came about and is not ready. */
    REFUSED("is not ready: what served before still does"),
    /** The newest revision is the one from before. */
    UNCHANGED("is the one from before: nothing new was deployed"),
    /** The platform had not decided when the time to wait was over. */
    PENDING("was not ready when the time to wait was over"),
    /** Nobody could look. */
    UNSEEN("could not be looked at");

    private final String words;

    State(String words) {
      this.words = words;
    }

    /** A predicate whose subject is the newest revision. */
    public String words() {
      return words;
    }
  }

  /** For people: {@code services.backend: backend-00042 serves}. */
  public String sentence() {
    return "%s: %s %s".formatted(service, newest.isEmpty() ? "no revision" : newest, state.words());
  }

  /** Whether there is something to go back to: other revisions serve now than before. */
  public boolean moved() {
    return !before.isEmpty() && !before.keySet().equals(now.keySet());
  }
}
