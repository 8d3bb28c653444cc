package preflight.probe.secret.repository;

import java.util.Optional;
import preflight.resource.url.UrlPart;

/**
 * How a value compares with the one that is declared.
 *
 * @param difference what is different, without the value; empty where nothing is
 * @param says the one flaw that makes the difference, as a predicate: {@code "ends with a line
 *     break"}
 * @param part where the value is a URL, the only part of it that is compared
 * @param missing whether the URL says nothing of the part
 * @param form where the value is of another form than the one declared, in words: {@code "the path
 *     of a socket"}; somebody may have meant it
 */
public record Match(
    Optional<String> difference,
    Optional<String> says,
    Optional<UrlPart> part,
    boolean missing,
    Optional<String> form) {

  public static final Match EQUAL =
      new Match(Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty());

  public static Match differs(String how) {
    return new Match(Optional.of(how), Optional.empty(), Optional.empty(), false, Optional.empty());
  }

  public static Match differs(String how, String says) {
    return new Match(
        Optional.of(how), Optional.of(says), Optional.empty(), false, Optional.empty());
  }

  public static Match differsInForm(String form, String how) {
    return new Match(
        Optional.of(how), Optional.of("holds " + form), Optional.empty(), false, Optional.of(form));
  }

  public static Match differsIn(UrlPart part, String how) {
    return new Match(
        Optional.of(how), Optional.empty(), Optional.of(part), false, Optional.empty());
  }

  public static Match missing(UrlPart part, String how) {
    return new Match(Optional.of(how), Optional.empty(), Optional.of(part), true, Optional.empty());
  }

  public boolean equal() {
    return difference.isEmpty();
  }
}
