package preflight.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The HTTP proxy by which gcloud finds the emulated APIs, one request a connection: it puts a
 * region before the name of Cloud Run's host, which no address can bear. Nothing else is reached.
 */
final class GcloudProxy implements AutoCloseable {

  /** What the names of the emulated APIs end with; they resolve nowhere. */
  static final String DOMAIN = ".sandbox.invalid";

  private static final int LONGEST_HEAD = 1 << 16;
  private static final Pattern REQUEST =
      Pattern.compile("([A-Z]+) http://([^/ ]+)(\\S*) (HTTP/1\\.[01])");
  private static final String NOBODY =
      """
      HTTP/1.1 403 The sandbox has no such API\r
      Content-Length: 0\r
      Connection: close\r
      \r
      """;

  private final ServerSocket server;
  private final int api;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private GcloudProxy(ServerSocket server, int api) {
    this.server = server;
    this.api = api;
  }

  static GcloudProxy start(int port, int api) throws IOException {
    var proxy = new GcloudProxy(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()), api);
    Thread.ofVirtual().name("sandbox-gcloud").start(proxy::accept);
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
      List<String> head = head(client.getInputStream());
      Matcher request = REQUEST.matcher(head.isEmpty() ? "" : head.getFirst());
      if (!request.matches() || !request.group(2).endsWith(DOMAIN)) {
        client.getOutputStream().write(NOBODY.getBytes(StandardCharsets.US_ASCII));
        return;
      }
      try (var upstream = new Socket(InetAddress.getLoopbackAddress(), api)) {
        open.add(upstream);
        upstream.getOutputStream().write(forwarded(request, head));
        Thread.ofVirtual().start(() -> pump(client, upstream));
        pump(upstream, client);
        open.remove(upstream);
      }
    } catch (IOException e) {
      // Either side may leave at any time.
    } finally {
      open.remove(client);
    }
  }

  private static byte[] forwarded(Matcher request, List<String> head) {
    var text = new StringBuilder();
    String path = request.group(3).isEmpty() ? "/" : request.group(3);
    text.append(request.group(1)).append(' ').append(path).append(" HTTP/1.1\r\n");
    for (String header : head.subList(1, head.size())) {
      String name = header.toLowerCase(Locale.ROOT);
      if (!name.startsWith("connection:") && !name.startsWith("proxy-")) {
        text.append(header).append("\r\n");
      }
    }
    text.append("Connection: close\r\n\r\n");
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The lines up to the empty one. */
  private static List<String> head(InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    while (bytes.size() < LONGEST_HEAD) {
      int next = in.read();
      if (next < 0) {
        return List.of();
      }
      bytes.write(next);
      String read = next == '\n' ? bytes.toString(StandardCharsets.ISO_8859_1) : "";
      if (read.endsWith("\r\n\r\n")) {
        return read.strip().lines().toList();
      }
    }
    return List.of();
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
