package preflight.probe.registry;

import preflight.probe.google.ApiAnswer;

/** Tells which images there are. */
public interface Images {

  /** What became of the search for one image. */
  enum Finding {
    HELD,
    /** The repository keeps what was pushed to it, and this is not there. */
    NOT_HELD,
    NO_REPOSITORY,
    /** The repository does not keep it, and may fetch it from another one when it is pulled. */
    ON_DEMAND
  }

  /**
   * Whether the repository of an image lets an account pull from it. What is granted for the whole
   * project, or above it, is not in its policy.
   *
   * @param member as a policy names it, {@code serviceAccount:…}
   */
  ApiAnswer<Boolean> grants(ImageReference.Hosted image, String member) throws InterruptedException;

  /** Asks once a run for each image. */
  ApiAnswer<Finding> find(ImageReference.Hosted image) throws InterruptedException;
}
