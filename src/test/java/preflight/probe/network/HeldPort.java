package preflight.probe.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A loopback port of ours at which nothing listens. A port that was only looked up, not held, is
 * anybody's the moment after: a server of another test may answer there.
 */
public final class HeldPort implements AutoCloseable {

  /** Refuses every connection for as long as this JVM lives. */
  public static final HeldPort CLOSED = held(false);

  private final Socket holder;

  private HeldPort(Socket holder) {
    this.holder = holder;
  }

  /** For a server that must be told its port beforehand: it may bind it too (SO_REUSEADDR). */
  public static HeldPort reserved() {
    return held(true);
  }

  private static HeldPort held(boolean shared) {
    var holder = new Socket();
    try {
      holder.setReuseAddress(shared);
      holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new HeldPort(holder);
  }

  public int number() {
    return holder.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    holder.close();
  }
}
