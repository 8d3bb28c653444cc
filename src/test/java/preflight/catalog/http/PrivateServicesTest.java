package preflight.catalog.http;

import static org.assertj.core.api.Assertions.assertThat;
import static preflight.catalog.http.HttpHealthTest.exchange;
import static preflight.catalog.http.HttpHealthTest.failure;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import okhttp3.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import preflight.catalog.Patience;
import preflight.catalog.stream.SseFirstEvent;
import preflight.catalog.stream.WsHandshake;
import preflight.check.Outcome;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.Outcome.UnknownReason;
import preflight.check.signal.Signal;
import preflight.probe.Said;
import preflight.probe.SecretValue;
import preflight.probe.google.IdTokens;
import preflight.probe.google.IdTokens.Answer.Minted;
import preflight.probe.http.Exchange.Answer.Response;
import preflight.probe.http.GrpcHealthClient;
import preflight.probe.http.OkHttp;
import preflight.probe.http.OkHttpClients;
import preflight.probe.http.OkHttpEventStreams;
import preflight.probe.http.OkHttpGrpcHealth;
import preflight.probe.http.OkHttpWebSockets;
import preflight.probe.network.JdkResolver;
import preflight.resource.Setting;
import preflight.resource.service.ServiceAuth;

/**
 * Services that admit callers with an ID token. The peer admits one account with one audience, and
 * answers everyone else with the pages that Google's front end was recorded with in public reports.
 */
@Timeout(60)
class PrivateServicesTest {

  private static final Patience PATIENCE = new Patience(Duration.ofSeconds(8));
  private static final String CI = "ci@acme.iam.gserviceaccount.com";
  private static final String FRONTEND = "frontend@acme.iam.gserviceaccount.com";

  /** google/adk-python, issue 3814: a token without the audience of the service. */
  private static final String UNAUTHORIZED =
      """
      <html><head><meta http-equiv="content-type" content="text/html;charset=utf-8">
      <title>401 Unauthorized</title></head><body text=#000000 bgcolor=#ffffff>
      <h1>Error: Unauthorized</h1>
      <h2>Your client does not have permission to the requested URL <code>/health</code>.</h2>
      <h2></h2></body></html>
      """;

  /** googleapis/google-auth-library-nodejs, issue 1208; GoogleCloudPlatform/esp-v2, issue 19. */
  private static final String UNVERIFIED =
      "Bearer error=\"invalid_token\" error_description=\"The access token could not be verified\"";

  private static final GrpcHealthClient NO_GRPC =
      _ -> {
        throw new IllegalStateException("nobody is asked over gRPC");
      };

  private final MockWebServer peer = new MockWebServer();
  private final Queue<Headers> heard = new ConcurrentLinkedQueue<>();
  private final List<IdTokens.Wanted> wanted = new ArrayList<>();
  private String admitted = CI;
  private IdTokens tokens = this::minted;

