package preflight.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/** A proxy that leads to one address whatever is asked for: it stands in for fixed ports. */
final class Tunnel implements AutoCloseable {

  private final ServerSocket server;
  private final InetSocketAddress to;

  Tunnel(InetSocketAddress to) throws IOException {
    this.to = to;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::serve);
  }

  List<String> properties() {
    return List.of(
        "-Dhttps.proxyHost=127.0.0.1",
        "-Dhttps.proxyPort=" + server.getLocalPort(),
        "-Dhttp.nonProxyHosts=127.0.0.1");
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket from = server.accept();
        Thread.startVirtualThread(() -> lead(from));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void lead(Socket from) {
    try (from;
        var there = new Socket(to.getAddress(), to.getPort())) {
      skipHead(from.getInputStream());
      from.getOutputStream()
          .write("HTTP/1.1 200 OK\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      Thread back = Thread.startVirtualThread(() -> pipe(there, from));
      pipe(from, there);
      back.join();
    } catch (IOException | InterruptedException _) {
      // Whoever asked has gone.
    }
  }

  private static void skipHead(InputStream in) throws IOException {
    int ends = 0;
    while (ends < 4) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      ends = next == '\r' || next == '\n' ? ends + 1 : 0;
    }
  }

  private static void pipe(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException _) {
      // One side has closed.
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
