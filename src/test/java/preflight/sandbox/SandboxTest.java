package preflight.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The healthy sandbox: its stores demand their passwords, its services do what they say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class SandboxTest {

  private final OkHttpClient http = new OkHttpClient();
  private final Blueprint blueprint;
  private final Sandbox sandbox;

  SandboxTest() throws Exception {
    blueprint = Blueprints.healthy();
    sandbox = Sandbox.of(blueprint);
  }

  @BeforeAll
  void start() throws Exception {
    sandbox.start();
  }

  @AfterAll
  void stop() {
    sandbox.close();
  }

  @Test
  void every_service_is_healthy() throws Exception {
    for (Service service : blueprint.services()) {
      try (Response response = get(service.url() + "/health")) {
        assertThat(response.code()).isEqualTo(200);
        assertThat(body(response).get("status").asString()).isEqualTo("healthy");
      }
    }
    try (Response response = get(url("backend") + "/health")) {
      assertThat(body(response).get("checks").propertyNames())
          .containsExactly("postgres", "redis", "auth");
    }
  }

  @Test
  void postgres_refuses_a_wrong_password_and_serves_the_right_one() throws Exception {
    assertThatThrownBy(() -> query("wrong"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    assertThat(query(blueprint.postgres().password().text())).isEqualTo("0003_archived_agents");
  }

  @Test
  void redis_refuses_a_wrong_password_and_serves_the_right_one() {
    assertThatThrownBy(() -> ping("wrong")).isInstanceOf(JedisAccessControlException.class);
    assertThat(ping(blueprint.redis().password().text())).isEqualTo("PONG");
  }

  @Test
  void starting_an_agent_needs_a_token() throws Exception {
    String start = url("backend") + "/api/agents/start";
    assertThat(post(start, "Authorization", "")).isEqualTo(401);
    assertThat(post(start, "Authorization", "Bearer " + token(secret(), Duration.ofMinutes(5))))
        .isEqualTo(202);
  }

  @Test
  void auth_verifies_signature_and_expiry() throws Exception {
    String verify = url("auth") + "/auth/verify";
    String good = token(secret(), Duration.ofMinutes(5));
    assertThat(post(verify, "Authorization", "Bearer " + good)).isEqualTo(200);
    String expired = token(secret(), Duration.ofMinutes(-5));
    assertThat(post(verify, "Authorization", "Bearer " + expired)).isEqualTo(401);
    String foreign = token("x".repeat(64), Duration.ofMinutes(5));
    assertThat(post(verify, "Authorization", "Bearer " + foreign)).isEqualTo(401);
  }

  @Test
  void who_asks_who_he_is_needs_a_token() throws Exception {
    String me = url("backend") + "/api/me";
    assertThat(code(get(me, "X-E2E-Bypass", "true"))).isEqualTo(401);
    String good = token(secret(), Duration.ofMinutes(5));
    try (Response response = get(me, "Authorization", "Bearer " + good)) {
      assertThat(response.code()).isEqualTo(200);
      assertThat(body(response).get("subject").asString()).isEqualTo("somebody");
    }
    assertThat(code(get(url("auth") + "/internal/me", "Authorization", "Bearer " + good)))
        .isEqualTo(401);
  }

  @Test
  void backend_admits_pages_of_its_web_origin_and_no_others() throws Exception {
    assertThat(preflight("https://app.sandbox.invalid")).isEqualTo("https://app.sandbox.invalid");
    assertThat(preflight("https://elsewhere.invalid")).isNull();
  }

  @Test
  void auth_knows_other_services_by_the_service_secret() throws Exception {
    String validate = url("auth") + "/internal/validate";
    String right =
        blueprint
            .secret("service-secret-sandbox")
            .flatMap(Secret::latest)
            .orElseThrow()
            .payload()
            .text();
    assertThat(post(validate, "X-Service-Secret", right)).isEqualTo(200);
    assertThat(post(validate, "X-Service-Secret", "wrong")).isEqualTo(403);
  }

  @Test
  void the_web_socket_accepts_the_subprotocol_and_echoes() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    var request =
        new Request.Builder()
            .url(url("backend") + "/ws")
            .header("Sec-WebSocket-Protocol", "jwt-auth")
            .build();
    WebSocket socket =
        http.newWebSocket(
            request,
            new WebSocketListener() {
              @Override
              public void onOpen(WebSocket webSocket, Response response) {
                heard.add("open " + response.header("Sec-WebSocket-Protocol"));
                webSocket.send("hello");
              }

              @Override
              public void onMessage(WebSocket webSocket, String text) {
                heard.add(text);
                webSocket.close(1000, null);
              }

              @Override
              public void onClosed(WebSocket webSocket, int code, String reason) {
                heard.add("closed " + code);
              }

              @Override
              public void onFailure(WebSocket webSocket, Throwable t, @Nullable Response response) {
                heard.add("failed " + t);
              }
            });
    assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("open jwt-auth");
    assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("hello");
    assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("closed 1000");
    socket.cancel();
  }

  @Test
  void events_come_one_by_one_and_the_first_at_once() throws Exception {
    try (Response response = get(url("backend") + "/api/events/stream")) {
      assertThat(response.header("Content-Type")).startsWith("text/event-stream");
      assertThat(response.body().source().readUtf8Line()).isEqualTo("id:1");
    }
  }

  @Test
  void backend_publishes_its_routes_and_frontend_its_page() throws Exception {
    try (Response response = get(url("backend") + "/openapi.json")) {
      assertThat(body(response).get("paths").propertyNames()).contains("/api/agents/start");
    }
    try (Response response = get(url("frontend") + "/")) {
      assertThat(response.body().string()).contains("<title>Sandbox</title>");
    }
  }

  @Test
  void closing_leaves_no_process_no_file_and_no_open_port() throws Exception {
    Blueprint short_lived = Blueprints.healthy();
    Sandbox closing = Sandbox.of(short_lived);
    try (var _ = HeldPorts.hold(short_lived.ports().all())) {
      closing.start();
      var servers = ProcessHandle.current().descendants().filter(p -> serves(p, closing)).toList();
      assertThat(servers).isNotEmpty();
      closing.close();
      assertThat(servers).noneMatch(ProcessHandle::isAlive);
      assertThat(closing.directory()).doesNotExist();
      for (int port : short_lived.ports().all()) {
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
            .isInstanceOf(ConnectException.class);
      }
    }
  }

  @Test
  void a_part_that_cannot_start_closes_the_rest() throws Exception {
    Blueprint taken = Blueprints.healthy();
    Sandbox failing = Sandbox.of(taken);
    try (var _ = HeldPorts.hold(taken.ports().all())) {
      try (var _ =
          Web.start(
              taken.ports().frontend(),
              server -> server.service("/", (_, _) -> FrontEndPage.unavailable()))) {
        assertThatThrownBy(failing::start).isInstanceOf(java.io.IOException.class);
      }
      assertThat(failing.directory()).doesNotExist();
      assertThatThrownBy(
              () -> new Socket(InetAddress.getLoopbackAddress(), taken.ports().redis()).close())
          .isInstanceOf(ConnectException.class);
    }
  }

  private static boolean serves(ProcessHandle process, Sandbox sandbox) {
    return process
        .info()
        .commandLine()
        .filter(line ->
            line.contains(sandbox.directory().toString())
                || line.contains(":" + sandbox.blueprint().ports().redis()))
        .isPresent();
  }

  private String secret() {
    return blueprint
        .secret("jwt-secret-sandbox")
        .flatMap(Secret::latest)
        .orElseThrow()
        .payload()
        .text();
  }

  private String url(String name) {
    return blueprint.service(name + "-sandbox").orElseThrow().url();
  }

  private Response get(String url) throws Exception {
    return http.newCall(new Request.Builder().url(url).build()).execute();
  }

  private Response get(String url, String header, String value) throws Exception {
    return http.newCall(new Request.Builder().url(url).header(header, value).build()).execute();
  }

  /** Closes: OkHttp gives a connection whose answer was collected unread to the next call. */
  private static int code(Response answer) {
    try (answer) {
      return answer.code();
    }
  }

  private @Nullable String preflight(String origin) throws Exception {
    var request =
        new Request.Builder()
            .url(url("backend") + "/health")
            .method("OPTIONS", null)
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "GET")
            .build();
    try (Response response = http.newCall(request).execute()) {
      return response.header("Access-Control-Allow-Origin");
    }
  }

  private int post(String url, String header, String value) throws Exception {
    var request =
        new Request.Builder()
            .url(url)
            .header(header, value)
            .post(RequestBody.create(new byte[0]))
            .build();
    try (Response response = http.newCall(request).execute()) {
      return response.code();
    }
  }

  private static JsonNode body(Response response) throws Exception {
    return new JsonMapper().readTree(response.body().string());
  }

  private static String token(String secret, Duration validFor) throws Exception {
    Instant now = Instant.now();
    var token =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.HS256),
            new JWTClaimsSet.Builder()
                .subject("somebody")
                .issuer(Tokens.ISSUER)
                .audience(Tokens.AUDIENCE)
                .issueTime(Date.from(now.minusSeconds(600)))
                .expirationTime(Date.from(now.plus(validFor)))
                .build());
    token.sign(new MACSigner(secret));
    return token.serialize();
  }

  private String query(String password) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", "app");
    properties.setProperty("password", password);
    String url = "jdbc:postgresql://127.0.0.1:" + blueprint.ports().postgres() + "/app";
    try (var connection = DriverManager.getConnection(url, properties);
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT version_num FROM alembic_version")) {
      rows.next();
      return rows.getString(1);
    }
  }

  private String ping(String password) {
    var config = DefaultJedisClientConfig.builder().password(password).build();
    try (var jedis = new Jedis(new HostAndPort("127.0.0.1", blueprint.ports().redis()), config)) {
      return jedis.ping();
    }
  }
}
