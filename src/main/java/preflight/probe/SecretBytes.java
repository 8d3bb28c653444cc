package preflight.probe;

import java.util.Optional;
import preflight.resource.ResourceName;

/** Reads the values of secrets, each at most once in a run. */
public interface SecretBytes {

  /**
   * The bytes that the secret holds, normally UTF-8, exactly as an application would get them.
   *
   * @return empty where the value could not be read, for whatever reason
   */
  Optional<SecretValue> of(ResourceName secret) throws InterruptedException;

  /** Why a secret has none. */
  default Lack lack(ResourceName secret) throws InterruptedException {
    return new Lack.Untold();
  }
}
