package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import preflight.probe.postgres.RealPostgres;
import preflight.report.ReportSchema;
import tools.jackson.databind.JsonNode;

/** Whole runs of a profile whose secrets hold URLs, or are parts of one another. */
@Timeout(120)
final class ConnectionUrlsTest {

  private static final String PROFILE =
      """
      version: 1
      environment: p
      secrets:
        DATABASE_URL: { source: env }
        SETTINGS: { source: env }
        API_KEY: { part-of: secrets.SETTINGS }
        ABSENT: { part-of: secrets.SETTINGS, key: API_KEYS }
      postgres:
        main: { url: secrets.DATABASE_URLBESIDE }
      """;

  private static final String SETTINGS = "API_KEY=v9Lr4Tq7Yb2Nc8Xs5Wd1Kf6Hz3Gm0Jp\nDEBUG=0\n";

  @TempDir Path folder;

  @Test
  void aUrlThatLeadsToThePostgresPasses() throws Exception {
    Map<String, JsonNode> checks =
        run("", "postgresql://keyed:correct-horse@127.0.0.1:" + RealPostgres.port() + "/postgres");
    assertThat(outcome(checks, "postgres-reachable/postgres.main")).isEqualTo("PASSED");
    assertThat(outcome(checks, "secret-format/secrets.DATABASE_URL")).isEqualTo("PASSED");
    assertThat(outcome(checks, "secret-matches-resource/secrets.DATABASE_URL"))
        .isEqualTo("SKIPPED");
    assertThat(text(checks, "secret-strength/secrets.DATABASE_URL", "observed"))
        .contains("in the URL a password of 13 characters");
  }

  @Test
  void aUrlThatClientsRefuseIsTheCauseThatTheStoreIsNotReached() throws Exception {
    Map<String, JsonNode> checks =
        run(", user: app", "postgresql://app:Zk7Qm2Xv9#Wn8Ry3Kx6Lc5Hd@127.0.0.1:1/app");
    assertThat(text(checks, "secret-format/secrets.DATABASE_URL", "observed"))
        .contains("character 10 of the password is '#'", "%23");
    assertThat(outcome(checks, "secret-matches-resource/secrets.DATABASE_URL"))
        .isEqualTo("SKIPPED");
    assertThat(text(checks, "postgres-reachable/postgres.main", "explainedBy"))
        .isEqualTo("secret-format/secrets.DATABASE_URL");
  }

  @Test
  void whatTheUrlSaysAndAFieldDeniesFails() throws Exception {
    Map<String, JsonNode> checks =
        run(
            ", user: other, tls: verify-full",
            "postgresql://keyed:correct-horse@127.0.0.1:" + RealPostgres.port() + "/postgres");
    assertThat(text(checks, "secret-matches-resource/secrets.DATABASE_URL", "observed"))
        .contains("the user in the URL is another (5 bytes)");
  }

  @Test
  void aPartIsJudgedByItselfAndOneThatIsNotThereIsNamed() throws Exception {
    Map<String, JsonNode> checks = run("", "postgresql://127.0.0.1:1/app?user=app");
    assertThat(outcome(checks, "secret-strength/secrets.API_KEY")).isEqualTo("PASSED");
    assertThat(outcome(checks, "secret-payload-clean/secrets.SETTINGS")).isEqualTo("PASSED");
    assertThat(outcome(checks, "secret-distinct/secrets.API_KEY")).isEqualTo("PASSED");
    assertThat(text(checks, "secret-exists/secrets.ABSENT", "observed"))
        .isEqualTo("there is no value API_KEYS in secret SETTINGS; there is API_KEY");
  }

  @ParameterizedTest
  @CsvSource({
    "mysql://app:Zk7Qm2Xv9Wn8Ry3Kx6Lc5Hd@127.0.0.1:3306/app, one of MySQL (mysql://)",
    "mysql+pymysql://app@127.0.0.1/app, one of MySQL (mysql://)",
    "mongodb+srv://app@cluster0.test/app, one of MongoDB (mongodb://)",
    "jdbc:sqlserver://127.0.0.1:1433;databaseName=app, one of SQL Server (sqlserver://)",
    "jdbc:oracle:thin:@127.0.0.1:1521:app, one of Oracle (oracle:)",
    "sqlite:///app.db, one of SQLite (sqlite://)",
    "rediss://127.0.0.1:6379/0, one of Redis (rediss://)",
    "https://db.test/app, one of a web server (https://)"
  })
  void theUrlOfAnotherStoreIsNamed(String url, String said) throws Exception {
    Map<String, JsonNode> checks = run("", url);
    assertThat(text(checks, "postgres-reachable/postgres.main", "signal"))
        .isEqualTo("SECRET_MALFORMED");
    assertThat(text(checks, "postgres-reachable/postgres.main", "observed"))
        .isEqualTo("secrets.DATABASE_URL does not hold a URL of Postgres, but " + said);
    assertThat(text(checks, "postgres-reachable/postgres.main", "class")).isEqualTo("CONFIG");
  }

  @Test
  void aStoreWhosePasswordIsAPartThatIsMissingSaysSo() throws Exception {
    Path profile =
        Files.writeString(
            folder.resolve("p.yaml"),
            """
            version: 1
            environment: p
            secrets:
              SETTINGS: { source: env }
              DB_PASSWORD: { part-of: secrets.SETTINGS }
            postgres:
              main: { host: 127.0.0.1, port: %d, database: postgres, user: keyed, password: secrets.DB_PASSWORD }
            """
                .formatted(RealPostgres.port()));
    var ran =
        Invocation.of(
            Map.of("SETTINGS", SETTINGS), List.of("run", profile.toString(), "-o", "human"));
    assertThat(ran.out())
        .contains(
            "The secret DB_PASSWORD is not in secrets.SETTINGS, of which it is declared as a part.",
            "ROOT CAUSE  secret-exists/secrets.DB_PASSWORD")
        .doesNotContain("(permission)")
        .containsPattern("secrets\\.DB_PASSWORD has no value: there is no\\s+value DB_PASSWORD");
    assertThat(ran.exitCode()).isEqualTo(11);
  }

  private static String outcome(Map<String, JsonNode> checks, String id) {
    return text(checks, id, "outcome");
  }

  private static String text(Map<String, JsonNode> checks, String id, String field) {
    return Objects.requireNonNull(checks.get(id), id).path(field).asString();
  }

  private Map<String, JsonNode> run(String beside, String url) throws Exception {
    Path profile = Files.writeString(folder.resolve("p.yaml"), PROFILE.replace("BESIDE", beside));
    var ran =
        Invocation.of(
            Map.of("DATABASE_URL", url, "SETTINGS", SETTINGS),
            List.of("run", profile.toString(), "-o", "json"));
    assertThat(ran.everything()).doesNotContain("v9Lr4Tq7", "correct-horse", "Wn8Ry3");
    var checks = new TreeMap<String, JsonNode>();
    for (JsonNode each : ReportSchema.read(ran.out()).at("/checks")) {
      checks.put(each.path("id").asString(), each);
    }
    return checks;
  }
}
