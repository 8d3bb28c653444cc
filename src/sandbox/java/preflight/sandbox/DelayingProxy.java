package preflight.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes every connection on after the same delay, as a server does whose look-up times out. */
final class DelayingProxy implements AutoCloseable {

  private final ServerSocket server;
  private final int target;
  private final Duration delay;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private DelayingProxy(ServerSocket server, int target, Duration delay) {
    this.server = server;
    this.target = target;
    this.delay = delay;
  }

  /** From one loopback port to another. */
  static DelayingProxy start(int port, int target, Duration delay) throws IOException {
    var listening = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    var proxy = new DelayingProxy(listening, target, delay);
    Thread.ofVirtual().name("sandbox-proxy").start(proxy::accept);
    return proxy;
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
      Thread.sleep(delay);
      try (var upstream = new Socket(InetAddress.getLoopbackAddress(), target)) {
        open.add(upstream);
        Thread.ofVirtual().start(() -> pump(upstream, client));
        pump(client, upstream);
        open.remove(upstream);
      }
    } catch (IOException e) {
      // Either side may leave at any time.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
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
