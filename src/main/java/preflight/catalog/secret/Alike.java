package preflight.catalog.secret;

import preflight.probe.secret.overlap.Likeness;

/** Says what two credentials have in common, and nothing of what they are. */
final class Alike {

  private Alike() {}

  /**
   * The predicate of a sentence whose subject is the one.
   *
   * @param other in words, for example {@code the secret JWT_SECRET}
   */
  static String predicate(Likeness how, int characters, String other) {
    return switch (how) {
      case COMMON_RUN -> "shares %d characters with %s".formatted(characters, other);
      case DECODED -> "shares %d bytes with %s once decoded".formatted(characters, other);
      case EQUAL, EQUAL_TRIMMED, REVERSED, BASE64, HEX, PASSWORD_OF_URL, CONTAINED ->
          "%s %s (%d characters)".formatted(how.words(), other, characters);
    };
  }
}
