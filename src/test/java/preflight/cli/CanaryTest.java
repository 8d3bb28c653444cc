package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import preflight.catalog.Catalog;
import preflight.check.Check;
import preflight.check.CheckDefinition;
import preflight.check.CheckDoc;
import preflight.check.CheckId;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Place;
import preflight.check.Severity;
import preflight.check.Subject;
import preflight.check.Vantage;
import preflight.check.plan.Plan;
import preflight.check.plan.PlannedCheck;
import preflight.check.plan.Retry;
import preflight.check.signal.Signal;
import preflight.diagnosis.Diagnoser;
import preflight.diagnosis.Diagnosis;
import preflight.diagnosis.Environments;
import preflight.diagnosis.Policy;
import preflight.engine.Engine;
import preflight.engine.Limits;
import preflight.report.Style;
import preflight.report.run.HumanReport;
import preflight.report.run.JsonReport;
import preflight.report.run.RunContext;
import preflight.report.run.ShortReport;
import preflight.resource.Redis;
import preflight.sandbox.RunningSandbox;
import preflight.sandbox.SharedSandbox;

/** Law 3: no command shows a credential, in any form; ScenarioTest asks the same of every run. */
@Timeout(60)
@ExtendWith(SharedSandbox.class)
class CanaryTest {

  @TempDir Path folder;

  static Stream<List<String>> commands() {
    List<List<String>> commands = new ArrayList<>();
    for (String command :
        List.of(
            "plan sandbox",
            "lint sandbox",
            "checks",
            "checks -o json",
            "run sandbox --verbose",
            "run sandbox --verbose -o json",
            "run sandbox -o short",
            "run sandbox --only http-health --verbose",
            "run sandbox --deadline 50ms --verbose",
            "run sandbox --only redis-reachabl",
            "run sandbox --compare sandbox --verbose",
            "triage sandbox --verbose",
            "explain sandbox redis.cache",
            "explain sandbox postgres.main",
            "explain sandbox secrets.JWT_SECRET",
            "explain sandbox secrets.JWT_SECRE",
            "explain sandbox services.backend",
            "generate-completion",
            "--version")) {
      commands.add(List.of(command.split(" ")));
    }
    Catalog.definitions().forEach(it -> commands.add(List.of("explain", it.id())));
    return commands.stream();
  }

  @ParameterizedTest(name = "preflight {0}")
  @MethodSource("commands")
  @DisplayName("law 3: no command shows a credential")
  void no_command_shows_a_credential(List<String> command, RunningSandbox sandbox) {
    var ended = Invocation.of(sandbox.exports(), command);
    assertThat(ended.everything()).isNotBlank();
    assertThat(shown(sandbox.credentials(), ended.everything())).isFalse();
  }

  @Test
  void the_credentials_that_are_searched_for_are_many_and_in_every_form(RunningSandbox sandbox) {
    List<String> credentials = sandbox.credentials();
    assertThat(credentials).hasSizeGreaterThan(60).doesNotContain("");
    String planted = credentials.getFirst();
    byte[] bytes = planted.getBytes(StandardCharsets.UTF_8);
    assertThat(shown(credentials, "before " + planted + " after")).isTrue();
    assertThat(shown(credentials, Base64.getEncoder().encodeToString(bytes))).isTrue();
    assertThat(shown(credentials, "x" + HexFormat.of().formatHex(bytes))).isTrue();
    assertThat(shown(credentials, "before  after")).isFalse();
  }

  private static boolean shown(List<String> credentials, String text) {
    return credentials.stream().anyMatch(text::contains);
  }

