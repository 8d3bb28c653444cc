package preflight.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.EnvVar;
import com.google.cloud.run.v2.EnvVarSource;
import com.google.cloud.run.v2.GetRevisionRequest;
import com.google.cloud.run.v2.GetServiceRequest;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.RevisionsGrpc;
import com.google.cloud.run.v2.SecretKeySelector;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.ServicesGrpc;
import com.google.cloud.run.v2.TrafficTargetStatus;
import com.sun.net.httpserver.HttpServer;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import preflight.probe.google.GrpcServer;
import preflight.report.ReportSchema;
import preflight.report.Style;
import preflight.report.TerminalWriter;

/**
 * Strings that a terminal or a CI runner would obey, in every place that somebody else can write:
 * profiles, packs, names of files, arguments, peers, Cloud Run, reports and claims.
 */
@Tag("attack")
@Timeout(120)
class TerminalAttackTest {

  private static final String HOSTILE =
      "a\u001b]0;title\u0007\u001b[2J\u001b[32mGO\u001b[0m\r\b\u009b31m\u202ebidi\u200b\u2028sep\u00ad\u2066\u0085"
          + "\udb40\udc41\u3164\ufe0f ##[error]x ##vso[task.setvariable variable=a]b"
          + " ##teamcity[buildStatus text='x'] ##[set-env name=A]b"
          + "\n::set-output name=x::y\n\u00a0\u3000::add-mask::y\n--- folded\n+++ x\n^^^ +++"
          + "\nsection_start:1:a\r\u001b[0Kb\ntravis_fold:start:x\r\nforged: 0 mistakes\n"
          + " ::stop-commands::x".repeat(40);

  /** A name of a file can hold no slash, and 255 bytes. */
  private static final String HOSTILE_NAME =
      "a\u001b]0;t\u0007\u001b[2J\r\u009b1m\u202e\u2028##[error]x ##vso[a.b]c\n::set-env name=A::b\nforged: x";

