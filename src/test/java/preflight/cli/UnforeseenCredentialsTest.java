package preflight.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import preflight.probe.postgres.RealPostgres;

/** Law 3: credentials that nobody declared as one, or put where a name belongs. */
@Timeout(120)
class UnforeseenCredentialsTest {

  private static final String STRONG = "Hk8vQ2mZt5Xn";

  @TempDir Path folder;

  private Invocation run(String profile, Map<String, String> variables, String... more)
      throws Exception {
    Path file =
        Files.writeString(folder.resolve("p.yaml"), "version: 1\nenvironment: p\n" + profile);
    var command = new java.util.ArrayList<>(List.of("run", file.toString(), "--verbose"));
    command.addAll(List.of(more));
    return Invocation.of(variables, command);
  }

  @Test
  @DisplayName(
      "law 3: a password in the place of a user or a database is hidden by a real Postgres")
  void a_password_that_stands_where_a_name_belongs_is_hidden() throws Exception {
    for (String fields :
        List.of(
            "user: secrets.DB_USER, database: postgres",
            "user: postgres, database: secrets.DB_USER")) {
      var ended =
          run(
              """
              secrets: { DB_USER: { source: env } }
              postgres: { main: { host: 127.0.0.1, port: %d, tls: disable, %s } }
              """
                  .formatted(RealPostgres.port(), fields),
              Map.of("DB_USER", STRONG),
              "--only",
              "postgres-reachable");
      assertThat(ended.out()).contains("the server answers: ", "\"•••\"").doesNotContain(STRONG);
    }
  }

  @Test
  void the_name_of_a_role_that_a_secret_holds_stays() throws Exception {
    var ended =
        run(
            """
            secrets: { DB_USER: { source: env } }
            postgres: { main: { host: 127.0.0.1, port: %d, tls: disable, user: secrets.DB_USER, database: postgres } }
            """
                .formatted(RealPostgres.port()),
            Map.of("DB_USER", "backend-staging"),
            "--only",
            "postgres-reachable");
    assertThat(ended.out()).contains("\"backend-staging\"");
  }

  @Test
  @DisplayName("law 3: whatever the profile sends, reads or compares as a credential is hidden")
  void what_is_used_as_a_credential_is_one() throws Exception {
    var values =
        Map.of(
            "REDIS_PIN", "48213377",
            "DOTTED", "zk31.qv82.xw90",
            "LOGIN", "Wq7-nB4-xR9-tL2",
            "THEIRS_KEY", "Vb6nMq2wXz8p",
            "CI_JOB_TOKEN", "Jt5kPz9sLm3q");
    Files.writeString(folder.resolve("x.env"), "MODE=dev\nAPI_TOKEN=Dx4vRn8yQb2h\n");
    Path other =
        Files.writeString(
            folder.resolve("other.yaml"),
            "version: 1\nenvironment: other\nsecrets: { THEIRS_KEY: { source: env } }\n");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String all = String.join(" | ", values.values()) + " | Dx4vRn8yQb2h | mode dev";
          byte[] body = all.getBytes(UTF_8);
          exchange.sendResponseHeaders(500, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      var ended =
          run(
              """
              secrets: { REDIS_PIN: { source: env, kind: setting }, DOTTED: { source: env } }
              redis: { cache: { host: 127.0.0.1, port: 1, password: secrets.REDIS_PIN } }
              services:
                back:
                  url: "http://127.0.0.1:%d"
                  uses: [secrets.DOTTED]
                  env: { files: [x.env] }
                  endpoints:
                    health: { get: /, headers: { X-Who: "${env:LOGIN}", X-Pass: secrets.DOTTED } }
              """
                  .formatted(server.getAddress().getPort()),
              values,
              "--only",
              "http-health",
              "--compare",
              other.toString());
      assertThat(ended.out())
          .contains("••• | ••• | ••• | ••• | ••• | ••• | mode dev")
          .doesNotContain(values.values())
          .doesNotContain("Dx4vRn8yQb2h");
    } finally {
      server.stop(0);
    }
  }
}
