package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.Recorders;
import preflight.probe.postgres.RealPostgres;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A profile, a database and a peer that want to be run by whoever pastes a repair. */
class HostileGateTest {

  private static final String PAYLOAD = "x'; touch PWNED; '\"$(touch PWNED)\"`touch PWNED`";
  private static final String LINES = "x\ntouch PWNED\n";

  /** What a URL may hold. */
  private static final String PATH = "/x';touch$IFS'PWNED';$(touch$IFS'PWNED')&touch$IFS'PWNED'";

  @TempDir private Path folder;

  @BeforeAll
  static void rows() throws Exception {
    RealPostgres.run("create database hostile");
    try (var connection = RealPostgres.connect("postgres", "hostile");
        var statement = connection.createStatement()) {
      statement.execute("create table alembic_version (version_num text)");
      statement.execute(
          "insert into alembic_version values ('" + PAYLOAD.replace("'", "''") + "')");
    }
  }

  @AfterAll
  static void gone() throws Exception {
    RealPostgres.run("drop database hostile with (force)");
  }

  @Test
  void nothing_that_a_report_prints_runs_what_others_wrote() throws Exception {
    Path profile = profile();
    List<String> commands = new ArrayList<>(commands(profile, List.of()));
    // What fails for the same reason is one root cause; alone, each prints its own repair.
    for (String check :
        List.of("http-health", "sse-first-event", "ws-handshake", "grpc-health", "exec")) {
      commands.addAll(commands(profile, List.of("--only", check)));
    }

    Invocation.of("triage", profile.toString(), "--deadline", "1ms")
        .out()
        .lines()
        .filter(it -> it.contains(" preflight run "))
        .forEach(it -> commands.add(it.substring(it.indexOf("preflight run "))));

    assertThat(commands).hasSizeGreaterThan(12).allMatch(it -> it.matches("[ -~]+"));
    assertThat(commands)
        .anyMatch(it -> it.startsWith("git log --all --oneline -S'x'\\''; touch PWNED; "))
        .anyMatch(it -> it.startsWith("ls -- ") && it.contains("/no'\\''; touch PWNED; '"))
        .anyMatch(it -> it.startsWith("nc -vz "))
        .anyMatch(it -> it.startsWith("./none "))
        .anyMatch(it -> it.startsWith("preflight run /"))
        .anyMatch(it -> it.startsWith("# A command is left out: "));
    Recorders recorders = new Recorders(Files.createDirectory(folder.resolve("shell")));
    var known = Map.of("PROJECT", "p", "REGION", "r");
    for (String command : commands) {
      for (String shell : List.of("bash", "dash")) {
        var ran = recorders.run(shell, command + "\n", known);
        assertThat(ran.pwned()).as(command).isFalse();
        assertThat(ran.calls().stream().map(it -> it.words().getFirst())).doesNotContain("touch");
      }
    }
    assertThat(recorders.run("bash", String.join("\n", commands) + "\n", known).pwned()).isFalse();
  }

  @Test
  void the_server_reads_a_name_in_sql_as_the_profile_has_it() throws Exception {
    String create =
        commands(profile(), List.of("--only", "postgres-extensions")).stream()
            .filter(it -> it.contains("CREATE EXTENSION"))
            .findFirst()
            .orElseThrow();
    Recorders recorders = new Recorders(Files.createDirectory(folder.resolve("shell")));
    String sql =
        recorders
            .run("bash", create + "\n", Map.of("INSTANCE", "main"))
            .calls()
            .getFirst()
            .input()
            .strip();
    assertThat(sql).startsWith("CREATE EXTENSION IF NOT EXISTS \"").endsWith("\";");
    String name = sql.substring("CREATE EXTENSION IF NOT EXISTS ".length(), sql.length() - 1);
    try (var connection = RealPostgres.connect("postgres", "hostile");
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select 1 as " + name)) {
      assertThat(rows.getMetaData().getColumnCount()).isEqualTo(1);
      assertThat(rows.getMetaData().getColumnLabel(1)).isEqualTo("uuid-ossp");
    }
  }

