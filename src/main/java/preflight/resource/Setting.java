package preflight.resource;

import java.util.Optional;

/**
 * A value of a profile: written there, or held by a secret.
 *
 * @param <T> the type of the value where it is written there
 */
public sealed interface Setting<T> {

  /** Written in the profile. */
  record Literal<T>(T value) implements Setting<T> {
    @Override
    public String toString() {
      return String.valueOf(value);
    }
  }

  /** The bytes of a secret, as the application would use them. */
  record FromSecret<T>(ResourceName secret) implements Setting<T> {
    @Override
    public String toString() {
      return secret.toString();
    }
  }

  /** What the connection URL says of it that a secret holds. */
  record InUrl<T>(ResourceName secret) implements Setting<T> {
    @Override
    public String toString() {
      return secret.toString();
    }
  }

  /** The secret that holds the value, alone or in a URL. */
  default Optional<ResourceName> heldBy() {
    return switch (this) {
      case Literal<T> _ -> Optional.empty();
      case FromSecret<T>(ResourceName secret) -> Optional.of(secret);
      case InUrl<T>(ResourceName secret) -> Optional.of(secret);
    };
  }
}
