package preflight.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Takes connections to one loopback port and passes what they say on to another. */
final class Relay implements AutoCloseable {

  /** What is done with a connection, which ends with it. */
  interface Passing {
    void pass(Socket client, Relay relay) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final int target;
  private final Passing passing;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private Relay(ServerSocket server, int target, Passing passing) {
    this.server = server;
    this.target = target;
    this.passing = passing;
  }

  static Relay start(String name, int port, int target, Passing passing) throws IOException {
    var server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    var relay = new Relay(server, target, passing);
    Thread.ofVirtual().name(name).start(relay::accept);
    return relay;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> pass(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void pass(Socket client) {
    try (client) {
      passing.pass(client, this);
    } catch (IOException e) {
      // Either side may leave at any time.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  /** Joins a connection with a new one to the target, which hears something else first. */
  void join(Socket client, byte[] first) throws IOException {
    try (var upstream = new Socket(InetAddress.getLoopbackAddress(), target)) {
      open.add(upstream);
      upstream.getOutputStream().write(first);
      Thread.ofVirtual().start(() -> pump(client, upstream));
      pump(upstream, client);
      open.remove(upstream);
    }
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // Either side may leave at any time.
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
