package preflight.probe.postgres;

import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Gives the driver the connection that was opened for it, TLS included, instead of one of its own.
 * The driver creates it by name and calls it in the thread that connects.
 */
public final class HandedSocket extends SocketFactory {

  static final ScopedValue<Socket> CONNECTION = ScopedValue.newInstance();

  @Override
  public Socket createSocket() {
    return CONNECTION.get();
  }

  @Override
  public Socket createSocket(String host, int port) {
    return createSocket();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    return createSocket();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    return createSocket();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    return createSocket();
  }
}
