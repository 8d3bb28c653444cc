package preflight.source.image.requirement;

import java.util.List;

/** Whether something that is installed brings a module. */
public sealed interface Provides {

  /** Somebody asked for the distribution that has it. */
  record Declared(Distribution distribution) implements Provides {}

  /** A distribution has it that another one needs. */
  record Transitive(Distribution distribution) implements Provides {}

  /**
   * Nobody asked for it, and no lock says what comes along.
   *
   * @param by what is known to bring it, or else what may need anything
   * @param known whether it is known
   */
  record MaybeTransitive(List<String> by, boolean known) implements Provides {}

  /** Nothing that is installed has it. */
  record Nobody() implements Provides {}
}
