package preflight.resource;

import java.util.Optional;

/** A format that a value can be required to have. */
public enum SecretFormat {
  HEX {
    @Override
    Optional<String> generator(int bytes) {
      return Optional.of("openssl rand -hex " + bytes);
    }
  },
  BASE64 {
    // openssl breaks its line after so many bytes.
    private static final int LINE = 48;

    @Override
    Optional<String> generator(int bytes) {
      String random = "openssl rand -base64 " + bytes;
      return Optional.of(
          bytes <= LINE
              ? random
              : "KEY=$(%s) && printf %%s \"$KEY\" | tr -d '\\n'".formatted(random));
    }
  },
  UUID {
    private static final int LENGTH = 16;

    @Override
    Optional<String> generator(int bytes) {
      return Optional.of("uuidgen").filter(_ -> bytes <= LENGTH);
    }
  },
  URL,
  NUMBER,
  PEM,
  FERNET {
    private static final int LENGTH = 32;

    @Override
    Optional<String> generator(int bytes) {
      return Optional.of("KEY=$(openssl rand -base64 32) && printf %s \"$KEY\" | tr '+/' '-_'")
          .filter(_ -> bytes <= LENGTH);
    }
  },
  JSON;

  /**
   * A command that prints a new random value of this format, or fails; it may end it with a line
   * break. Empty where nobody draws such values, or none is that long.
   *
   * @param bytes how many random bytes it must hold at least
   */
  Optional<String> generator(int bytes) {
    return Optional.empty();
  }
}
