package preflight.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import preflight.probe.network.ScriptedPeer;
import preflight.report.ReportSchema;
import tools.jackson.databind.JsonNode;

/** Peers that break their protocol on purpose, all in one run of the whole command. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(180)
class HostilePeersTest {

  private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: (\\S+)");
  // Which signal it is hangs on how far a busy machine comes in time.
  private static final String ANY = "any";
  private static final int HUGE = Integer.MAX_VALUE;
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  @TempDir Path folder;
  private final List<ScriptedPeer> peers = new ArrayList<>();
  private final StringBuilder redis = new StringBuilder();
  private final StringBuilder postgres = new StringBuilder();
  private final StringBuilder services = new StringBuilder();
  private final Map<String, String> expected = new TreeMap<>();

  @AfterEach
  void close() throws IOException {
    for (ScriptedPeer peer : peers) {
      peer.close();
    }
  }

  private int port(ScriptedPeer.Script script) throws IOException {
    ScriptedPeer peer = ScriptedPeer.playing(script);
    peers.add(peer);
    return peer.port();
  }

  private void redis(String name, String signal, String... replies) throws IOException {
    int port =
        port(socket -> {
          for (String reply : replies) {
            int _ = socket.getInputStream().read(new byte[4096]);
            socket.getOutputStream().write(reply.getBytes(ISO_8859_1));
          }
          ScriptedPeer.listenForEver(socket);
        });
    redis.append("  %s: { host: 127.0.0.1, port: %d }\n".formatted(name, port));
    expected.put("redis." + name, signal);
  }

  /** Declines TLS, hears the start-up message, and says the rest. */
  private void postgres(String name, String signal, byte[]... says) throws IOException {
    int port =
        port(socket -> {
          InputStream in = socket.getInputStream();
          OutputStream out = socket.getOutputStream();
          int _ = in.read(new byte[4096]);
          out.write('N');
          for (byte[] each : says) {
            int _ = in.read(new byte[4096]);
            out.write(each);
          }
          ScriptedPeer.listenForEver(socket);
        });
    postgres.append(
        "  %s: { host: 127.0.0.1, port: %d, database: a, user: a }\n".formatted(name, port));
    expected.put("postgres." + name, signal);
  }

  private void http(String name, String endpoint, String signal, ScriptedPeer.Script script)
      throws IOException {
    at("http", name, endpoint, signal, script);
  }

  private void at(
      String scheme, String name, String endpoint, String signal, ScriptedPeer.Script script)
      throws IOException {
    services.append(
        "  %s: { url: \"%s://127.0.0.1:%d\", endpoints: { e: { %s } } }\n"
            .formatted(name, scheme, port(script), endpoint));
    expected.put("services." + name + ".e", signal);
  }

  private static ScriptedPeer.Script saying(String text) {
    return socket -> {
      hear(socket);
      socket.getOutputStream().write(text.getBytes(ISO_8859_1));
      ScriptedPeer.listenForEver(socket);
    };
  }

  /** Says something again and again, until nobody listens any more. */
  private static ScriptedPeer.Script endlessly(String head, String again) {
    return socket -> {
      hear(socket);
      socket.getOutputStream().write(head.getBytes(ISO_8859_1));
      byte[] block = again.repeat(Math.max(1, 16384 / again.length())).getBytes(ISO_8859_1);
      while (true) {
        socket.getOutputStream().write(block);
      }
    };
  }

  private static ScriptedPeer.Script dribbling(String text) {
    return socket -> {
      hear(socket);
      for (byte each : text.getBytes(ISO_8859_1)) {
        socket.getOutputStream().write(each);
        Thread.sleep(200);
      }
    };
  }

  private static String hear(Socket socket) throws IOException {
    byte[] head = new byte[8192];
    int count = socket.getInputStream().read(head);
    return new String(head, 0, Math.max(0, count), ISO_8859_1);
  }

  /** Opens a WebSocket as it should be, and then sends these frames. */
  private static ScriptedPeer.Script webSocket(boolean forever, int... frames) {
    return socket -> {
      var key = KEY.matcher(hear(socket));
      String accept = key.find() ? accept(key.group(1)) : "";
      OutputStream out = socket.getOutputStream();
      out.write(
          ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  + "Sec-WebSocket-Accept: "
                  + accept
                  + "\r\n\r\n")
              .getBytes(ISO_8859_1));
      byte[] bytes = new byte[forever ? 4096 * frames.length : frames.length];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) frames[i % frames.length];
      }
      do {
        out.write(bytes);
      } while (forever);
      ScriptedPeer.listenForEver(socket);
    };
  }

  private static String accept(String key) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-1")
                  .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1)));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] message(char type, int length, byte... body) {
    return ByteBuffer.allocate(5 + body.length).put((byte) type).putInt(length).put(body).array();
  }

  private static byte[] message(char type, byte... body) {
    return message(type, 4 + body.length, body);
  }

  private static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** Lets the client in and is ready for its query. */
  private static byte[] welcome() {
    return joined(
        message('R', (byte) 0, (byte) 0, (byte) 0, (byte) 0),
        status("server_version", "16.4"),
        status("client_encoding", "UTF8"),
        status("standard_conforming_strings", "on"),
        status("integer_datetimes", "on"),
        status("DateStyle", "ISO"),
        ready());
  }

  private static byte[] status(String name, String value) {
    return message('S', (name + "\0" + value + "\0").getBytes(ISO_8859_1));
  }

  private static byte[] ready() {
    return message('Z', (byte) 'I');
  }

  private static byte[] row(int fields, int size) {
    byte[] body = ByteBuffer.allocate(6).putShort((short) fields).putInt(size).array();
    return message('D', body);
  }

  private static byte[] sasl() {
    return message('R', joined(new byte[] {0, 0, 0, 10}, "SCRAM-SHA-256\0\0".getBytes(ISO_8859_1)));
  }

  private void allRedis() throws IOException {
    redis("map", "WRONG_PROTOCOL", "%1\r\n+server\r\n+redis\r\n");
    redis("push", "WRONG_PROTOCOL", ">2\r\n+a\r\n+b\r\n");
    redis("nested", "WRONG_PROTOCOL", "*1\r\n".repeat(20_000));
    redis("huge-bulk", "WRONG_PROTOCOL", "$" + HUGE + "\r\n");
    redis("huge-array", "WRONG_PROTOCOL", "*" + HUGE + "\r\n");
    redis("negative-bulk", "WRONG_PROTOCOL", "$-9\r\n");
    redis("number", "WRONG_PROTOCOL", ":7\r\n");
    redis("null", "WRONG_PROTOCOL", "_\r\n");
    redis("garbage", "WRONG_PROTOCOL", "\0\1\2\3\4\r\n");
    redis("other-line", "WRONG_PROTOCOL", "+HELLO\r\n");
    redis("endless-line", "WRONG_PROTOCOL", "+" + "x".repeat(1 << 20));
    redis("smtp", "WRONG_PROTOCOL", "220 mail ESMTP\r\n");
    redis("ssh", "WRONG_PROTOCOL", "SSH-2.0-OpenSSH_9.6\r\n");
    redis("then-array", "WRONG_PROTOCOL", "+PONG\r\n", "*2\r\n$1\r\na\r\n$1\r\nb\r\n");
    redis("then-map", "WRONG_PROTOCOL", "+PONG\r\n", "%1\r\n+a\r\n+b\r\n");
    redis("then-huge", "WRONG_PROTOCOL", "+PONG\r\n", "$" + HUGE + "\r\n");
    redis("then-no-number", "WRONG_PROTOCOL", "+PONG\r\n", "$x\r\n");
    redis("then-nested", "WRONG_PROTOCOL", "+PONG\r\n", "*1\r\n".repeat(20_000));
  }

  private void allPostgres() throws IOException {
    postgres("auth-huge", "WRONG_PROTOCOL", message('R', HUGE));
    postgres("auth-negative", "WRONG_PROTOCOL", message('R', -1));
    postgres("error-huge", "WRONG_PROTOCOL", message('E', HUGE));
    postgres("notice-huge", "WRONG_PROTOCOL", message('N', HUGE));
    postgres("unknown-type", "WRONG_PROTOCOL", message('\1'));
    postgres("sasl-huge", "POSTGRES_AUTH_REQUIRED", sasl(), message('R', HUGE));
    postgres(
        "status-huge", "WRONG_PROTOCOL", joined(message('R', 8, new byte[4]), message('S', HUGE)));
    postgres(
        "key-huge", "WRONG_PROTOCOL", joined(message('R', 8, new byte[4]), message('K', HUGE)));
    postgres("columns-huge", "WRONG_PROTOCOL", welcome(), message('T', HUGE));
    postgres("row-huge", "WRONG_PROTOCOL", welcome(), message('D', HUGE));
    postgres("field-huge", "WRONG_PROTOCOL", welcome(), row(1, HUGE));
    postgres("field-large", "WRONG_PROTOCOL", welcome(), row(1, 400 << 20));
    postgres("field-negative", "WRONG_PROTOCOL", welcome(), row(1, -7));
    postgres("fields-many", "WRONG_PROTOCOL", welcome(), row(65535, 0));
    postgres("query-error-huge", "WRONG_PROTOCOL", welcome(), message('E', HUGE));
    postgres("complete-huge", "WRONG_PROTOCOL", welcome(), message('C', HUGE));
  }

  private void allHttp() throws IOException {
    String get = "get: /, expect: { within: 3s }";
    http("headers-endless", get, ANY, endlessly(OK, "X-A: b\r\n"));
    http("header-line-endless", get, ANY, endlessly(OK + "X: ", "a"));
    http("body-endless", get, ANY, endlessly(OK + "\r\n", "a"));
    http("continue-endless", get, ANY, endlessly("", "HTTP/1.1 100 Continue\r\n\r\n"));
    http("a-byte-a-second", get, ANY, dribbling(OK + "\r\n"));
    http("chunk-size", get, ANY, saying(OK + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"));
    http("chunk-negative", get, ANY, saying(OK + "Transfer-Encoding: chunked\r\n\r\n-1\r\n"));
    http(
        "chunk-huge",
        get,
        ANY,
        saying(OK + "Transfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n"));
    http("length-negative", get, ANY, saying(OK + "Content-Length: -1\r\n\r\n"));
    http("length-huge", get, ANY, saying(OK + "Content-Length: 9223372036854775807\r\n\r\n"));
    http("http-0-9", get, ANY, saying("<html>hello</html>"));
    http("status-999", get, ANY, saying("HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n"));
    http("status-none", get, ANY, saying("HTTP/1.1 abc\r\n\r\n"));
    http("header-no-colon", get, ANY, saying(OK + "no colon here\r\n\r\n"));
    http("header-nul", get, ANY, saying(OK + "X: a\0b\r\nContent-Length: 0\r\n\r\n"));
    http("gzip-bomb", get, ANY, gzip());
    http("smtp", get, ANY, saying("220 mail ESMTP\r\n"));
    http("ssh", get, ANY, saying("SSH-2.0-OpenSSH_9.6\r\n"));
    http("tls", get, ANY, saying("\u0015\u0003\u0001\u0000\u0002\u0002F"));
    at(
        "https",
        "tls-garbage",
        get,
        ANY,
        saying("\u0016\u0003\u0003\u00ff\u00ff" + "x".repeat(70_000)));
    at("https", "tls-plain", get, ANY, saying("HTTP/1.1 400 Bad Request\r\n\r\n"));
  }

  private void allStreams() throws IOException {
    String ws = "websocket: /, send: a, expect: { message: b, within: 3s }";
    http(
        "ws-wrong-accept",
        ws,
        ANY,
        saying(
            "HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n"));
    http("ws-fragments-endless", ws, ANY, webSocket(true, 0x00, 0x01, 'a'));
    http("ws-text-endless", ws, ANY, webSocket(true, 0x81, 0x01, 'a'));
    http(
        "ws-length", ws, ANY, webSocket(false, 0x81, 127, 0x7f, 255, 255, 255, 255, 255, 255, 255));
    http(
        "ws-length-negative",
        ws,
        ANY,
        webSocket(false, 0x81, 127, 255, 255, 255, 255, 255, 255, 255, 255));
    http("ws-masked", ws, ANY, webSocket(false, 0x81, 0x81, 1, 2, 3, 4, 5));
    http("ws-reserved", ws, ANY, webSocket(false, 0xff, 0x00));
    http("ws-pings-endless", ws, ANY, webSocket(true, 0x89, 0x00));
    String sse = "sse: /, expect: { first-event-within: 3s }";
    String stream = OK + "Content-Type: text/event-stream\r\n\r\n";
    http("sse-line-endless", sse, ANY, endlessly(stream, "data"));
    http("sse-comments-endless", sse, ANY, endlessly(stream, ":\n"));
    http("sse-retry", sse, ANY, saying(stream + "retry: 99999999999999999999\n\nid: \0\n\n"));
    String grpc = "grpc: chat.Chat";
    http("grpc-http", grpc, ANY, saying(OK + "Content-Length: 2\r\n\r\nok"));
    http(
        "grpc-frames",
        grpc,
        ANY,
        saying("\0\0\0\4\0\0\0\0\0" + "\u00ff\u00ff\u00ff\u0004\0\0\0\0\0"));
    http("grpc-garbage", grpc, ANY, saying("\u00ff".repeat(100_000)));
  }

  private static ScriptedPeer.Script gzip() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      for (int i = 0; i < 512; i++) {
        out.write(new byte[1 << 20]);
      }
    }
    String body = packed.toString(ISO_8859_1);
    return saying(
        OK + "Content-Encoding: gzip\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
  }

  @Test
  void no_redis_breaks_a_check_nor_holds_it() throws Exception {
    allRedis();
    run();
  }

  @Test
  void no_postgres_breaks_a_check_nor_holds_it() throws Exception {
    allPostgres();
    run();
  }

  @Test
  void no_web_server_breaks_a_check_nor_holds_it() throws Exception {
    allHttp();
    run();
  }

  @Test
  void no_stream_breaks_a_check_nor_holds_it() throws Exception {
    allStreams();
    run();
  }

  private void run() throws IOException {
    Files.writeString(
        folder.resolve("pack.yaml"),
        """
        version: 1
        rules:
          - { check: redis-reachable, on: redis, timeout: 20s, with: { connect: 4s, reply: 4s } }
          - { check: redis-latency, on: redis, timeout: 20s, with: { patience: 4s } }
          - { check: redis-role, on: redis, timeout: 20s }
          - { check: postgres-reachable, on: postgres, timeout: 20s, with: { connect: 4s, reply: 4s } }
          - { check: http-health, on: endpoints, timeout: 20s, with: { give-up-after: 4s } }
          - { check: ws-handshake, on: endpoints, timeout: 20s, with: { give-up-after: 4s } }
          - { check: ws-message, on: endpoints, timeout: 20s, with: { give-up-after: 4s } }
          - { check: sse-first-event, on: endpoints, timeout: 20s, with: { give-up-after: 4s, listen: 1s } }
          - { check: grpc-health, on: endpoints, timeout: 20s, with: { give-up-after: 4s } }
        """);
    Path profile =
        Files.writeString(
            folder.resolve("p.yaml"),
            "version: 1\nenvironment: p\npacks: { only: [pack.yaml] }\n"
                + section("redis", redis)
                + section("postgres", postgres)
                + section("services", services));

    var ran =
        Invocation.of(
            Map.of(),
            List.of("run", profile.toString(), "-o", "json", "--deadline", "60s", "--jobs", "64"));

    JsonNode report = ReportSchema.read(ran.out());
    Map<String, String> seen = new LinkedHashMap<>();
    for (JsonNode check : report.at("/checks")) {
      String id = check.get("id").asString();
      String told = check.path("signal").asString("") + check.path("reason").asString("");
      assertThat(told).as(check.toString()).isNotIn("defect", "deadline");
      assertThat(check.path("durationMs").asDouble(0)).as(id).isLessThan(20_000);
      if (!told.equals("not-applicable") && !told.equals("prerequisite")) {
        seen.merge(check.get("resource").asString(), told, (a, b) -> a.isEmpty() ? b : a);
      }
    }
    expected.replaceAll(
        (name, signal) -> signal.equals(ANY) ? seen.getOrDefault(name, "") : signal);
    assertThat(new TreeMap<>(seen)).isEqualTo(expected);
  }

  private static String section(String key, StringBuilder entries) {
    return entries.isEmpty() ? "" : key + ":\n" + entries;
  }
}
