package preflight.sandbox;

import java.io.IOException;
import java.time.Duration;

/** Passes every connection on after the same delay, as a server does whose look-up times out. */
final class DelayingProxy {

  private DelayingProxy() {}

  /** From one loopback port to another. */
  static Relay start(int port, int target, Duration delay) throws IOException {
    return Relay.start(
        "sandbox-proxy",
        port,
        target,
        (client, relay) -> {
          Thread.sleep(delay);
          relay.join(client, new byte[0]);
        });
  }
}
