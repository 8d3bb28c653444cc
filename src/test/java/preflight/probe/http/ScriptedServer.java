package preflight.probe.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A server on loopback that does with each connection what a script says. */
public final class ScriptedServer implements AutoCloseable {

  private final ServerSocket server;
  private final Queue<Socket> accepted = new ConcurrentLinkedQueue<>();

  /**
   * What to do with a connection; it stays open until the server closes, unless the script closes
   * it.
   */
  public interface Script {
    void play(Socket socket) throws IOException, InterruptedException;
  }

  private ScriptedServer(ServerSocket server) {
    this.server = server;
  }

  public static ScriptedServer start(Script script) throws IOException {
    var scripted = new ScriptedServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread.startVirtualThread(() -> scripted.serve(script));
    return scripted;
  }

  /** Accepts connections and says nothing. */
  public static ScriptedServer silent() throws IOException {
    return start(_ -> {});
  }

  /** Reads a request's head, sends bytes, and closes. */
  public static ScriptedServer answering(byte[] answer) throws IOException {
    return start(socket -> {
      readHead(socket);
      socket.getOutputStream().write(answer);
      socket.close();
    });
  }

  public static ScriptedServer answering(String answer) throws IOException {
    return answering(answer.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void serve(Script script) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        accepted.add(socket);
        // Scripts may keep a processor busy, which virtual threads would share with the client.
        Thread.ofPlatform().daemon().start(() -> play(script, socket));
      } catch (IOException _) {
        return;
      }
    }
  }

  private static void play(Script script, Socket socket) {
    try {
      script.play(socket);
    } catch (IOException | InterruptedException _) {
      // The client has gone.
    }
  }

  /** Reads until the empty line that ends a request's head. */
  public static String readHead(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return head.toString();
      }
      head.append((char) next);
    }
    return head.toString();
  }

  public int port() {
    return server.getLocalPort();
  }

  public URI url(String scheme) {
    return URI.create(scheme + "://127.0.0.1:" + port());
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : accepted) {
      socket.close();
    }
  }
}
