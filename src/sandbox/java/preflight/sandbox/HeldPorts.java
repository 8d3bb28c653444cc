package preflight.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Ports that nobody else is given. Servers of ours may listen there all the same (SO_REUSEADDR, as
 * Linux has it); where none does, every connection is refused. Elsewhere a held port is nobody's
 * but the holder's, so none is held.
 */
final class HeldPorts implements AutoCloseable {

  private static final boolean LINUX = System.getProperty("os.name").equals("Linux");

  private final List<Socket> holders = new ArrayList<>();

  private HeldPorts() {}

  static HeldPorts hold(List<Integer> ports) throws IOException {
    var held = new HeldPorts();
    if (!LINUX) {
      return held;
    }
    try {
      for (int port : ports) {
        held.hold(port);
      }
    } catch (IOException e) {
      held.close();
      throw e;
    }
    return held;
  }

  private void hold(int port) throws IOException {
    var holder = new Socket();
    holders.add(holder);
    holder.setReuseAddress(true);
    holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  @Override
  public void close() {
    for (Socket holder : holders) {
      try {
        holder.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
