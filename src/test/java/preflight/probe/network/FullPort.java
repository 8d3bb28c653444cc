package preflight.probe.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A loopback port whose queue is full: the kernel drops what would connect. */
public final class FullPort implements AutoCloseable {

  private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final Socket first = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
  private final Socket second = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());

  public FullPort() throws IOException {}

  public int number() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    first.close();
    second.close();
    server.close();
  }
}
