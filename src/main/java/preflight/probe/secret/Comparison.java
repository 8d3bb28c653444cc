package preflight.probe.secret;

import java.util.List;
import java.util.Optional;
import preflight.probe.secret.overlap.Likeness;
import preflight.resource.Secret;

/** Another environment, whose credentials ours are compared with. */
public interface Comparison {

  /** There is no other. */
  Comparison NONE = _ -> Optional.empty();

  /** What one of our credentials has in common with theirs; empty where there is no other. */
  Optional<Compared> with(Secret ours) throws InterruptedException;

  /**
   * The result for one secret.
   *
   * @param environment the other one
   * @param unread those of theirs that could not be read
   */
  record Compared(String environment, List<Reused> reused, List<UnreadableSecret> unread) {

    public Compared {
      reused = List.copyOf(reused);
      unread = List.copyOf(unread);
    }
  }

  /** One of their secrets that ours has something in common with. */
  record Reused(Secret theirs, Likeness how, int characters) {}
}