  @BeforeEach
  void start() throws Exception {
    peer.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(request);
          }
        });
    peer.start(InetAddress.getLoopbackAddress(), 0);
  }

  @AfterEach
  void stop() {
    peer.close();
  }

  private MockResponse answer(RecordedRequest request) {
    heard.add(request.getHeaders());
    String beside = request.getHeaders().get("X-Serverless-Authorization");
    String token = beside == null ? request.getHeaders().get("Authorization") : beside;
    if (token == null) {
      return page(403, Pages.FORBIDDEN);
    }
    if (!token.startsWith("Bearer " + url() + " ")) {
      return page(401, UNAUTHORIZED).newBuilder().addHeader("WWW-Authenticate", UNVERIFIED).build();
    }
    return token.endsWith(" " + admitted)
        ? new MockResponse.Builder().code(200).body("{}").build()
        : page(403, Pages.FORBIDDEN);
  }

  private static MockResponse page(int status, String body) {
    return new MockResponse.Builder()
        .code(status)
        .addHeader("Content-Type", "text/html; charset=UTF-8")
        .addHeader("Server", "Google Frontend")
        .body(body)
        .build();
  }

  private String url() {
    return "http://127.0.0.1:" + peer.getPort();
  }

  private IdTokens.Answer minted(IdTokens.Wanted asked) {
    wanted.add(asked);
    String account = asked.account().orElse(CI);
    return new Minted(SecretValue.of(asked.audience() + " " + account), Optional.of(account));
  }

  private Declared there() {
    return Declared.at(url() + "/base/");
  }

  private Outcome health(Declared declared) throws Exception {
    try (var clients = new OkHttpClients(Loopback.NOTHING_LIVE, tokens)) {
      return new HttpHealth(new OkHttp(clients, new JdkResolver()), HttpHealthTest.noSecrets())
          .run(declared.asEndpoint(), PATIENCE);
    }
  }

  private String sent(String header) {
    String value = heard.element().get(header);
    return value == null ? "" : value;
  }

  @Test
  void a_caller_with_the_token_of_an_invoker_is_let_in() throws Exception {
    assertThat(health(there().idToken(Optional.empty()))).isInstanceOf(Passed.class);
    assertThat(wanted).containsExactly(new IdTokens.Wanted(url(), Optional.empty()));
    assertThat(sent("Authorization")).isEqualTo("Bearer " + url() + " " + CI);
    assertThat(sent("X-Serverless-Authorization")).isEmpty();
  }

  /** pomerium/pomerium, pull request 6268; GoogleCloudPlatform/cloud-run-proxy, pull request 25. */
  @Test
  void where_the_application_reads_authorization_the_token_goes_beside_it() throws Exception {
    var own = there().idToken(Optional.empty()).header("authorization", new Setting.Literal<>("x"));
    assertThat(health(own)).isInstanceOf(Passed.class);
    assertThat(sent("Authorization")).isEqualTo("x");
    assertThat(sent("X-Serverless-Authorization")).startsWith("Bearer ");
    heard.clear();
    var reads =
        new ServiceAuth(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("/me"),
            Optional.empty());
    assertThat(health(there().idToken(Optional.empty()).auth(reads))).isInstanceOf(Passed.class);
    assertThat(sent("Authorization")).isEmpty();
    assertThat(sent("X-Serverless-Authorization")).startsWith("Bearer ");
  }

  /** GoogleCloudPlatform/cloud-networking-solutions, pull request 78: a domain is no audience. */
  @Test
  void a_token_for_another_audience_is_told_from_a_missing_role() throws Exception {
    var failed = failure(health(there().idToken(Optional.of("https://api.example.com"))));
    assertThat(failed.signal()).isEqualTo(Signal.HTTP_TOKEN_UNFIT);
    assertThat(failed.says())
        .contains("does not accept an ID token for the audience https://api.example.com");
  }

  /** ahmetb/runsd, issues 25 and 43: the caller lacks the role. */
  @Test
  void a_declared_caller_without_the_role_is_a_failure() throws Exception {
    var failed = failure(health(there().invokeAs(FRONTEND)));
    assertThat(failed.signal()).isEqualTo(Signal.HTTP_INVOKER_DENIED);
    assertThat(failed.facts()).containsEntry("caller", "serviceAccount:" + FRONTEND);
    assertThat(wanted).containsExactly(new IdTokens.Wanted(url(), Optional.of(FRONTEND)));
  }

  @Test
  void that_our_own_account_lacks_the_role_says_nothing_of_the_callers() throws Exception {
    admitted = FRONTEND;
    var unknown = (Unknown) health(there().idToken(Optional.empty()));
    assertThat(unknown.reason()).isEqualTo(UnknownReason.PERMISSION);
    assertThat(unknown.observed()).contains(CI).contains("run.routes.invoke");
    assertThat(unknown.commands().getFirst().toString())
        .contains("roles/run.invoker")
        .contains("serviceAccount:" + CI)
        .doesNotContain("allUsers");
  }

  @Test
  void without_a_declared_token_the_service_is_private_and_nobody_proposes_to_open_it()
      throws Exception {
    assertThat(failure(health(there())).signal()).isEqualTo(Signal.HTTP_FRONT_DENIED);
    assertThat(failure(health(there().open(true))).signal()).isEqualTo(Signal.HTTP_NOT_PUBLIC);
    assertThat(wanted).isEmpty();
  }

  /**
   * GoogleCloudPlatform/cloud-run-proxy, issue 10; googleapis/google-auth-library-nodejs, issue
   * 1197; google-github-actions/auth, issue 104.
   */
  @Test
  void without_a_token_nothing_is_known_and_nobody_is_asked() throws Exception {
    Map<IdTokens.Answer, String> answers =
        Map.of(
            new IdTokens.Answer.NoCredentials(), "no Google credentials",
            new IdTokens.Answer.NoServiceAccount("a person"), "those of a person",
            new IdTokens.Answer.Forbidden(Optional.of(FRONTEND)), "an ID token of " + FRONTEND,
            new IdTokens.Answer.CredentialsRefused(), "expired or invalid",
            new IdTokens.Answer.Away(), "nobody answered");
    for (var answer : answers.entrySet()) {
      tokens = _ -> answer.getKey();
      var unknown = (Unknown) health(there().idToken(Optional.empty()));
      assertThat(unknown.observed()).contains(answer.getValue());
      assertThat(unknown.reason())
          .isEqualTo(
              answer.getKey() instanceof IdTokens.Answer.Away
                  ? UnknownReason.TRANSIENT
                  : UnknownReason.PERMISSION);
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void a_browser_asks_for_permission_without_a_token() throws Exception {
    try (var clients = new OkHttpClients(Loopback.NOTHING_LIVE, tokens)) {
      var failed =
          failure(
              new HttpCors(new OkHttp(clients, new JdkResolver()), HttpHealthTest.noSecrets())
                  .run(
                      there().origins("https://app.test").idToken(Optional.empty()).asService(),
                      PATIENCE));
      assertThat(failed.signal()).isEqualTo(Signal.HTTP_FRONT_DENIED);
      assertThat(failed.says().orElseThrow()).contains("a browser sends no token");
    }
    assertThat(wanted).isEmpty();
  }

  @Test
  void streams_and_websockets_send_the_token_too() throws Exception {
    try (var clients = new OkHttpClients(Loopback.NOTHING_LIVE, tokens);
        var sockets = new OkHttpWebSockets(clients, new JdkResolver())) {
      var stream = there().idToken(Optional.empty()).offering("sse", "/events").asEndpoint();
      new SseFirstEvent(new OkHttpEventStreams(clients, new JdkResolver()), _ -> Optional.empty())
          .run(
              stream,
              new SseFirstEvent.With(PATIENCE.giveUpAfter(), Duration.ofSeconds(1), Duration.ZERO));
      assertThat(sent("Authorization")).startsWith("Bearer ");
      heard.clear();
      new WsHandshake(sockets, _ -> Optional.empty())
          .run(
              there().idToken(Optional.empty()).offering("websocket", "/ws").asEndpoint(),
              PATIENCE);
      assertThat(sent("Authorization")).startsWith("Bearer ");
    }
  }

  /** What grpc-go shows as "unexpected HTTP status code received from server: 403 (Forbidden)". */
  @Test
  void a_call_of_grpc_sends_the_token_and_knows_the_page_of_the_front_end() throws Exception {
    try (var server = new MockWebServer();
        var clients = new OkHttpClients(Loopback.NOTHING_LIVE, tokens)) {
      server.setProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
      server.enqueue(page(403, Pages.FORBIDDEN));
      server.enqueue(page(401, UNAUTHORIZED));
      server.start(InetAddress.getLoopbackAddress(), 0);
      var declared = Declared.at("http://127.0.0.1:" + server.getPort()).offering("grpc", "");
      var check = new GrpcHealth(new OkHttpGrpcHealth(clients, new JdkResolver()));
      var with = new GrpcHealth.With(PATIENCE.giveUpAfter());
      assertThat(failure(check.run(declared.asEndpoint(), with)).signal())
          .isEqualTo(Signal.HTTP_FRONT_DENIED);
      assertThat(server.takeRequest().getHeaders().get("Authorization")).isNull();
      var caller = declared.invokeAs(FRONTEND);
      assertThat(failure(check.run(caller.asEndpoint(), with)).signal())
          .isEqualTo(Signal.HTTP_TOKEN_UNFIT);
      assertThat(server.takeRequest().getHeaders().get("Authorization")).endsWith(FRONTEND);
    }
  }

  @Test
  void nobody_else_gets_the_token() throws Exception {
    try (var other = new MockWebServer();
        var clients = new OkHttpClients(Loopback.NOTHING_LIVE, tokens)) {
      other.start(InetAddress.getLoopbackAddress(), 0);
      other.enqueue(new MockResponse.Builder().code(200).build());
      peer.setDispatcher(
          new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
              heard.add(request.getHeaders());
              return new MockResponse.Builder()
                  .code(302)
                  .addHeader("Location", "http://127.0.0.1:" + other.getPort() + "/")
                  .build();
            }
          });
      new HttpRedirect(new OkHttp(clients, new JdkResolver()))
          .run(there().idToken(Optional.empty()).asService(), PATIENCE);
      assertThat(sent("Authorization")).startsWith("Bearer ");
      assertThat(other.takeRequest().getHeaders().get("Authorization")).isNull();
    }
  }

  @Test
  void a_private_service_refuses_whoever_shows_nothing() throws Exception {
    assertThat(proof(403, Pages.FORBIDDEN)).isInstanceOf(Passed.class);
    assertThat(proof(401, UNAUTHORIZED)).isInstanceOf(Passed.class);
    // googleapis/mcp-toolbox-sdk-python, issue 496; GoogleCloudPlatform/professional-services, 603.
    assertThat(proof(302, "Invalid IAP credentials: empty token")).isInstanceOf(Passed.class);
    for (var answer :
        Map.of(200, "{}", 302, "", 404, "{}", 401, "{\"detail\":\"no\"}").entrySet()) {
      assertThat(failure(proof(answer.getKey(), answer.getValue())).signal())
          .isEqualTo(Signal.HTTP_EXPOSED);
    }
    var hidden = (Unknown) proof(404, Pages.NOT_FOUND);
    assertThat(hidden.reason()).isEqualTo(UnknownReason.VANTAGE);
    assertThat(proof(503, Pages.UNAVAILABLE)).isInstanceOf(Unknown.class);
    assertThat(proof(401, "")).isInstanceOf(Unknown.class);
  }

  @Test
  void nothing_is_judged_where_the_profile_does_not_say_private() throws Exception {
    var declared = Declared.at(URI.create("https://backend.test"));
    var check = new HttpPrivate(_ -> exchange(response(200, "{}")), NO_GRPC);
    assertThat(check.run(declared.asService(), PATIENCE)).isInstanceOf(Skipped.class);
    assertThat(check.run(declared.open(true).asService(), PATIENCE)).isInstanceOf(Skipped.class);
    assertThat(check.run(there().open(false).asService(), PATIENCE)).isInstanceOf(Skipped.class);
  }

  private static Outcome proof(int status, String body) throws Exception {
    return new HttpPrivate(_ -> exchange(response(status, body)), NO_GRPC)
        .run(Declared.at("https://backend.test").open(false).asService(), PATIENCE);
  }

  private static Response response(int status, String body) {
    return new Response(status, Said.headers(Map.of()), Said.body(body), "", List.of());
  }
}
