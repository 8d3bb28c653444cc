package preflight.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
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
import org.eclipse.jgit.api.Git;
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
import preflight.probe.postgres.RealPostgres;
import preflight.probe.postgres.ScriptedPostgres;
import preflight.probe.redis.RealRedis;
import preflight.report.ReportSchema;
import tools.jackson.databind.JsonNode;

/** Law 3: peers that repeat a credential of the run, in every spelling and over every channel. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("attack")
@Timeout(600)
class RepeatingPeersTest {

  /** All of them, unless the attack is bounded. */
  private static final List<Spelling> SPELLINGS =
      Arrays.stream(Spelling.values()).limit(Integer.getInteger("attack.runs", 200)).toList();

  static Spelling spelling(int i) {
    return SPELLINGS.get(i % SPELLINGS.size());
  }

  /** Every way on which a text of a stranger comes in. */
  enum Channel {
    BODY("http-health", "services.s%d.body", Shows.HIDDEN),
    HEADER("http-health", "services.s%d.header", Shows.HIDDEN),
    REASON("http-health", "services.s%d.reason", Shows.NOTHING),
    LOCATION("http-health", "services.s%d.moved", Shows.HIDDEN),
    JSON_ESCAPES("http-health", "services.s%d.json", Shows.HIDDEN),
    REDIRECT("http-redirect", "services.s%d", Shows.HIDDEN),
    CLOSE_REASON("ws-close-code", "services.s%d.close", Shows.HIDDEN),
    SUBPROTOCOL("ws-subprotocol", "services.s%d.proto", Shows.HIDDEN),
    MESSAGE("ws-message", "services.s%d.message", Shows.HIDDEN),
    EVENTS("sse-first-event", "services.s%d.events", Shows.NOTHING),
    CONTENT_TYPE("sse-first-event", "services.s%d.type", Shows.HIDDEN),
    GREETING("tcp-reachable", "services.s%d.greeting", Shows.HIDDEN),
    GRPC_STATUS("grpc-health", "services.g%d.rpc", Shows.NOTHING),
    CERTIFICATE("tls-valid", "services.t%d", Shows.HIDDEN),
    EXEC_STDOUT("exec", "services.s%d", Shows.HIDDEN),
    EXEC_STDERR("exec", "services.e%d", Shows.NOTHING),
    REDIS_ERROR("redis-reachable", "redis.error%d", Shows.HIDDEN),
    REDIS_INFO("redis-version", "redis.info%d", Shows.HIDDEN),
    REDIS_MASTER("redis-role", "redis.info%d", Shows.HIDDEN),
    REAL_REDIS_MASTER("redis-role", "redis.real", Shows.HIDDEN),
    POSTGRES_ERROR("postgres-reachable", "postgres.p%d", Shows.HIDDEN),
    REAL_POSTGRES_ERROR("postgres-reachable", "postgres.refusing%d", Shows.HIDDEN),
    REAL_POSTGRES_ROW("postgres-migrations", "postgres.rows%d", Shows.HIDDEN),
    RUN_CONDITION("run-revision-ready", "services.r%d", Shows.HIDDEN),
    RUN_REVISION("run-revision-ready", "services.w%d", Shows.HIDDEN),
    RUN_CONTAINER("env-conflict", "services.r%d", Shows.HIDDEN),
    RUN_VALUE("env-expected", "services.r%d", Shows.HIDDEN),
    RUN_FORBIDDEN("env-forbidden", "services.r%d", Shows.HIDDEN),
    RUN_ACCOUNT("secret-access", "secrets.held%d", Shows.HIDDEN),
    GOOGLE_FORBIDS("secret-exists", "secrets.forbidden%d", Shows.NOTHING),
    GOOGLE_FAILS("secret-exists", "secrets.internal%d", Shows.NOTHING),
    GOOGLE_DOUBTS("secret-exists", "secrets.malformed%d", Shows.NOTHING);

    /** Whether a report tells a part of the text, or none. */
    enum Shows {
      HIDDEN,
      NOTHING
    }

    private final String check;
    private final String resource;
    private final Shows shows;

    Channel(String check, String resource, Shows shows) {
      this.check = check;
      this.resource = resource;
      this.shows = shows;
    }

    String rule() {
      return "  - { check: %s, on: %s }\n"
          .formatted(
              check, resource.matches(".*\\..*\\..*") ? "endpoints" : resource.split("\\.", 2)[0]);
    }

    boolean asks(JsonNode result) {
      return result.path("check").asString().equals(check)
          && result.path("resource").asString().matches(resource.replace("%d", "\\d+"));
    }
  }

  @TempDir Path folder;

  private final MockWebServer server = new MockWebServer();
  private final List<AutoCloseable> peers = new ArrayList<>();
  private final StringBuilder services = new StringBuilder("services:\n");
  private final StringBuilder redis = new StringBuilder("redis:\n");
  private final StringBuilder postgres = new StringBuilder("postgres:\n");
  private final StringBuilder secrets = new StringBuilder("secrets:\n");
  private final StringBuilder rules = new StringBuilder("version: 1\nrules:\n");
  private String canary = "";
  private RepeatingPlatform platform;

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
    platform = new RepeatingPlatform(this::said, () -> canary);
    peers.add(platform);
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
          g%1$d: { url: "%5$s", endpoints: { rpc: { grpc: g%1$d } } }
          r%1$d: { cloud-run: r%1$d, env: { expect: { MODE: fine }, forbid: [BYPASS_AUTH] } }
          w%1$d: { cloud-run: w%1$d }
        """
            .formatted(
                i,
                server.getPort(),
                port(ScriptedPeer.answering(said)),
                port(certified(said)),
                platform.url()));
    secrets.append(
        """
          held%1$d: { used-by: [r%1$d], aliases: [PLAIN_KEY] }
          forbidden%1$d: {}
          internal%1$d: {}
          malformed%1$d: {}
        """
            .formatted(i));
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

  /** A real Postgres that refuses a login with the text, and one whose row holds it. */
  private void realPostgres() throws Exception {
    var server = EmbeddedPostgres.start();
    peers.add(server);
    var roles = new ArrayList<String>();
    var texts = new ArrayList<String>();
    for (int i = 0; i < SPELLINGS.size(); i++) {
      String text = "'" + said(i).replace("\0", "").replace("'", "''") + "'";
      roles.add("create role said%d login".formatted(i));
      roles.add("create schema authorization said%d".formatted(i));
      roles.add(
          "create table said%1$d.alembic_version as select %2$s::text as version_num"
              .formatted(i, text));
      roles.add("grant select on said%1$d.alembic_version to said%1$d".formatted(i));
      texts.add("insert into texts values ('said%d', %s)".formatted(i, text));
      postgres.append(
          """
            rows%1$d: { host: 127.0.0.1, port: %2$d, database: postgres, user: said%1$d, tls: disable, migrations: { alembic: alembic } }
            refusing%1$d: { host: 127.0.0.1, port: %2$d, database: refusing, user: said%1$d, tls: disable }
          """
              .formatted(i, server.getPort()));
    }
    RealPostgres.run(server, roles.toArray(String[]::new));
    RealPostgres.run(server, "create database refusing");
    try (var connection = server.getDatabase("postgres", "refusing").getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create table texts (name text, said text)");
      statement.execute("grant select on texts to public");
      for (String each : texts) {
        statement.execute(each);
      }
      statement.execute(
          """
          create function refuse() returns event_trigger language plpgsql as $$ begin
            raise exception '%', (select said from public.texts where name = session_user);
          end $$\
          """);
      statement.execute("create event trigger refusing on login execute function refuse()");
    }
    Files.createDirectories(folder.resolve("alembic"));
    Files.writeString(folder.resolve("alembic/a.py"), "revision = 'a'\ndown_revision = None\n");
  }

  /** A real Redis that names a credential as its master. */
  private void realRedis() throws IOException {
    var server = RealRedis.with();
    peers.add(server);
    try (var admin = server.admin()) {
      admin.replicaof(line(said(0)).replaceAll("[^A-Za-z0-9]", ""), 1);
    }
    redis.append("  real: { host: 127.0.0.1, port: %d }\n".formatted(server.port()));
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
    realPostgres();
    realRedis();
    Arrays.stream(Channel.values())
        .map(Channel::rule)
        .distinct()
        .filter(it -> !it.contains("check: exec"))
        .forEach(rules::append);
    Files.writeString(folder.resolve("pack.yaml"), rules);
    Path profile =
        Files.writeString(
            folder.resolve("p.yaml"),
            """
            version: 1
            environment: p
            packs: { only: [pack.yaml] }
            gcp:
              project: acme-test
              region: us-central1
              endpoints: { run: "%1$s", secretmanager: "%1$s" }
            """
                    .formatted(platform.url())
                + secrets
                + "  CANARY_KEY: { source: env }\n"
                + services
                + redis
                + postgres);
    Path json = folder.resolve("report.json");
    Path brief = folder.resolve("report.txt");
    String file = profile.toString();
    Map<String, String> variables = Map.of("CANARY_KEY", canary);
    var ended =
        Invocation.of(
            variables,
            List.of(
                "run",
                file,
                "--deadline",
                "4m",
                "--verbose",
                "-o",
                "human",
                "-o",
                "json=" + json,
                "-o",
                "short=" + brief));
    assertThat(ended.exitCode()).as(ended.err()).isBetween(10, 20);
    String report = Files.readString(json);
    for (Channel channel : Channel.values()) {
      assertReached(channel, ReportSchema.read(report).at("/checks"));
    }
    Invocation triage =
        Invocation.of(
            variables, List.of("triage", file, "--only", "redis", "--only", "services.r*", "-v"));
    Invocation lint = Invocation.of(variables, List.of("lint", file));
    Invocation plan = Invocation.of(variables, List.of("plan", file));
    assertThat(List.of(lint.exitCode(), plan.exitCode())).containsOnly(0);
    for (String told :
        List.of(ended.everything(), report, Files.readString(brief), triage.everything())) {
      assertThat(told).contains("•••");
      assertNothingShown(told);
    }
    assertNothingShown(lint.everything() + plan.everything());
  }

  private static void assertReached(Channel channel, JsonNode checks) {
    List<String> results = new ArrayList<>();
    checks.forEach(it -> {
      if (channel.asks(it)) {
        results.add(it.toString());
      }
    });
    assertThat(results)
        .as("%s is asked", channel)
        .isNotEmpty()
        .noneMatch(it -> it.contains("\"outcome\":\"SKIPPED\""));
    assertThat(results.stream().anyMatch(it -> it.contains("•••")))
        .as("%s hides something: %s", channel, results.getFirst())
        .isEqualTo(channel.shows == Channel.Shows.HIDDEN);
  }

  private void assertNothingShown(String told) {
    var leaks = new Leak(told);
    for (Spelling spelling : SPELLINGS) {
      String spelled = spelling.of(canary);
      String around = spelling.of("-".repeat(40));
      for (String written : List.of(spelled, line(spelled))) {
        assertThat(leaks.of(written, around)).as(spelling::name).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"q7Vn3Xk9Tz4mWpLr2sNd8fGh6jBc5yEa", "q7Vn3Xk9/Tz'mW\"p&Lr<2s+Nd8fG%4jB"})
  @DisplayName("law 3: a name on Cloud Run is no credential, though no check has read any")
  void no_name_shows_a_credential_that_no_check_asks_for(String secret) throws Exception {
    canary = secret;
    for (int i = 0; i < SPELLINGS.size(); i++) {
      services.append("  w%1$d: { cloud-run: w%1$d }\n".formatted(i));
    }
    String file = write("secrets: { held1: {} }\n" + services, "run-revision-ready on services");

    for (List<String> command :
        List.of(
            List.of("run", file, "--verbose"),
            List.of("run", file, "-o", "json"),
            List.of("triage", file, "--verbose"))) {
      Invocation ended = Invocation.of(Map.of(), command);
      assertThat(ended.exitCode()).as(ended.everything()).isZero();
      assertNothingShown(ended.everything());
    }
    for (int i = 0; i < SPELLINGS.size(); i++) {
      Invocation ended =
          Invocation.of(Map.of(), List.of("explain", file, "services.w" + i, "--live"));
      assertThat(ended.exitCode()).as(ended.everything()).isZero();
      assertThat(ended.out()).contains("•••", "PLAIN_KEY");
      assertNothingShown(ended.everything());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"q7Vn3Xk9Tz4mWpLr2sNd8fGh6jBc5yEa", "q7Vn3Xk9-Tz'mW\"p&Lr<2s+Nd8fG%4jB"})
  @DisplayName("law 3: neither the name of a file nor the subject of a commit shows a credential")
  void no_repository_shows_a_credential(String secret) throws Exception {
    canary = secret;
    for (int i = 0; i < SPELLINGS.size(); i++) {
      String text = said(i).replace("\0", "").replace('/', '-');
      String name = text.substring(0, Math.min(70, text.length())).strip();
      Path repository = Files.createDirectories(folder.resolve("repository" + i));
      try (Git git = Git.init().setDirectory(repository.toFile()).call()) {
        for (String each : List.of("now", "past")) {
          Files.writeString(
              Files.createDirectories(repository.resolve(each)).resolve(name),
              "KEY = '" + canary + "'\n");
        }
        git.add().addFilepattern(".").call();
        git.commit().setMessage(text).setAuthor(name, "a@b").setSign(false).call();
        git.rm().addFilepattern("past").call();
        git.commit().setMessage(text).setSign(false).call();
      }
      String file =
          write(
              "secrets: { CANARY_KEY: { source: env } }\nsource: { root: repository%d }\n"
                  .formatted(i),
              "secret-not-in-repository on source");
      Path json = folder.resolve("report.json");
      Invocation ended =
          Invocation.of(
              Map.of("CANARY_KEY", canary),
              List.of("run", file, "--history", "-v", "-o", "human", "-o", "json=" + json));
      assertThat(ended.exitCode()).as(ended.everything()).isEqualTo(11);
      for (String told : List.of(ended.everything(), Files.readString(json))) {
        assertThat(told).contains("•••");
        assertNothingShown(told);
      }
    }
  }

  private String write(String resources, String rule) throws IOException {
    Files.writeString(
        folder.resolve("pack.yaml"),
        "version: 1\nrules: [{ check: %s, on: %s }]\n"
            .formatted((Object[]) rule.split(" on ", -1)));
    return Files.writeString(
            folder.resolve("p.yaml"),
            """
            version: 1
            environment: p
            packs: { only: [pack.yaml] }
            gcp:
              project: acme-test
              region: us-central1
              endpoints: { run: "%1$s", secretmanager: "%1$s" }
            """
                    .formatted(platform.url())
                + resources)
        .toString();
  }
}
