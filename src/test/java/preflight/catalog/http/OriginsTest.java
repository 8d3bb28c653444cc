package preflight.catalog.http;

import static org.assertj.core.api.Assertions.assertThat;
import static preflight.catalog.http.HttpHealthTest.failure;
import static preflight.catalog.http.HttpHealthTest.noSecrets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.catalog.Patience;
import preflight.catalog.stream.SseFirstEvent;
import preflight.catalog.stream.WsHandshake;
import preflight.catalog.stream.WsSubprotocol;
import preflight.check.Outcome;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Skipped;
import preflight.check.signal.Signal;
import preflight.probe.http.ScriptedServer;
import preflight.resource.Setting;
import preflight.resource.field.Grammar;

/** Services whose callers are browsers, which tell them the origin of a page. */
@Timeout(60)
class OriginsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final String APP = "https://app.example.com";
  private static final String ADMIN = "https://admin.example.com";

  @TempDir private Path directory;
  private Loopback loopback;

  @BeforeEach
  void start() throws IOException {
    loopback = new Loopback(directory);
  }

  @AfterEach
  void stop() throws IOException {
    loopback.close();
  }

  @Test
  void a_server_that_insists_on_a_known_origin_is_asked_with_one() throws Exception {
    assertThat(handshake(socket(APP).origins(APP))).isInstanceOf(Passed.class);
    assertThat(failure(handshake(socket(APP))).signal()).isEqualTo(Signal.HTTP_APP_DENIED);
  }

  /** inspircd/inspircd, issue 1758: a path in the list of the server. */
  @Test
  void a_server_that_refuses_a_declared_origin_fails_though_it_takes_clients_without_one()
      throws Exception {
    for (var declared :
        Set.of(socket(APP + "/", "").origins(APP), socket(APP, "").origins(APP, ADMIN))) {
      var failed = failure(handshake(declared));
      assertThat(failed.signal()).isEqualTo(Signal.HTTP_CORS_REFUSED);
      assertThat(failed.observed()).startsWith("403");
      assertThat(failed.facts()).containsEntry("origin", declared.origins().getLast());
    }
  }

  @Test
  void a_server_that_refuses_everyone_is_not_blamed_for_an_origin() throws Exception {
    assertThat(failure(handshake(socket().origins(APP))).signal())
        .isEqualTo(Signal.HTTP_APP_DENIED);
  }

  @Test
  void an_origin_among_the_headers_of_an_endpoint_stands() throws Exception {
    var declared = socket(ADMIN).origins(APP).header("Origin", new Setting.Literal<>(ADMIN));
    assertThat(handshake(declared)).isInstanceOf(Passed.class);
  }

  @Test
  void a_subprotocol_that_nobody_answers_is_told_from_a_wrong_one() throws Exception {
    var server = websocket(_ -> new MockResponse.Builder().webSocketUpgrade(new Silent()).build());
    var declared =
        Declared.at(server).offering("websocket", "/ws").sending("", "jwt-auth").asEndpoint();
    var failed =
        failure(
            new WsSubprotocol(loopback.sockets(), noSecrets())
                .run(declared, new Patience(PATIENCE)));
    assertThat(failed.observed()).isEqualTo("no subprotocol at all");
  }

  @Test
  void a_page_may_listen_to_a_stream_only_where_the_answer_admits_it() throws Exception {
    assertThat(stream(Map.of("Access-Control-Allow-Origin", APP), APP)).isInstanceOf(Passed.class);
    assertThat(stream(Map.of("Access-Control-Allow-Origin", "*"), APP)).isInstanceOf(Passed.class);
    assertThat(stream(Map.of())).isInstanceOf(Passed.class);
    for (var admitted :
        Set.of(Map.<String, String>of(), Map.of("Access-Control-Allow-Origin", ADMIN))) {
      assertThat(failure(stream(admitted, APP)).signal()).isEqualTo(Signal.HTTP_CORS_REFUSED);
    }
    var second = failure(stream(Map.of("Access-Control-Allow-Origin", APP), APP, ADMIN));
    assertThat(second.expected()).startsWith("pages of " + ADMIN);
  }

  /** tower-rs/tower-http, issue 419; jetty/jetty.project, issue 4317. */
  @Test
  void compression_that_holds_events_back_is_named() throws Exception {
    var server =
        loopback.scripted(socket -> {
          boolean compressed =
              ScriptedServer.readHead(socket).toLowerCase(java.util.Locale.ROOT).contains("gzip");
          Loopback.write(
              socket,
              "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n"
                  + (compressed ? "Content-Encoding: gzip\r\n\r\n" : "\r\n"));
          var out =
              compressed
                  ? new GZIPOutputStream(socket.getOutputStream())
                  : socket.getOutputStream();
          for (int i = 0; i < 20; i++) {
            out.write("data: 1\n\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            TimeUnit.MILLISECONDS.sleep(100);
          }
        });
    var failed = failure(listen(Declared.at(server).offering("sse", "/events")));
    assertThat(failed.signal()).isEqualTo(Signal.SSE_BUFFERED);
    assertThat(failed.evidence()).extracting("fact").contains("gzip");
  }

  @Test
  void a_page_that_may_ask_must_also_be_let_read() throws Exception {
    assertThat(cors(Map.of("Access-Control-Allow-Origin", APP), Map.of(), APP).toString())
        .contains("HTTP_CORS_REFUSED", "may read what /health answers");
    var both = Map.of("Access-Control-Allow-Origin", APP);
    assertThat(cors(both, both, APP)).isInstanceOf(Passed.class);
  }

  /** Fetch standard, CORS check. */
  @Test
  void everyone_together_with_credentials_is_nobody() throws Exception {
    var everyone =
        Map.of("Access-Control-Allow-Origin", "*", "Access-Control-Allow-Credentials", "true");
    assertThat(failure(cors(everyone, everyone, APP)).observed())
        .contains("together with credentials");
    var several = Map.of("Access-Control-Allow-Origin", APP + ", " + ADMIN);
    assertThat(failure(cors(several, several, APP)).observed()).contains("several origins");
  }

  @Test
  void a_page_of_the_service_itself_asks_for_no_leave() throws Exception {
    var server = loopback.started(null, _ -> Loopback.always(405, ""));
    var declared = Declared.at(Loopback.url(server)).origins(Loopback.url(server));
    assertThat(
            new HttpCors(loopback.http(), noSecrets())
                .run(declared.asService(), new Patience(PATIENCE)))
        .isInstanceOf(Skipped.class);
    assertThat(
            new HttpCors(loopback.http(), noSecrets())
                .run(
                    declared.origins(APP).offering("websocket", "/ws").asService(),
                    new Patience(PATIENCE)))
        .isInstanceOf(Skipped.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "null",
        "https://*.example.com",
        "https://app.example.com/",
        "https://app.example.com/path",
        "https://App.example.com",
        "HTTPS://app.example.com",
        "https://app.example.com:443",
        "http://app.example.com:80",
        "wss://app.example.com",
        "https://user@app.example.com",
        "https://a.test,https://b.test",
        "https://a.test https://b.test"
      })
  void no_browser_sends(String origin) {
    assertThat(Grammar.ORIGIN.fits(origin)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example.com",
        "http://app.example.com:443",
        "http://localhost:5173",
        "http://[::1]:8080",
        "http://127.0.0.1:3000",
        "https://xn--bcher-kva.example",
        "capacitor://localhost",
        "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
        "moz-extension://0f1e2d3c-aaaa-bbbb-cccc-000000000000",
        "app://obsidian.md"
      })
  void browsers_and_applications_send(String origin) {
    assertThat(Grammar.ORIGIN.fits(origin)).isTrue();
  }

  /** One that admits pages of some origins; an empty text admits clients without one. */
  private Declared socket(String... admitted) throws IOException {
    return Declared.at(
            websocket(request -> {
              String origin = request.getHeaders().get("Origin");
              return Set.of(admitted).contains(origin == null ? "" : origin)
                  ? new MockResponse.Builder().webSocketUpgrade(new Silent()).build()
                  : Loopback.always(403, "{}");
            }))
        .offering("websocket", "/ws");
  }

  private String websocket(Loopback.Answering answering) throws IOException {
    return Loopback.url(loopback.started(null, answering));
  }

  private Outcome handshake(Declared declared) throws InterruptedException {
    return new WsHandshake(loopback.sockets(), noSecrets())
        .run(declared.asEndpoint(), new Patience(PATIENCE));
  }

  private Outcome stream(Map<String, String> headers, String... origins) throws Exception {
    MockWebServer server =
        loopback.started(
            null,
            _ -> {
              var response =
                  new MockResponse.Builder()
                      .addHeader("Content-Type", "text/event-stream")
                      .body("data: 1\n\n");
              headers.forEach(response::addHeader);
              return response.build();
            });
    return listen(Declared.at(Loopback.url(server)).offering("sse", "/events").origins(origins));
  }

  private Outcome listen(Declared declared) throws InterruptedException {
    return new SseFirstEvent(loopback.streams(), noSecrets())
        .run(
            declared.asEndpoint(),
            new SseFirstEvent.With(PATIENCE, Duration.ofMillis(900), Duration.ofMillis(250)));
  }

  private Outcome cors(Map<String, String> leave, Map<String, String> answer, String origin)
      throws Exception {
    MockWebServer server = loopback.started(null, request -> answered(request, leave, answer));
    return new HttpCors(loopback.http(), noSecrets())
        .run(Declared.at(Loopback.url(server)).origins(origin).asService(), new Patience(PATIENCE));
  }

  private static MockResponse answered(
      RecordedRequest request, Map<String, String> leave, Map<String, String> answer) {
    var response = new MockResponse.Builder();
    ("OPTIONS".equals(request.getMethod()) ? leave : answer).forEach(response::addHeader);
    return response.build();
  }

  private static final class Silent extends WebSocketListener {}
}
