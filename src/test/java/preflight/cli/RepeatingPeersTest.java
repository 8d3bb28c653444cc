package preflight.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.probe.Leak;
import preflight.probe.Spelling;
import preflight.probe.network.ScriptedPeer;
import preflight.probe.network.TlsPeer;
import preflight.probe.postgres.ScriptedPostgres;

/** Law 3: peers that repeat a credential of the run, in every spelling and over every channel. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("attack")
@Timeout(300)
class RepeatingPeersTest {

  private static final List<Spelling> SPELLINGS = List.of(Spelling.values());

  @TempDir Path folder;

  private final MockWebServer server = new MockWebServer();
  private final List<AutoCloseable> peers = new ArrayList<>();
  private final StringBuilder services = new StringBuilder("services:\n");
  private final StringBuilder redis = new StringBuilder("redis:\n");
  private final StringBuilder postgres = new StringBuilder("postgres:\n");
  private final StringBuilder rules = new StringBuilder("version: 1\nrules:\n");
  private String canary = "";

  @BeforeEach
  void start() throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            String[] path = request.getTarget().split("/", -1);
            return answer(said(Integer.parseInt(path[1])), path.length > 2 ? path[2] : "");
          }
        });
    server.start(InetAddress.getLoopbackAddress(), 0);
  }

  @AfterEach
  void stop() throws Exception {
    try {
      server.close();
    } catch (AssertionError _) {
      // Conversations that were cut off never say goodbye.
    }
    for (AutoCloseable peer : peers) {
      peer.close();
    }
  }

  private String said(int spelling) {
    return "refused " + SPELLINGS.get(spelling).of(canary) + " again";
  }

  /** What a line of a protocol can carry. */
  private static String line(String text) {
    return text.replaceAll("[^ -~]", "");
  }

  private static String quoted(String text) {
    var json = new StringBuilder();
    text.chars().forEach(c -> json.append("\\u%04x".formatted(c)));
    return "\"" + json + "\"";
  }

  private static MockResponse answer(String said, String channel) {
    var response = new MockResponse.Builder().code(500);
    return switch (channel) {
      case "header" -> response.code(200).addHeader("X-Debug", line(said)).build();
      case "reason" -> response.status("HTTP/1.1 500 " + line(said)).build();
      case "moved" ->
          response.code(302).addHeader("Location", line(said).replace(' ', '/')).build();
      case "json" ->
          response
              .code(200)
              .addHeader("content-type", "application/json")
              .body(
                  "{\"status\":\"ok\",\"checks\":{%1$s:{\"status\":\"down\",\"error\":%1$s}}}"
                      .formatted(quoted(said)))
              .build();
      case "close" -> upgrade(response, said, "").build();
      case "proto" -> upgrade(response, "", line(said)).build();
      case "message" -> upgrade(response, said, "").build();
      case "events" ->
          response
              .code(200)
              .addHeader("content-type", "text/event-stream")
              .body("event: " + said + "\n")
              .build();
      case "type" -> response.code(200).addHeader("content-type", line(said)).build();
      case "" ->
          response
              .code(302)
              .addHeader("Location", "http://127.0.0.1:1/" + line(said).replace(' ', '/'))
              .build();
      default -> response.body(said).build();
    };
  }

  private static MockResponse.Builder upgrade(
      MockResponse.Builder response, String said, String subprotocol) {
    if (!subprotocol.isEmpty()) {
      response.addHeader("Sec-WebSocket-Protocol", subprotocol);
    }
    return response.webSocketUpgrade(
        new WebSocketListener() {
          @Override
          public void onOpen(WebSocket socket, Response upgraded) {
            if (!said.isEmpty()) {
              socket.send(said);
              byte[] reason =
                  Arrays.copyOf(said.getBytes(UTF_8), Math.min(100, said.getBytes(UTF_8).length));
              socket.close(1011, new String(reason, UTF_8).replace("\uFFFD", ""));
            }
          }
        });
  }

  private int port(ScriptedPeer peer) {
    peers.add(peer);
    return peer.port();
  }

  private void declare(int i) throws IOException {
    String said = said(i);
    Path stdout =
        Files.writeString(
            folder.resolve(i + ".json"),
            "{\"outcome\":\"failed\",\"expected\":\"peace\",\"observed\":%1$s,\"evidence\":[{\"source\":%1$s,\"fact\":%1$s}]}"
                .formatted(quoted(said)));
    Path stderr = Files.writeString(folder.resolve(i + ".txt"), said);
    services.append(
        """
          s%1$d:
            url: "http://127.0.0.1:%2$d/%1$d"
            endpoints:
              body: { get: /body }
              header: { get: /header, expect: { header: { X-Debug: fine } } }
              reason: { get: /reason }
              moved: { get: /moved }
              json: { get: /json }
              close: { websocket: /close, expect: { open: true } }
              proto: { websocket: /proto, subprotocols: [a] }
              message: { websocket: /message, expect: { message: never, within: 300ms } }
              events: { sse: /events }
              type: { sse: /type }
              greeting: { tcp: %3$d, send: hi, expect: { text: never, within: 300ms } }
          e%1$d: {}
          t%1$d: { url: "https://127.0.0.1:%4$d" }
        """
            .formatted(
                i, server.getPort(), port(ScriptedPeer.answering(said)), port(certified(said))));
    rules.append(
        "  - { check: exec, on: services.s%d, with: { command: [cat, '%s'] } }\n"
            .formatted(i, stdout));
    rules.append(
        "  - { check: exec, on: services.e%d, with: { command: [sh, -c, 'cat %s >&2; exit 3'] } }\n"
            .formatted(i, stderr));
    redis.append(
        "  error%1$d: { host: 127.0.0.1, port: %2$d }\n  info%1$d: { host: 127.0.0.1, port: %3$d, version: '7' }\n"
            .formatted(
                i,
                port(ScriptedPeer.answering("-ERR " + line(said) + "\r\n")),
                port(informing(said))));
    postgres.append(
        "  p%d: { host: 127.0.0.1, port: %d, database: d, user: u, tls: disable }\n"
            .formatted(i, port(ScriptedPostgres.failing("28P01", said))));
  }

  private static ScriptedPeer certified(String said) throws IOException {
    return TlsPeer.pong(
        new HeldCertificate.Builder()
            .commonName(line(said))
            .addSubjectAlternativeName(line(said).replaceAll("[^A-Za-z0-9]", ""))
            .build());
  }

  private static ScriptedPeer informing(String said) throws IOException {
    return ScriptedPeer.playing(socket -> {
      byte[] command = new byte[512];
      for (int read = socket.getInputStream().read(command); read > 0; ) {
        String info =
            "redis_version:%1$s\r\nrole:slave\r\nmaster_host:%1$s\r\nmaster_link_status:%1$s\r\n"
                .formatted(said.replaceAll("[\r\n]", ""));
        String answer =
            new String(command, 0, read, UTF_8).contains("INFO")
                ? "$%d\r\n%s\r\n".formatted(info.getBytes(UTF_8).length, info)
                : "+PONG\r\n";
        socket.getOutputStream().write(answer.getBytes(UTF_8));
        read = socket.getInputStream().read(command);
      }
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"q7Vn3Xk9Tz4mWpLr2sNd8fGh6jBc5yEa", "q7Vn3Xk9/Tz'mW\"p&Lr<2s+Nd8fG%4jB"})
  @DisplayName("law 3: no spelling of a credential is shown, whoever says it")
  void no_channel_shows_a_credential_in_any_spelling(String secret) throws Exception {
    canary = secret;
    for (int i = 0; i < SPELLINGS.size(); i++) {
      declare(i);
    }
    for (String each :
        List.of(
            "http-health on endpoints",
            "http-redirect on services",
            "tls-valid on services",
            "ws-handshake on endpoints",
            "ws-close-code on endpoints",
            "ws-subprotocol on endpoints",
            "ws-message on endpoints",
            "sse-first-event on endpoints",
            "tcp-reachable on endpoints",
            "redis-reachable on redis",
            "redis-version on redis",
            "redis-role on redis",
            "postgres-reachable on postgres")) {
      rules.append("  - { check: %s, on: %s }\n".formatted((Object[]) each.split(" on ", -1)));
    }
    Files.writeString(folder.resolve("pack.yaml"), rules);
    Path profile =
        Files.writeString(
            folder.resolve("p.yaml"),
            "version: 1\nenvironment: p\npacks: [pack.yaml]\nsecrets: { CANARY_KEY: { source: env } }\n"
                + services
                + redis
                + postgres);
    Path json = folder.resolve("report.json");
    var ended =
        Invocation.of(
            Map.of("CANARY_KEY", canary),
            List.of(
                "run",
                profile.toString(),
                "--deadline",
                "4m",
                "--verbose",
                "-o",
                "human",
                "-o",
                "json=" + json));
    assertThat(ended.exitCode()).as(ended.err()).isBetween(10, 20);
    String report = Files.readString(json);
    assertThat(report)
        .contains(
            "REDIS_ERROR",
            "EXEC_FAILED",
            "REDIS_WRONG_VERSION",
            "28P01",
            "WS_SUBPROTOCOL",
            "WS_CLOSED_BY_APP",
            "HTTP_DEGRADED",
            "TLS_UNTRUSTED",
            "SSE_WRONG_CONTENT_TYPE");
    for (String told : List.of(ended.everything(), report)) {
      assertThat(told).contains("•••");
      var leaks = new Leak(told);
      for (Spelling spelling : SPELLINGS) {
        String spelled = spelling.of(canary);
        String around = spelling.of("-".repeat(40));
        for (String written : List.of(spelled, line(spelled))) {
          assertThat(leaks.of(written, around)).as(spelling::name).isEmpty();
        }
      }
    }
  }
}
