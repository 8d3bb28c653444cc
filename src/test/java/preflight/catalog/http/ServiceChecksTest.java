package preflight.catalog.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static preflight.catalog.http.HttpHealthTest.answer;
import static preflight.catalog.http.HttpHealthTest.broken;
import static preflight.catalog.http.HttpHealthTest.exchange;
import static preflight.catalog.http.HttpHealthTest.failure;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import preflight.catalog.Patience;
import preflight.catalog.network.DnsRecord;
import preflight.check.Outcome;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.Outcome.UnknownReason;
import preflight.check.signal.Clue;
import preflight.check.signal.Signal;
import preflight.probe.Said;
import preflight.probe.http.Exchange.Answer.Response;
import preflight.probe.http.Http;
import preflight.probe.network.NetworkTrouble;
import preflight.probe.network.Resolver;
import preflight.probe.network.Rung;
import preflight.probe.program.Programs;

/** Checks of whole services, with what they ask replaced. */
class ServiceChecksTest {

  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Declared BACKEND = Declared.at("https://backend.test");
  private static final Http UNREACHED =
      _ -> exchange(broken(NetworkTrouble.REFUSED, Rung.TCP, true));

  @Test
  void origin_passes_for_any_answer_of_the_application() throws Exception {
    assertThat(origin(_ -> exchange(answer(404, "{}")))).isInstanceOf(Passed.class);
    assertThat(failure(origin(_ -> exchange(answer(503, Pages.UNAVAILABLE)))).signal())
        .isEqualTo(Signal.HTTP_FRONT_UNAVAILABLE);
    assertThat(failure(origin(UNREACHED)).clues()).contains(Clue.PRIVATE_ADDRESS);
  }

  @Test
  void redirects_may_change_the_host_and_not_leave_tls() throws Exception {
    assertThat(redirect("https://login.test/", "")).isInstanceOf(Passed.class);
    assertThat(redirect("HTTPS://login.test/", "")).isInstanceOf(Passed.class);
    for (String plain : List.of("http://backend.test/", "HTTP://backend.test/")) {
      var left = failure(redirect(plain, ""));
      assertThat(left.signal()).isEqualTo(Signal.HTTP_REDIRECT);
      assertThat(left.observed()).isEqualTo("from https to http://backend.test/");
    }
    assertThat(failure(redirect("::no url::", "")).signal()).isEqualTo(Signal.HTTP_REDIRECT);
    assertThat(failure(redirect("/", "always")).signal()).isEqualTo(Signal.HTTP_REDIRECT_LOOP);
    assertThat(
            failure(new HttpRedirect(UNREACHED).run(BACKEND.asService(), new Patience(PATIENCE)))
                .clues())
        .contains(Clue.PRIVATE_ADDRESS);
  }

  @Test
  void cors_asks_for_every_declared_origin() throws Exception {
    var declared = BACKEND.origins("https://a.test", "https://b.test");
    assertThat(cors(declared, "*")).isInstanceOf(Passed.class);
    var failed = failure(cors(declared, "https://a.test"));
    assertThat(failed.signal()).isEqualTo(Signal.HTTP_CORS_REFUSED);
    assertThat(failed.expected()).isEqualTo("https://b.test may call /health");
    assertThat(cors(BACKEND, "*")).isInstanceOf(Skipped.class);
    assertThat(
            failure(
                    new HttpCors(UNREACHED, HttpHealthTest.noSecrets())
                        .run(declared.asService(), new Patience(PATIENCE)))
                .clues())
        .contains(Clue.PRIVATE_ADDRESS);
  }

  @Test
  void routes_match_templates_and_the_path_of_the_server() throws Exception {
    var declared = BACKEND.offering("get", "/api/orders/7?full=1").openapi("/openapi.json");
    assertThat(routes(declared, "{\"paths\":{\"/api/orders/{id}\":{\"get\":{}}}}"))
        .isInstanceOf(Passed.class);
    assertThat(
            routes(
                declared,
                "{\"servers\":[{\"url\":\"/api\"}],\"paths\":{\"/orders/{id}\":{\"get\":{}}}}"))
        .isInstanceOf(Passed.class);
    var failed = failure(routes(declared, "{\"paths\":{\"/api/orders\":{\"get\":{}}}}"));
    assertThat(failed.signal()).isEqualTo(Signal.HTTP_ROUTE_MISSING);
    assertThat(failed.observed()).startsWith("GET /api/orders/7: not among");
    assertThat(
            failure(
                    routes(
                        declared,
                        "{\"servers\":[{\"url\":\"/api\"}],\"paths\":{\"/orders\":{},\"/users\":{}}}"))
                .observed())
        .endsWith("not among the 2 routes of the service");
    assertThat(routes(BACKEND, "{}")).isInstanceOf(Skipped.class);
    assertThat(
            failure(new HttpRoutes(UNREACHED).run(declared.asService(), new Patience(PATIENCE)))
                .clues())
        .contains(Clue.PRIVATE_ADDRESS);
  }

  @Test
  void clocks_may_differ_by_the_leeway_and_the_resolution_of_a_date() throws Exception {
    assertThat(clock("Sun, 01 Mar 2026 12:00:05 GMT")).isInstanceOf(Passed.class);
    var failed = failure(clock("Sun, 01 Mar 2026 11:58:00 GMT"));
    assertThat(failed.signal()).isEqualTo(Signal.CLOCK_SKEW);
    assertThat(failed.observed()).contains("behind");
    assertThat(clock("yesterday")).isInstanceOf(Unknown.class);
  }