  /** Everything that a profile lets its author write, by name: {@code %s} is the text. */
  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("environment", "plain"),
          Map.entry("project", "acme-test"),
          Map.entry("region", "us-central1"),
          Map.entry("infra", "o"),
          Map.entry("config", "o"),
          Map.entry("code", "o"),
          Map.entry("id", "id"),
          Map.entry("version", "latest"),
          Map.entry("alias", "ALIAS"),
          Map.entry("impact", "i"),
          Map.entry("range", "10.0.0.0/28"),
          Map.entry("network", "n"),
          Map.entry("instance", "cache"),
          Map.entry("host", "127.0.0.1"),
          Map.entry("user", "u"),
          Map.entry("database", "d"),
          Map.entry("extension", "e"),
          Map.entry("table", "t"),
          Map.entry("cloudRun", "back"),
          Map.entry("account", "a@acme-test.iam.gserviceaccount.com"),
          Map.entry("require", "R"),
          Map.entry("expect", "E"),
          Map.entry("forbid", "F"),
          Map.entry("file", "x.env"),
          Map.entry("path", "src/**"),
          Map.entry("openapi", "/o"),
          Map.entry("origin", "https://o"),
          Map.entry("issuer", "i"),
          Map.entry("audience", "a"),
          Map.entry("route", "/me"),
          Map.entry("bypass", "X-B"),
          Map.entry("get", "/h"),
          Map.entry("body", "b"),
          Map.entry("subprotocol", "s"),
          Map.entry("send", "s"),
          Map.entry("text", "t"),
          Map.entry("json", "j"),
          Map.entry("header", "h"),
          Map.entry("grpc", "g"),
          Map.entry("sse", "/s"),
          Map.entry("reason", "r"),
          Map.entry("owner", "o"),
          Map.entry("root", "."),
          Map.entry("command", "/no/such/program"),
          Map.entry("ca", "ca.pem"),
          Map.entry("migrations", "m"));

  private static final String PROFILE =
      """
      version: 1
      environment: {environment}
      packs: { only: [pack.yaml] }
      gcp: { project: {project}, region: {region}, endpoints: { secretmanager: "@api", run: "@api" } }
      owners: { infra: {infra}, config: {config}, code: {code} }
      secrets:
        REMOTE_SECRET: { id: {id}, version: {version}, aliases: [{alias}], used-by: [back], impact: {impact} }
        LOCAL_SECRET: { source: env, id: {id} }
      connectors: { c: { network: {network}, range: {range} } }
      redis: { cache: { host: {host}, port: @closed, instance: {instance}, impact: {impact} } }
      postgres:
        main: { host: {host}, port: @closed, database: {database}, user: {user}, extensions: [{extension}],
                tables: [{table}], instance: {instance}, migrations: { alembic: {migrations} } }
      services:
        back:
          cloud-run: {cloudRun}
          url: "@http"
          account: {account}
          env: { require: [{require}], expect: { E: {expect} }, forbid: [{forbid}], deprecated: [{require}], files: [{file}] }
          paths: [{path}]
          openapi: {openapi}
          origins: [{origin}]
          auth: { issuer: {issuer}, audience: {audience}, secret: secrets.LOCAL_SECRET, route: {route}, bypass-header: {bypass} }
          impact: {impact}
          endpoints:
            h: { get: {get}, expect: { status: 200, text: {text}, json: { {json}: {json} }, header: { x: {header} } } }
            p: { post: /p, body: {body}, expect: { status: 201 } }
            w: { websocket: /w, subprotocols: [{subprotocol}], send: {send}, expect: { message: {text} } }
            e: { sse: {sse}, expect: { first-event-within: 1s } }
            g: { grpc: {grpc} }
      source: { root: {root}, production: [{path}] }
      override: { redis-reachable: { class: config, reason: {reason} } }
      waivers: [{ check: http-health/services.back.p, reason: {reason}, owner: {owner}, expires: 2099-01-01 },
                { check: secret-exists, reason: {reason}, owner: {owner}, expires: 2020-01-01 }]
      """;

  private static final String PACK =
      """
      version: 1
      rules:
        - { check: secret-exists, on: secrets }
        - { check: redis-reachable, on: redis }
        - { check: postgres-reachable, on: postgres }
        - { check: http-health, on: endpoints }
        - { check: ws-handshake, on: endpoints }
        - { check: sse-first-event, on: endpoints }
        - { check: grpc-health, on: endpoints }
        - { check: http-routes, on: services }
        - { check: http-cors, on: services }
        - { check: s2s-auth, on: services }
        - { check: env-required, on: services }
        - { check: env-expected, on: services }
        - { check: env-forbidden, on: services }
        - { check: run-revision-ready, on: services }
        - { check: exec, on: services, with: { command: [{command}] } }
      """;

  @TempDir private Path folder;
  private HttpServer http;
  private GrpcServer api;
  private int closed;

  @BeforeEach
  void start() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          byte[] body = ("{\"error\": \"" + HOSTILE + "\"}").getBytes(UTF_8);
          exchange.getResponseHeaders().add("Location", "/\u009b##vso[a.b]c");
          exchange.sendResponseHeaders(500, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    http.start();
    api = new GrpcServer(new HostileServices(), new HostileRevisions());
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
  }

  @AfterEach
  void stop() {
    http.stop(0);
    api.close();
  }

  private static final class HostileServices extends ServicesGrpc.ServicesImplBase {
    @Override
    public void getService(GetServiceRequest request, StreamObserver<Service> answer) {
      answer.onNext(
          Service.newBuilder()
              .setName(request.getName())
              .setUri(HOSTILE)
              .setLatestReadyRevision(request.getName() + "/revisions/" + HOSTILE)
              .addTrafficStatuses(
                  TrafficTargetStatus.newBuilder().setRevision(HOSTILE).setPercent(100))
              .build());
      answer.onCompleted();
    }
  }

  private static final class HostileRevisions extends RevisionsGrpc.RevisionsImplBase {
    @Override
    public void getRevision(GetRevisionRequest request, StreamObserver<Revision> answer) {
      var selector = SecretKeySelector.newBuilder().setSecret(HOSTILE).setVersion(HOSTILE);
      answer.onNext(
          Revision.newBuilder()
              .setName(request.getName())
              .addContainers(
                  Container.newBuilder()
                      .setName(HOSTILE)
                      .addEnv(EnvVar.newBuilder().setName(HOSTILE).setValue(HOSTILE))
                      .addEnv(EnvVar.newBuilder().setName("E").setValue(HOSTILE))
                      .addEnv(
                          EnvVar.newBuilder()
                              .setName("F\u009b31m")
                              .setValueSource(EnvVarSource.newBuilder().setSecretKeyRef(selector))))
              .build());
      answer.onCompleted();
    }
  }

  /** A profile whose fields of these names are hostile. */
  private Path profile(String file, List<String> hostile) throws IOException {
    String profile = PROFILE;
    String pack = PACK;
    for (Map.Entry<String, String> field : FIELDS.entrySet()) {
      String text = quoted(hostile.contains(field.getKey()) ? HOSTILE : field.getValue());
      profile = profile.replace("{" + field.getKey() + "}", text);
      pack = pack.replace("{" + field.getKey() + "}", text);
    }
    String here = "http://127.0.0.1:";
    Path at =
        Files.createDirectories(
            folder.resolve(String.join("-", hostile.subList(0, Math.min(1, hostile.size())))));
    Files.writeString(at.resolve("pack.yaml"), pack);
    return Files.writeString(
        at.resolve(file),
        profile
            .replace("@api", api.gcp().endpoints().values().iterator().next().toString())
            .replace("@closed", String.valueOf(closed))
            .replace("@http", here + http.getAddress().getPort()));
  }

  /** In the double quotes of YAML, whose escapes are those of JSON. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(it ->
            quoted.append(
                it >= 0x20 && it < 0x7f && it != '"' && it != '\\'
                    ? String.valueOf((char) it)
                    : escape(it)));
    return quoted.append('"').toString();
  }

  private static String escape(int unit) {
    return Character.isSurrogate((char) unit)
        ? unit == 0xdb40 ? "\\U000E0041" : ""
        : "\\u%04x".formatted(unit);
  }

  private static Map<String, String> variables() {
    return Map.of("LOCAL_SECRET", Matrix.CREDENTIAL, "id", Matrix.CREDENTIAL);
  }

  private static Invocation call(Object... words) {
    return Invocation.of(variables(), Stream.of(words).map(Object::toString).toList());
  }

  private static void assertHarmless(Invocation told, boolean colour, Object what) {
    for (String text : List.of(told.out(), told.err())) {
      assertThat(Obeyed.in(text, colour)).as("%s: exit %d", what, told.exitCode()).isEmpty();
      assertThat(text.lines()).as("%s", what).noneMatch(it -> it.startsWith("forged"));
      if (colour) {
        // Painted as we paint, by somebody else.
        assertThat(text).doesNotContain("\u001b[32mGO\u001b[0m");
      }
    }
  }

  static Stream<String> fields() {
    return FIELDS.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("fields")
  void a_field_of_a_profile_commands_nobody(String field) throws Exception {
    Path profile = profile("hostile.yaml", List.of(field));
    for (String command : List.of("lint", "plan", "explain")) {
      List<String> words = new ArrayList<>(List.of(command, profile.toString()));
      if (command.equals("explain")) {
        words.add("services.back");
      }
      assertHarmless(call(words.toArray()), false, command);
    }
  }

  private List<String> accepted() throws IOException {
    List<String> accepted = new ArrayList<>();
    for (String field : fields().toList()) {
      if (call("lint", profile("one.yaml", List.of(field))).exitCode() == 0) {
        accepted.add(field);
      }
    }
    return accepted;
  }

  @Test
  void a_profile_of_them_commands_nobody_whatever_is_asked_of_it() throws Exception {
    List<String> accepted = accepted();
    assertThat(accepted).as("fields that take any text").contains("reason", "owner", "impact");
    Path profile = profile("all.yaml", accepted);
    Path report = folder.resolve("report.json");
    Path human = folder.resolve("report.txt");
    assertHarmless(call("lint", profile), false, "lint");
    assertHarmless(call("plan", profile), false, "plan");
    assertHarmless(call("plan", profile, "--graph"), false, "graph");
    assertHarmless(call("plan", profile, "--graph=mermaid"), false, "mermaid");
    for (String resource :
        List.of(
            "services.back",
            "services.back.h",
            "redis.cache",
            "postgres.main",
            "secrets.REMOTE_SECRET",
            "connectors.c",
            "source")) {
      assertHarmless(call("explain", profile, resource), false, resource);
    }
    assertHarmless(call("explain", profile, "services.back", "--live"), false, "live");
    var ran =
        call("run", profile, "-o", "human", "-o", "json=" + report, "-o", "human=" + human, "-v");
    assertHarmless(ran, false, "run");
    assertThat(ran.exitCode()).as(ran.everything()).isBetween(10, 20);
    assertThat(Obeyed.in(Files.readString(report), false)).as("json in a file").isEmpty();
    assertThat(Obeyed.in(Files.readString(human), false)).as("human in a file").isEmpty();
    for (String format : List.of("human", "short", "json")) {
      assertHarmless(call("run", profile, "-o", format), false, format);
    }
    assertHarmless(call("run", profile, "--color", "always", "-v"), true, "colour");
    assertHarmless(call("triage", profile), false, "triage");
    assertHarmless(call("triage", profile, "--color", "always", "--since", report), true, "triage");
    assertHarmless(call("run", profile, "--only", "exec"), false, "exec");
  }

  @Test
  void what_stands_in_a_json_report_is_what_was_said() throws Exception {
    Path profile = profile("json.yaml", List.of("reason", "owner"));
    var told = call("run", profile, "-o", "json");
    assertHarmless(told, false, "json");
    assertThat(told.exitCode()).as(told.err()).isBetween(10, 20);
    assertThat(ReportSchema.read(told.out()).at("/checks").valueStream())
        .anyMatch(it -> it.at("/waiver/reason").asString("").equals(HOSTILE));
  }

  @Test
  void a_report_and_a_claim_of_strangers_command_nobody() throws Exception {
    Path profile = profile("plain.yaml", List.of());
    String json = call("run", profile, "-o", "json").out();
    String strange = quoted(HOSTILE);
    Path before = Files.writeString(folder.resolve("before.json"), json);
    Path after =
        Files.writeString(
            folder.resolve("after.json"),
            json.replaceAll(
                    "(\"(?:because|observed|expected|fact|source|id|signal|owner|environment|profile|startedAt)\" : )\"[^\"]*\"",
                    "$1" + java.util.regex.Matcher.quoteReplacement(strange))
                .replace("\\U000E0041", ""));
    Path claim =
        Files.writeString(
            folder.resolve("claim.yaml"),
            """
            claim: %1$s
            root-cause: "*/redis.cache"
            class: INFRA
            predicts: [{ check: "*/redis.cache", evidence-contains: %1$s }]
            """
                .formatted(strange));
    Path wrong =
        Files.writeString(folder.resolve("wrong.yaml"), "claim: x\n%s: x\n".formatted(strange));
    for (String colour : List.of("never", "always")) {
      boolean coloured = colour.equals("always");
      assertHarmless(call("diff", before, after, "--color", colour), coloured, "diff");
      assertHarmless(call("diff", after, before, "--color", colour), coloured, "diff");
      assertHarmless(call("verify-claim", claim, after, "--color", colour), coloured, "claim");
    }
    assertHarmless(call("diff", before, after, "-o", "json"), false, "diff json");
    assertHarmless(call("verify-claim", wrong, before), false, "wrong claim");
    Path broken =
        Files.writeString(
            folder.resolve("broken.json"),
            "{\"schemaVersion\": %s}".formatted(strange.replace("\\U000E0041", "")));
    assertHarmless(call("diff", broken, after), false, "broken");
  }

  @Test
  void names_of_files_command_nobody() throws Exception {
    Path strange = folder.resolve(HOSTILE_NAME + ".yaml");
    Files.copy(profile("x.yaml", List.of()), strange);
    Files.copy(folder.resolve("pack.yaml"), folder.resolve("pack2.yaml"));
    Path wrong =
        Files.writeString(folder.resolve("wrong" + HOSTILE_NAME + ".yaml"), "version: 2\n");
    Path pack =
        Files.copy(folder.resolve("pack.yaml"), folder.resolve("p" + HOSTILE_NAME + ".yaml"));
    Path child =
        Files.writeString(
            folder.resolve("child.yaml"),
            "version: 1\nenvironment: x\nextends: %s\npacks: { only: [%s] }\n"
                .formatted(quoted("gone" + HOSTILE_NAME), quoted("gone" + HOSTILE_NAME)));
    assertHarmless(call("lint", strange, wrong, pack, child), false, "lint");
    assertHarmless(call("plan", strange), false, "plan");
    assertHarmless(call("explain", strange, "redis.cache"), false, "explain");
    assertHarmless(call("run", strange, "-o", "human"), false, "run");
    assertHarmless(call("run", strange, "-o", "json"), false, "json");
    assertHarmless(call("run", strange, "-o", "json=/no/such/" + HOSTILE_NAME), false, "output");
    assertHarmless(
        call("run", strange, "-o", "json=" + folder.resolve("d" + HOSTILE_NAME + "/x")),
        false,
        "output");
    assertHarmless(call("diff", folder.resolve("gone" + HOSTILE_NAME), strange), false, "diff");
    assertHarmless(call("verify-claim", strange, strange), false, "claim");
  }

  @Test
  void words_of_the_command_line_command_nobody() throws Exception {
    Path profile = profile("x.yaml", List.of());
    for (List<Object> words :
        List.<List<Object>>of(
            List.of("lint", HOSTILE),
            List.of("run", HOSTILE),
            List.of("plan", HOSTILE),
            List.of("explain", HOSTILE),
            List.of("explain", HOSTILE, HOSTILE),
            List.of("explain", profile, HOSTILE),
            List.of(HOSTILE),
            List.of("run", profile, HOSTILE),
            List.of("run", profile, "--" + HOSTILE),
            List.of("run", profile, "-" + HOSTILE),
            List.of("run", profile, "--only", HOSTILE),
            List.of("run", profile, "--skip", HOSTILE),
            List.of("run", profile, "--now", HOSTILE),
            List.of("run", profile, "--deadline", HOSTILE),
            List.of("run", profile, "--color", HOSTILE),
            List.of("run", profile, "-o", HOSTILE),
            List.of("run", profile, "--compare", HOSTILE),
            List.of("triage", profile, "--watch", HOSTILE),
            List.of("triage", profile, "--since", HOSTILE_NAME),
            List.of("checks", "-o", HOSTILE),
            List.of("demo", "--scenario", HOSTILE))) {
      var told = call(words.toArray());
      assertHarmless(told, false, words.getFirst());
      assertThat(told.exitCode()).as(told.everything()).isIn(64, 78);
    }
  }

  @Test
  void a_variable_commands_nobody() throws Exception {
    Path profile =
        Files.writeString(
            folder.resolve("v.yaml"),
            "version: 1\nenvironment: v\nsecrets: { A_SECRET: { source: env } }\nservices: { a: { impact: '${env:WHY}' } }\n");
    var variables = Map.of("WHY", HOSTILE, "PREFLIGHT_DEADLINE", HOSTILE);
    for (List<String> words :
        List.of(
            List.of("explain", profile.toString(), "services.a"),
            List.of("plan", profile.toString()),
            List.of("run", profile.toString()))) {
      assertHarmless(Invocation.of(variables, words), false, words.getFirst());
    }
  }

  @Test
  void progress_takes_its_own_line_away_and_no_other() {
    var said = new StringWriter();
    var err = new TerminalWriter(said);
    err.replaceLine("1/2 services.a\u001b[2J\r\n##[error]x");
    err.replaceLine("");
    String[] lines = said.toString().split(Pattern.quote("\r\u001b[K"), -1);
    assertThat(lines).hasSize(3);
    assertThat(lines).allMatch(it -> Obeyed.in(it, false).isEmpty() && !it.contains("\n"));
  }

  @Test
  void a_text_that_a_colour_or_a_write_splits_is_looked_at_as_one_line() {
    var said = new StringWriter();
    PrintWriter out = new TerminalWriter(said).in(new Style(true, true, 100));
    out.print("#");
    out.print("#[error]x\n\u001b[31m::set-out");
    out.print("put name=a::b\n\u001b[32m::set-output name=a::b\n \u001b[1m--- x\n");
    out.println("two\nlines");
    out.print("::error::x");
    out.flush();
    assertThat(Obeyed.in(said.toString(), true)).containsExactly();
    assertThat(said.toString())
        .contains("\u001b[32m")
        .doesNotContain("\u001b[31m")
        .contains("two\\u000alines\n");
  }
}
