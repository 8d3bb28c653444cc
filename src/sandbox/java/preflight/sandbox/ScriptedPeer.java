package preflight.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Something that is no store, at the port of one. */
final class ScriptedPeer implements AutoCloseable {

  /** What it says to whoever connects. */
  enum Script {
    /** Accepts and never says a word. */
    SILENT,
    /** A web server, which waits for a request. */
    HTTP,
    /** A MySQL, which greets first (protocol 10). */
    MYSQL
  }

  private static final String BAD_REQUEST =
      """
      HTTP/1.1 400 Bad Request\r
      Content-Type: text/plain\r
      Content-Length: 12\r
      Connection: close\r
      \r
      Bad Request
      """;

  private final ServerSocket server;
  private final Script script;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private ScriptedPeer(ServerSocket server, Script script) {
    this.server = server;
    this.script = script;
  }

  static ScriptedPeer start(int port, Script script) throws IOException {
    var peer =
        new ScriptedPeer(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()), script);
    Thread.ofVirtual().name("sandbox-peer").start(peer::accept);
    return peer;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> converse(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void converse(Socket socket) {
    try (socket) {
      byte[] heard = new byte[4096];
      if (script == Script.MYSQL) {
        socket.getOutputStream().write(greeting());
      }
      while (socket.getInputStream().read(heard) >= 0) {
        if (script == Script.HTTP) {
          socket.getOutputStream().write(BAD_REQUEST.getBytes(StandardCharsets.US_ASCII));
          return;
        }
      }
    } catch (IOException e) {
      // Whoever left early has seen what there is to see.
    } finally {
      open.remove(socket);
    }
  }

  /** Protocol::HandshakeV10 of MySQL 8: length and sequence, then version, salt and plugin. */
  private static byte[] greeting() {
    var body = new ByteArrayOutputStream();
    body.write(10);
    body.writeBytes("8.0.36\0".getBytes(StandardCharsets.US_ASCII));
    body.writeBytes(new byte[] {1, 0, 0, 0});
    body.writeBytes("saltsalt\0".getBytes(StandardCharsets.US_ASCII));
    body.writeBytes(new byte[] {-1, -9, 33, 2, 0, -1, -33, 21});
    body.writeBytes(new byte[10]);
    body.writeBytes("saltsaltsalt\0mysql_native_password\0".getBytes(StandardCharsets.US_ASCII));
    var packet = new ByteArrayOutputStream();
    packet.writeBytes(new byte[] {(byte) body.size(), 0, 0, 0});
    packet.writeBytes(body.toByteArray());
    return packet.toByteArray();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
