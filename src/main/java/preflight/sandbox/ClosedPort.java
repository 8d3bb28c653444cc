package preflight.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A port that is ours and at which nothing listens: every connection is refused. */
final class ClosedPort implements AutoCloseable {

  private final Socket holder;

  private ClosedPort(Socket holder) {
    this.holder = holder;
  }

  static ClosedPort hold(int port) throws IOException {
    var holder = new Socket();
    try {
      // Connections of a server that was there a moment ago may linger.
      holder.setReuseAddress(true);
      holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      holder.close();
      throw e;
    }
    return new ClosedPort(holder);
  }

  @Override
  public void close() throws IOException {
    holder.close();
  }
}