  @Test
  void names_may_have_declared_addresses_and_no_others() throws Exception {
    var found =
        new Resolver.Resolution.Found(
            List.of(InetAddress.ofLiteral("203.0.113.10")), Duration.ofMillis(3));
    assertThat(dns(found)).isInstanceOf(Passed.class);
    assertThat(dns(found, "203.0.113.10", "203.0.113.11")).isInstanceOf(Passed.class);
    assertThat(failure(dns(found, "203.0.113.11")).signal()).isEqualTo(Signal.DNS_WRONG_ADDRESS);
    var six =
        new Resolver.Resolution.Found(
            List.of(InetAddress.ofLiteral("2001:db8::1")), Duration.ofMillis(3));
    assertThat(dns(six, "2001:db8::1")).isInstanceOf(Passed.class);
    var gone =
        new Resolver.Resolution.Failed(NetworkTrouble.RESOLVER_FAILED, "no answer", PATIENCE);
    assertThat(failure(dns(gone)).signal()).isEqualTo(Signal.DNS_FAILED);
    assertThat(
            new DnsRecord((_, _) -> gone)
                .run(
                    Declared.at("http://127.0.0.1:80").asService(),
                    new DnsRecord.With(PATIENCE, List.of())))
        .isInstanceOf(Skipped.class);
  }

  @Test
  void an_external_check_answers_in_json() throws Exception {
    assertThat(exec("{\"outcome\":\"passed\",\"observed\":\"3 in the queue\"}"))
        .isEqualTo(Outcome.passed("3 in the queue"));
    var failed =
        failure(
            exec(
                "{\"outcome\":\"failed\",\"expected\":\"few\",\"observed\":\"many\","
                    + "\"evidence\":[{\"source\":\"queue\",\"fact\":\"9000\"}]}"));
    assertThat(failed.signal()).isEqualTo(Signal.EXEC_FAILED);
    assertThat(failed.evidence()).extracting("fact").containsExactly("9000");
    assertThat(
            failure(exec("{\"outcome\":\"failed\",\"class\":\"config\",\"observed\":\"no topic\"}"))
                .clues())
        .containsExactly(Clue.SAYS_CONFIG);
    assertThat(failure(exec("{\"outcome\":\"failed\",\"class\":\"theirs\"}")).clues()).isEmpty();
    assertThat(exec("{\"outcome\":\"unknown\",\"reason\":\"permission\",\"observed\":\"no\"}"))
        .isInstanceOfSatisfying(
            Unknown.class, it -> assertThat(it.reason()).isEqualTo(UnknownReason.PERMISSION));
    assertThat(exec("{\"outcome\":\"fine\"}"))
        .isInstanceOfSatisfying(
            Unknown.class, it -> assertThat(it.reason()).isEqualTo(UnknownReason.DEFECT));
    assertThat(
            new Exec((_, _, _, _) -> new Programs.Run.TimedOut())
                .run(BACKEND.asService(), new Exec.With(List.of("x"), PATIENCE, List.of())))
        .isInstanceOfSatisfying(
            Unknown.class, it -> assertThat(it.reason()).isEqualTo(UnknownReason.DEADLINE));
    assertThat(
            new Exec((_, _, _, _) -> new Programs.Run.NotStarted(""))
                .run(BACKEND.asService(), new Exec.With(List.of("x"), PATIENCE, List.of())))
        .isInstanceOf(Unknown.class);
    assertThatThrownBy(() -> new Exec.With(List.of(), PATIENCE, List.of()))
        .hasMessageContaining("exec needs a command");
  }

  private static Outcome origin(Http http) throws InterruptedException {
    return new HttpOrigin(http, HttpHealthTest.noSecrets())
        .run(BACKEND.asService(), new Patience(PATIENCE));
  }

  private static Outcome redirect(String location, String often) throws InterruptedException {
    Http http =
        request ->
            exchange(
                request.uri().equals(BACKEND.url().orElseThrow()) || often.equals("always")
                    ? with(302, "location", location)
                    : answer(200, ""));
    return new HttpRedirect(http).run(BACKEND.asService(), new Patience(PATIENCE));
  }

  private static Outcome cors(Declared declared, String admitted) throws InterruptedException {
    return new HttpCors(
            _ -> exchange(with(204, "access-control-allow-origin", admitted)),
            HttpHealthTest.noSecrets())
        .run(declared.asService(), new Patience(PATIENCE));
  }

  private static Outcome routes(Declared declared, String document) throws InterruptedException {
    return new HttpRoutes(_ -> exchange(answer(200, document)))
        .run(declared.asService(), new Patience(PATIENCE));
  }

  private static Outcome clock(String date) throws InterruptedException {
    return new S2sClock(_ -> exchange(with(200, "date", date)), Clock.fixed(NOON, ZoneOffset.UTC))
        .run(
            BACKEND.auth(S2sAuthTest.auth(), S2sAuthTest.secret()).asService(),
            new S2sClock.With(PATIENCE, Duration.ofSeconds(5)));
  }

  private static Outcome dns(Resolver.Resolution resolution, String... wanted)
      throws InterruptedException {
    return new DnsRecord((_, _) -> resolution)
        .run(BACKEND.asService(), new DnsRecord.With(PATIENCE, List.of(wanted)));
  }

  private static Outcome exec(String output) throws InterruptedException {
    return new Exec((_, _, _, _) -> new Programs.Run.Ended(0, Said.said(output)))
        .run(BACKEND.asService(), new Exec.With(List.of("./check"), PATIENCE, List.of()));
  }

  private static Response with(int status, String header, String value) {
    return new Response(status, Said.headers(Map.of(header, value)), Said.body(""), "", List.of());
  }
}
