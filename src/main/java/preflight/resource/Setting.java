package preflight.resource;

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
}
