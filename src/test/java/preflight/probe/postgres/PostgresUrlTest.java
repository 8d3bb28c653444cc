package preflight.probe.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.probe.Answer;
import preflight.probe.Said;
import preflight.probe.Stores;
import preflight.probe.Trouble;
import preflight.probe.network.JdkDialer;
import preflight.probe.network.JdkResolver;
import preflight.probe.network.Limits;
import preflight.resource.Setting;

/** A real Postgres, dialled as a connection URL in a secret says. */
final class PostgresUrlTest {

  private static final Limits LIMITS = new Limits(Duration.ofSeconds(2), Duration.ofSeconds(4));

  @BeforeAll
  static void anOddName() throws Exception {
    RealPostgres.run("create database \"my db\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://keyed:correct-horse@127.0.0.1:PORT/postgres",
        "postgres://keyed:correct%2Dhorse@localhost:PORT/my%20db?sslmode=disable",
        "postgresql://od%40d:p%23w%2F%20%40%25%27%5C@127.0.0.1:PORT/postgres",
        "postgresql://127.0.0.1:PORT/postgres?user=keyed&password=correct-horse",
        "postgresql://keyed:correct-horse@127.0.0.1:PORT,127.0.0.2:1/postgres",
        "postgresql+asyncpg://keyed:correct-horse@127.0.0.1:PORT/postgres?ssl=prefer",
        "postgresql+psycopg://keyed:correct-horse@/postgres?host=127.0.0.1:PORT",
        "jdbc:postgresql://127.0.0.1:PORT/postgres?user=keyed&password=correct-horse",
        "host=127.0.0.1 port=PORT user=keyed password='correct-horse' dbname='my db'",
        "Host=127.0.0.1;Port=PORT;Username=keyed;Password=correct-horse;Database=postgres",
        "postgresql://postgres@localhost/postgres?host=SOCKET&port=PORT&schema=public",
        "postgresql://postgres@ENCODED:PORT/postgres",
      })
  void opensWithEachSpelling(String spelling) throws Exception {
    String socket = RealPostgres.socketDirectory();
    var stores =
        Stores.byUrl(
            spelling
                .replace("PORT", String.valueOf(RealPostgres.port()))
                .replace("SOCKET", socket)
                .replace("ENCODED", URLEncoder.encode(socket, StandardCharsets.UTF_8)));
    assertThat(probe(stores).climb(stores.postgres(), LIMITS)).isInstanceOf(Answer.Given.class);
  }

  @Test
  void asksTheDatabaseOfTheUrl() throws Exception {
    var stores =
        Stores.byUrl(
            "postgresql://keyed:correct-horse@127.0.0.1:%d/my%%20db"
                .formatted(RealPostgres.port()));
    var answer =
        probe(stores).ask(stores.postgres(), "select current_database() as it", List.of(), LIMITS);
    assertThat(answer.toString()).contains("Given");
    assertThat(((Answer.Given<PostgresRows.Rows, SqlError>) answer).value().text("it"))
        .contains(Said.said("my db"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgresql://keyed:correct-horse@127.0.0.1:PORT/postgres?options=-csearch_path%3Dorders,public | orders,public
          postgresql://keyed:correct-horse@127.0.0.1:PORT/postgres?options=-c%20search_path%3DOrders     | "Orders"
          postgresql://keyed:correct-horse@127.0.0.1:PORT/postgres?schema=orders                         | orders
          jdbc:postgresql://127.0.0.1:PORT/postgres?user=keyed&password=correct-horse&currentSchema=orders | orders
          Host=127.0.0.1;Port=PORT;Username=keyed;Password=correct-horse;Database=postgres;Search Path=orders | orders
          postgresql://keyed:correct-horse@127.0.0.1:PORT/postgres                                       | "$user",public
          """)
  void searchesTheSchemasOfTheUrl(String spelling, String path) throws Exception {
    var stores = Stores.byUrl(spelling.replace("PORT", String.valueOf(RealPostgres.port())));
    var answer =
        new PgjdbcProbe(
                new JdkDialer(new JdkResolver(), Said.NOTHING_LIVE),
                stores.secrets(),
                stores.redaction())
            .ask(
                stores.postgres(),
                "select current_setting('search_path') as path",
                List.of(),
                LIMITS);
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Given.class,
            it ->
                assertThat(
                        ((PostgresRows.Rows) it.value())
                            .text("path")
                            .orElseThrow()
                            .shown()
                            .replace(", ", ","))
                    .isEqualTo(path));
  }

  @Test
  void aUrlThatLeavesTheDatabaseOpenMeansTheOneOfTheRole() throws Exception {
    var stores = Stores.byUrl("postgresql://keyed:correct-horse@127.0.0.1:" + RealPostgres.port());
    assertThat(probe(stores).climb(stores.postgres(), LIMITS).toString()).contains("3D000");
  }

  @Test
  void theSslmodeOfTheUrlCounts() throws Exception {
    var stores =
        Stores.byUrl(
            "postgresql://keyed:correct-horse@127.0.0.1:%d/postgres?sslmode=require"
                .formatted(RealPostgres.port()));
    assertThat(probe(stores).climb(stores.postgres(), LIMITS).toString()).contains("TLS_ABSENT");
  }

  @Test
  void saysWhatARefusedPasswordLooksLike() throws Exception {
    for (var each :
        Map.of(
                "correct%252Dhorse", "percent codes",
                "Y29ycmVjdC1ob3JzZQ%3D%3D", "base64",
                "%7B%22password%22:%22correct-horse%22%7D", "a JSON document",
                "%20correct-horse", "begins or ends with a blank")
            .entrySet()) {
      var stores =
          Stores.byUrl(
              "postgresql://keyed:%s@127.0.0.1:%d/postgres"
                  .formatted(each.getKey(), RealPostgres.port()));
      assertThat(probe(stores).climb(stores.postgres(), LIMITS).toString())
          .contains("28P01", each.getValue());
    }
  }

  @Test
  void saysWhyClientsRefuseTheUrl() throws Exception {
    var stores = Stores.byUrl("postgresql://app:Zk7Qm2Xv9#Wn8Ry3Kx6Lc5Hd@127.0.0.1:1/app");
    assertThat(trouble(stores).expected())
        .contains("character 10 of the password is '#'", "%23")
        .doesNotContain("Zk7", "Wn8");
  }

  @Test
  void aUrlInThePlaceOfAHostIsNoHost() throws Exception {
    var stores = Stores.at(1);
    stores.host =
        new Setting.FromSecret<>(stores.secret("POSTGRES_HOST", "postgresql://127.0.0.1:1/app"));
    assertThat(trouble(stores).expected())
        .isEqualTo("a host, but a URL; where the application reads it as one, declare it as url");
  }

  private static Trouble.Malformed<SqlError> trouble(Stores stores) throws Exception {
    var answer = probe(stores).climb(stores.postgres(), LIMITS);
    return (Trouble.Malformed<SqlError>)
        ((Answer.NotGiven<PostgresLadder.Ready, SqlError>) answer).trouble();
  }

  private static PgjdbcProbe probe(Stores stores) {
    return new PgjdbcProbe(
        new JdkDialer(new JdkResolver(), Said.NOTHING_LIVE), stores.secrets(), stores.redaction());
  }
}
