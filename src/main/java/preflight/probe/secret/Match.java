package preflight.probe.secret;

import java.util.Optional;

/**
 * How a value compares with the one that is declared.
 *
 * @param difference what is different, without the value; empty where nothing is
 * @param says the one flaw that makes the difference, as a predicate: {@code "ends with a line
 *     break"}
 */
public record Match(Optional<String> difference, Optional<String> says) {

  static final Match EQUAL = new Match(Optional.empty(), Optional.empty());

  static Match differs(String how) {
    return new Match(Optional.of(how), Optional.empty());
  }

  static Match differs(String how, String says) {
    return new Match(Optional.of(how), Optional.of(says));
  }

  public boolean equal() {
    return difference.isEmpty();
  }
}