  @Test
  void a_credential_in_the_place_of_a_reference_is_not_repeated() throws Exception {
    Path profile =
        Files.writeString(
            folder.resolve("p.yaml"),
            """
            version: 1
            environment: p
            redis: { cache: { host: 127.0.0.1, port: 1, password: %1$s } }
            postgres: { main: { host: 127.0.0.1, database: d, user: u, password: "${env:SECRET}" } }
            services: { back: { url: "http://u:%1$s@127.0.0.1/" } }
            """
                .formatted(Matrix.CREDENTIAL));
    for (String command : List.of("lint", "plan", "run", "triage")) {
      var ended =
          Invocation.of(Map.of("SECRET", Matrix.CREDENTIAL), List.of(command, profile.toString()));
      assertThat(ended.exitCode()).isEqualTo(78);
      assertThat(ended.everything()).doesNotContain(Matrix.CREDENTIAL);
    }
  }

  @Test
  @DisplayName("law 3: a credential that no check has asked for is hidden in what a peer says")
  void a_credential_that_nobody_has_read_yet_is_hidden_in_an_answer() throws Exception {
    String said = "no login with " + Matrix.CREDENTIAL;
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = said.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(500, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      Path profile =
          Files.writeString(
              folder.resolve("p.yaml"),
              """
              version: 1
              environment: p
              secrets: { DB_PASSWORD: { source: env } }
              services:
                back: { url: "http://127.0.0.1:%d", endpoints: { health: { get: /health } } }
              """
                  .formatted(server.getAddress().getPort()));
      for (String format : List.of("human", "json")) {
        var ended =
            Invocation.of(
                Map.of("DB_PASSWORD", Matrix.CREDENTIAL),
                List.of(
                    "run", profile.toString(), "--only", "http-health", "--verbose", "-o", format));
        assertThat(ended.exitCode()).as(ended.everything()).isEqualTo(12);
        assertThat(ended.everything())
            .contains("no login with •••")
            .doesNotContain(Matrix.CREDENTIAL);
      }
    } finally {
      server.stop(0);
    }
  }

  @CheckDoc(
      id = "redis-crash",
      on = Redis.class,
      about = Subject.GROUND,
      expects = "This check does not crash",
      why = "It does, with a credential in its message.",
      signals = Signal.REDIS_ERROR)
  private static final class Crash implements Check<String, NoThresholds> {
    @Override
    public Outcome run(String target, NoThresholds with) {
      throw new IllegalStateException(
          "cannot use " + Matrix.CREDENTIAL, new IllegalArgumentException(Matrix.CREDENTIAL));
    }
  }

  @Test
  @DisplayName("laws 1 and 3: a check that throws is UNKNOWN, and what it said is not repeated")
  void a_check_that_throws_tells_its_type_and_place_only() {
    Plan plan =
        new Plan(
            List.of(
                new PlannedCheck(
                    new CheckId("redis-crash", "redis.cache"),
                    CheckDefinition.of(Crash.class),
                    "redis.cache",
                    new NoThresholds(),
                    Severity.BLOCKER,
                    Duration.ofSeconds(5),
                    Retry.NONE,
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    new Place("p.yaml", 1, 1))),
            List.of());
    var run =
        new Engine(
                new Limits(1, 1, Duration.ofSeconds(20)),
                (it, soFar) -> it.ask(new Crash(), soFar),
                _ -> {})
            .run(plan);
    Diagnosis diagnosis =
        new Diagnoser(Environments.of("redis cache"), new Policy(false, false)).diagnose(run);
    var said = new StringWriter();
    var out = new PrintWriter(said);
    var context =
        new RunContext(
            "1", "p", "p.yaml", "sha256:", Optional.empty(), Vantage.LOCAL, Instant.EPOCH, 0);
    new HumanReport(Style.PLAIN, true).write(diagnosis, context, out);
    new ShortReport().write(diagnosis, out);
    new JsonReport(context).write(diagnosis, out);
    out.flush();
    assertThat(diagnosis.exitCode().code()).isEqualTo(20);
    assertThat(said.toString())
        .contains("IllegalStateException", "CanaryTest$Crash.run", "\"reason\" : \"defect\"")
        .doesNotContain(Matrix.CREDENTIAL);
  }
}
