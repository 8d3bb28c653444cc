package preflight.probe.network;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A loopback server that does what a script says with every connection. */
public final class ScriptedPeer implements AutoCloseable {

  /** Plays one connection; the peer closes it afterwards. */
  public interface Script {
    void play(Socket socket) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private ScriptedPeer(ServerSocket server, Script script) {
    this.server = server;
    Thread.ofVirtual().start(() -> accept(script));
  }

  public static ScriptedPeer playing(Script script) throws IOException {
    return over(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
  }

  /** Over a socket of the caller's, such as one that speaks TLS. */
  public static ScriptedPeer over(ServerSocket server, Script script) {
    return new ScriptedPeer(server, script);
  }

  /** Accepts, listens and never says a word. */
  public static ScriptedPeer silent() throws IOException {
    return playing(ScriptedPeer::listenForEver);
  }

  /** Accepts and closes at once. */
  public static ScriptedPeer closing() throws IOException {
    return playing(_ -> {});
  }

  /** Accepts, waits for the first byte, and resets the connection. */
  public static ScriptedPeer resetting() throws IOException {
    return playing(socket -> {
      int _ = socket.getInputStream().read();
      socket.setSoLinger(true, 0);
    });
  }

  /** Answers the first byte, whatever it is, with a text. */
  public static ScriptedPeer answering(String text) throws IOException {
    return answering(text.getBytes(StandardCharsets.UTF_8));
  }

  public static ScriptedPeer answering(byte[] bytes) throws IOException {
    return playing(socket -> {
      int _ = socket.getInputStream().read();
      socket.getOutputStream().write(bytes);
      listenForEver(socket);
    });
  }

  /** Speaks first, as MySQL, SSH and SMTP do. */
  public static ScriptedPeer greeting(byte[] bytes) throws IOException {
    return playing(socket -> {
      socket.getOutputStream().write(bytes);
      listenForEver(socket);
    });
  }

  public static ScriptedPeer http() throws IOException {
    return answering(
        "HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n");
  }

  /** The greeting of a MySQL 8 server: packet length, number 0, protocol 10, version. */
  public static ScriptedPeer mysql() throws IOException {
    byte[] greeting = new byte[82];
    greeting[0] = 'N';
    greeting[4] = 10;
    byte[] version = "8.0.36".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(version, 0, greeting, 5, version.length);
    return greeting(greeting);
  }

  /** Sends the bytes of a text one at a time, and takes its time between them. */
  public static ScriptedPeer dribbling(String text, int millis) throws IOException {
    return playing(socket -> {
      for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
        socket.getOutputStream().write(next);
        Thread.sleep(millis);
      }
    });
  }

  public static void listenForEver(Socket socket) throws IOException {
    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  public int port() {
    return server.getLocalPort();
  }

  private void accept(Script script) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> play(script, socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void play(Script script, Socket socket) {
    try (socket) {
      script.play(socket);
    } catch (IOException e) {
      // The other side hung up; the test judges what it saw.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
