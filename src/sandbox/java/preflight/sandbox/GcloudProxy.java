package preflight.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The HTTP proxy by which gcloud finds the emulated APIs, one request a connection: it puts a
 * region before the name of Cloud Run's host, which no address can bear. Nothing else is reached.
 */
final class GcloudProxy {

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

  private GcloudProxy() {}

  static Relay start(int port, int api) throws IOException {
    return Relay.start("sandbox-gcloud", port, api, GcloudProxy::pass);
  }

  private static void pass(Socket client, Relay relay) throws IOException {
    List<String> head = head(client.getInputStream());
    Matcher request = REQUEST.matcher(head.isEmpty() ? "" : head.getFirst());
    if (request.matches() && request.group(2).endsWith(DOMAIN)) {
      relay.join(client, forwarded(request, head));
    } else {
      client.getOutputStream().write(NOBODY.getBytes(StandardCharsets.US_ASCII));
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
}
