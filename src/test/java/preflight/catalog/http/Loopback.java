package preflight.catalog.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import org.jspecify.annotations.Nullable;
import preflight.probe.Redaction;
import preflight.probe.http.OkHttp;
import preflight.probe.http.OkHttpClients;
import preflight.probe.http.OkHttpEventStreams;
import preflight.probe.http.OkHttpGrpcHealth;
import preflight.probe.http.OkHttpWebSockets;
import preflight.probe.http.ScriptedServer;
import preflight.probe.http.ScriptedServer.Script;
import preflight.probe.network.FullPort;
import preflight.probe.network.JdkResolver;

/** Real servers on loopback, some of them broken on purpose, and the clients that ask them. */
final class Loopback implements AutoCloseable {

  /** For peers that answer; much, for the machine of a test may be busy. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** For peers that never do. */
  static final Duration BRIEF = Duration.ofSeconds(3);

  /** For peers that begin to answer and never end. */
  static final Duration SOME = Duration.ofSeconds(8);

  static final Redaction NOTHING_LIVE = new Redaction(List::of);

  private final OkHttpClients clients = new OkHttpClients(NOTHING_LIVE);
  private final List<Closing> servers = new ArrayList<>();
  private final Certificates certificates;

  Loopback(Path directory) throws IOException {
    certificates = Certificates.in(directory);
  }

  OkHttp http() {
    return new OkHttp(clients, new JdkResolver());
  }

  OkHttpWebSockets sockets() {
    return opened(new OkHttpWebSockets(clients, new JdkResolver()));
  }

  OkHttpEventStreams streams() {
    return new OkHttpEventStreams(clients, new JdkResolver());
  }

  OkHttpGrpcHealth grpc() {
    return new OkHttpGrpcHealth(clients, new JdkResolver());
  }

  Certificates certificates() {
    return certificates;
  }

  @Override
  public void close() throws IOException {
    for (Closing server : servers) {
      server.close();
    }
    clients.close();
  }

  /** What ends a server. */
  interface Closing {
    void close() throws IOException;
  }

  String scripted(Script script) throws IOException {
    return opened(ScriptedServer.start(script)).url("http").toString();
  }

  String answering(String answer) throws IOException {
    return opened(ScriptedServer.answering(answer)).url("http").toString();
  }

  String web(int status, String body) throws IOException {
    return url(started(null, always(status, body)));
  }

  String web(HandshakeCertificates certificate, int status, String body) throws IOException {
    return url(started(certificate, always(status, body)));
  }

  String slow(Duration delay) throws IOException {
    var response =
        new MockResponse.Builder().headersDelay(delay.toMillis(), TimeUnit.MILLISECONDS).build();
    return url(started(null, response));
  }

  static MockResponse always(int status, String body) {
    return new MockResponse.Builder().code(status).body(body).build();
  }

  MockWebServer started(@Nullable HandshakeCertificates certificate, MockResponse response)
      throws IOException {
    return started(certificate, _ -> response);
  }

  /** Answers requests. */
  interface Answering {
    MockResponse to(RecordedRequest request);
  }

  MockWebServer started(@Nullable HandshakeCertificates certificate, Answering answering)
      throws IOException {
    var server = opened(new MockWebServer());
    if (certificate != null) {
      server.useHttps(certificate.sslSocketFactory());
    }
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answering.to(request);
          }
        });
    server.start(InetAddress.getLoopbackAddress(), 0);
    return server;
  }

  static String url(MockWebServer server) {
    URI uri = server.url("/").uri();
    return uri.getScheme() + "://127.0.0.1:" + uri.getPort();
  }

  <T extends AutoCloseable> T opened(T server) {
    servers.add(() -> {
      try {
        server.close();
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    });
    return server;
  }

  /** Where an attempt to connect is not answered. */
  int fullPort() throws IOException {
    return opened(new FullPort()).number();
  }

  static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  static void reset(Socket socket) throws IOException {
    ScriptedServer.readHead(socket);
    socket.setSoLinger(true, 0);
    socket.close();
  }

  static void readAndClose(Socket socket) throws IOException {
    socket.getInputStream().read(new byte[16 * 1024]);
    socket.close();
  }

  static void badRequest(Socket socket) throws IOException {
    socket.getInputStream().read(new byte[16 * 1024]);
    write(socket, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    socket.close();
  }

  static void alert(Socket socket) throws IOException {
    socket.getInputStream().read(new byte[16 * 1024]);
    socket.getOutputStream().write(new byte[] {0x15, 3, 3, 0, 2, 2, 40});
    socket.close();
  }

  /** Answers a TLS greeting with an alert, and resets what is none. */
  static void onlyTls(Socket socket) throws IOException {
    byte[] heard = new byte[16 * 1024];
    int _ = socket.getInputStream().read(heard);
    if (heard[0] == 0x16) {
      socket.getOutputStream().write(new byte[] {0x15, 3, 3, 0, 2, 2, 40});
    } else {
      socket.setSoLinger(true, 0);
    }
    socket.close();
  }

  static void trickle(Socket socket) throws IOException, InterruptedException {
    ScriptedServer.readHead(socket);
    for (char next : "HTTP/1.1 200 OK".toCharArray()) {
      socket.getOutputStream().write(next);
      TimeUnit.SECONDS.sleep(1);
    }
  }

  static void endless(Socket socket) throws IOException {
    ScriptedServer.readHead(socket);
    write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n");
    byte[] block = new byte[64 * 1024];
    for (int i = 0; i < 16 * 1024; i++) {
      socket.getOutputStream().write(block);
    }
  }

  static void bomb(Socket socket) throws IOException {
    ScriptedServer.readHead(socket);
    write(socket, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n");
    try (OutputStream out = new GZIPOutputStream(socket.getOutputStream())) {
      byte[] block = new byte[64 * 1024];
      for (int i = 0; i < 4 * 1024; i++) {
        out.write(block);
      }
    }
  }
}
