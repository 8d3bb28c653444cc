package preflight.probe.git;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import preflight.resource.Source;

/** Looks at the commits of the repository that a source tree is in. */
public interface History {

  /**
   * How a deployed commit stands to the one that is checked out.
   *
   * @param deployed its digits, perhaps cut short
   * @param concerns of a path below the root of the source, whether commits that touch it count
   */
  Standing standing(Source source, String deployed, Predicate<String> concerns)
      throws InterruptedException;

  /** Whether a deployed commit has a fix, by either's digits. */
  Presence presence(Source source, String fix, String deployed) throws InterruptedException;

  /** How a deployed commit stands to the one that is checked out. */
  sealed interface Standing {

    /** Nothing that counts lies between the two. */
    record Current(Commit head) implements Standing {}

    /** The checked-out commit has these, the newest first, and the deployed one has not. */
    record Behind(Commit head, Commit deployed, List<Commit> undeployed) implements Standing {
      public Behind {
        undeployed = List.copyOf(undeployed);
      }
    }

    /** The deployed commit has these, and the checked-out one has not: it is an older one. */
    record Ahead(Commit head, Commit deployed, List<Commit> newer) implements Standing {
      public Ahead {
        newer = List.copyOf(newer);
      }
    }

    /** Each has what the other has not. */
    record Forked(Commit head, Commit deployed, List<Commit> undeployed, List<Commit> onlyDeployed)
        implements Standing {
      public Forked {
        undeployed = List.copyOf(undeployed);
        onlyDeployed = List.copyOf(onlyDeployed);
      }
    }

    record CannotTell(Gap gap) implements Standing {}
  }

  /** Whether a deployed commit has a fix. */
  sealed interface Presence {

    /** It has the very commit. */
    record Contained() implements Presence {}

    /** It has another commit that does the same. */
    record Picked(Commit as) implements Presence {}

    /** It has the fix, and a later commit that takes it back. */
    record Reverted(Commit by) implements Presence {}

    /**
     * It has not.
     *
     * @param fix empty where this clone does not have it
     * @param checkedOut whether the commit that is checked out has it
     */
    record Missing(Optional<Commit> fix, boolean checkedOut) implements Presence {}

    record CannotTell(Gap gap) implements Presence {}
  }

  /** Why a repository does not tell. */
  sealed interface Gap {

    record NoRepository() implements Gap {}

    /** Nothing is committed yet. */
    record NoCommit() implements Gap {}

    /** It has no such commit. */
    record UnknownCommit(String digits) implements Gap {}

    /** Several of its commits begin so. */
    record Ambiguous(String digits) implements Gap {}

    /** It is a clone that was cut off before what was asked. */
    record Shallow() implements Gap {}

    /** It lacks objects: a partial clone, or a damaged one. */
    record Incomplete() implements Gap {}

    /** More commits lie between than a run looks at. */
    record TooMany(int looked) implements Gap {}
  }
}
