package preflight.sandbox;

import java.util.Optional;

/**
 * How one dependency of a service is.
 *
 * @param error why it is not healthy, in words that contain no credential
 */
record Component(String name, Optional<String> error) {

  static Component healthy(String name) {
    return new Component(name, Optional.empty());
  }

  static Component unhealthy(String name, String error) {
    return new Component(name, Optional.of(error));
  }
}
