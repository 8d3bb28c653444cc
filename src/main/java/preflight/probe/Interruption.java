package preflight.probe;

import java.io.Closeable;
import java.io.IOException;

/** Tells an interrupted thread from a broken connection: both arrive as an IOException. */
public final class Interruption {

  private Interruption() {}

  /** Closes what broke, and ends the probe where it was the engine that broke it. */
  public static void rethrow(Closeable broken) throws InterruptedException {
    close(broken);
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted while talking to a peer");
    }
  }

  /** Closes what is no longer needed. */
  public static void close(Closeable open) {
    try {
      open.close();
    } catch (IOException e) {
      // Nothing is left to be done with it.
      return;
    }
  }
}
