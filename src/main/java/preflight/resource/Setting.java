package preflight.resource;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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

  /** The values that stand in the profile; never the name of a secret in place of one. */
  static Map<String, String> written(Map<String, Setting<?>> settings) {
    var written = new TreeMap<String, String>();
    settings.forEach(
        (name, it) -> it.literal().ifPresent(value -> written.put(name, String.valueOf(value))));
    return written;
  }

  /** The names of the secrets that hold the others. */
  static Map<String, String> held(Map<String, Setting<?>> settings) {
    var held = new TreeMap<String, String>();
    settings.forEach((name, it) -> it.heldBy().ifPresent(secret -> held.put(name, secret.name())));
    return held;
  }

  /** The value, where it stands in the profile. */
  default Optional<T> literal() {
    return this instanceof Literal<T>(T value) ? Optional.of(value) : Optional.empty();
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
