package preflight.probe.secret;

import java.util.List;
import java.util.Optional;
import preflight.probe.google.Trouble;
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
   * @param trouble why one of theirs could not be read, where one could not
   */
  record Compared(String environment, List<Reused> reused, Optional<Trouble> trouble) {

    public Compared {
      reused = List.copyOf(reused);
    }
  }

  /** One of their secrets that ours has something in common with. */
  record Reused(Secret theirs, Likeness how, int characters) {}
}