  @Test
  void what_a_sandbox_exports_can_be_evaluated_wherever_it_stands() throws Exception {
    assertThat(SandboxCommand.quoted("export A=http://127.0.0.1:1"))
        .isEqualTo("export A=http://127.0.0.1:1");
    assertThat(SandboxCommand.quoted("export CA=/tmp/$(touch PWNED)/a=b"))
        .isEqualTo("export CA='/tmp/$(touch PWNED)/a=b'");
    assertThat(SandboxCommand.quoted("ready")).isEqualTo("ready");
  }

  private static List<String> commands(Path profile, List<String> more) {
    List<String> arguments = new ArrayList<>(List.of("run", profile.toString(), "-o", "json"));
    arguments.addAll(more);
    var ended = Invocation.of(Map.of(), arguments);
    assertThat(ended.out()).as(ended.everything()).startsWith("{");
    JsonNode report = JsonMapper.shared().readTree(ended.out());
    List<String> commands = new ArrayList<>();
    report
        .at("/rootCauses")
        .forEach(it -> it.at("/remedy/commands").forEach(at -> commands.add(at.asString())));
    report
        .at("/checks")
        .forEach(it -> it.at("/commands").forEach(at -> commands.add(at.asString())));
    return commands;
  }

  private Path profile() throws Exception {
    Path migrations = Files.createDirectory(folder.resolve("versions"));
    Files.writeString(migrations.resolve("a.py"), "revision = 'a1'\ndown_revision = None\n");
    int closed;
    try (var socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    Map<String, Object> main = new LinkedHashMap<>();
    main.put("host", "127.0.0.1");
    main.put("port", RealPostgres.port());
    main.put("database", "hostile");
    main.put("user", "postgres");
    main.put("tls", "disable");
    main.put("extensions", List.of("uuid-ossp"));
    main.put("tables", List.of(PAYLOAD));
    main.put("migrations", Map.of("alembic", "versions"));
    Map<String, Object> other = new LinkedHashMap<>(main);
    other.put("migrations", Map.of("alembic", "no'; touch PWNED; '"));
    Map<String, Object> service = new LinkedHashMap<>();
    service.put("url", "http://127.0.0.1:" + closed);
    service.put("openapi", PATH);
    service.put(
        "env",
        Map.of(
            "require", List.of("LOST.one"),
            "forbid", List.of("HOSTILE"),
            "expect", Map.of("GREETING", PAYLOAD + LINES)));
    service.put(
        "endpoints",
        Map.of(
            "health", Map.of("get", PATH),
            "events", Map.of("sse", PATH),
            "chat", Map.of("websocket", PATH, "subprotocols", List.of("x'`touch`|sh")),
            "rpc", Map.of("grpc", "chat.Chat")));
    Map<String, Object> profile = new LinkedHashMap<>();
    profile.put("version", 1);
    profile.put("environment", "x';touch$IFS'PWNED';'");
    profile.put("packs", Map.of("only", List.of("pack.yaml")));
    profile.put("gcp", Map.of("project", "acme-test", "region", "us-central1"));
    profile.put("redis", Map.of("cache", Map.of("host", "127.0.0.1", "port", closed)));
    profile.put("postgres", Map.of("main", main, "other", other));
    profile.put("services", Map.of("back", service));
    profile.put("secrets", Map.of("LOST", Map.of("source", "env", "id", "LOST.two")));
    var rules = new ArrayList<Object>();
    rules.add(
        Map.of(
            "check",
            "exec",
            "on",
            "services",
            "with",
            Map.of("command", List.of("./none", PAYLOAD, LINES, "--flag"))));
    Map.of(
            "secret-exists", "secrets",
            "redis-reachable", "redis",
            "env-required", "services",
            "env-expected", "services",
            "http-routes", "services")
        .forEach((check, on) -> rules.add(Map.of("check", check, "on", on)));
    for (String check : List.of("reachable", "extensions", "schema", "migrations")) {
      rules.add(Map.of("check", "postgres-" + check, "on", "postgres"));
    }
    for (String check : List.of("http-health", "sse-first-event", "ws-handshake", "grpc-health")) {
      rules.add(Map.of("check", check, "on", "endpoints"));
    }
    var json = JsonMapper.shared();
    Files.writeString(
        folder.resolve("pack.yaml"), json.writeValueAsString(Map.of("version", 1, "rules", rules)));
    return Files.writeString(folder.resolve("p.yaml"), json.writeValueAsString(profile));
  }
}
