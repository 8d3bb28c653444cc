package preflight.probe.token;

import java.time.Instant;
import java.util.Optional;
import preflight.probe.SecretValue;
import preflight.probe.http.HeaderValue;

/** Mints the tokens with which a service is tried. */
public interface Tokens {

  Minted mint(Kind kind, Claims claims, SecretValue key);

  /** What is right or wrong with a token. */
  enum Kind {
    SOUND,
    EXPIRED,
    SIGNED_WITH_ANOTHER_KEY,
    UNSIGNED
  }

  /** What a token says. */
  record Claims(Optional<String> issuer, Optional<String> audience, Instant now) {}

  /** A token, or why there is none. */
  sealed interface Minted {
    /** The value of an Authorization header. */
    record Bearer(HeaderValue header) implements Minted {}

    /** HS256 needs 256 bits (RFC 7518, section 3.2). */
    record KeyTooShort(int bits) implements Minted {}
  }
}
