package preflight.probe.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import preflight.probe.Answer;
import preflight.probe.Interruption;
import preflight.probe.PeerText;
import preflight.probe.Redaction;
import preflight.probe.SecretBytes;
import preflight.probe.Trouble;
import preflight.probe.network.Dialer;
import preflight.probe.network.Ladder;
import preflight.probe.network.Limits;
import preflight.probe.network.Rung;
import preflight.resource.Postgres;
import preflight.resource.Target;

/** Asks Postgres with pgjdbc, over connections whose every rung was climbed and timed before. */
public final class PgjdbcProbe implements PostgresLadder, PostgresRows, PostgresTimes {

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(1);
  private static final int MOST_ROWS = 10_000;

  private final PostgresDoor door;
  private final Redaction redaction;
  private final PgjdbcDriver driver = new PgjdbcDriver();

  public PgjdbcProbe(Dialer dialer, SecretBytes secrets, Redaction redaction) {
    this.door = new PostgresDoor(dialer, secrets, redaction);
    this.redaction = redaction;
  }

  @Override
  public Answer<Ready, SqlError> climb(Target<Postgres> postgres, Limits limits)
      throws InterruptedException {
    return ask(
        postgres,
        limits,
        (connection, open) -> {
          try (var statement = connection.createStatement()) {
            statement.execute("select 1");
          }
          return new Ready(open.encrypted());
        });
  }

  @Override
  public Answer<Rows, SqlError> ask(
      Target<Postgres> postgres, String sql, List<String> parameters, Limits limits)
      throws InterruptedException {
    return ask(postgres, limits, (connection, _) -> rows(connection, sql, parameters));
  }

  private Rows rows(Connection connection, String sql, List<String> parameters)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setMaxRows(MOST_ROWS);
      for (int i = 0; i < parameters.size(); i++) {
        statement.setString(i + 1, parameters.get(i));
      }
      try (ResultSet result = statement.executeQuery()) {
        List<Map<String, PeerText>> rows = new ArrayList<>();
        while (result.next()) {
          rows.add(row(result));
        }
        return new Rows(rows);
      }
    }
  }

  private Map<String, PeerText> row(ResultSet result) throws SQLException {
    Map<String, PeerText> row = new LinkedHashMap<>();
    var columns = result.getMetaData();
    for (int column = 1; column <= columns.getColumnCount(); column++) {
      String value = result.getString(column);
      if (value != null) {
        row.put(columns.getColumnLabel(column), redaction.heard(value));
      }
    }
    return row;
  }

  @Override
  public Answer<Times, SqlError> measure(Target<Postgres> postgres, int samples, Limits limits)
      throws InterruptedException {
    return ask(postgres, limits, (connection, _) -> times(connection, samples));
  }

  private static Times times(Connection connection, int samples) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("select 1");
      List<Duration> queries = new ArrayList<>();
      long first = System.nanoTime();
      do {
        long start = System.nanoTime();
        statement.execute("select 1");
        queries.add(since(start));
      } while (queries.size() < samples && since(first).compareTo(LONG_ENOUGH) < 0);
      return new Times(queries);
    }
  }

  /** What is asked once the driver is in. */
  private interface Question<V> {
    V ask(Connection connection, PostgresDoor.Open open) throws SQLException;
  }

  private <V> Answer<V, SqlError> ask(
      Target<Postgres> postgres, Limits limits, Question<V> question) throws InterruptedException {
    return switch (door.open(postgres, limits)) {
      case Answer.Given<PostgresDoor.Open, SqlError>(var open, _) -> ask(open, limits, question);
      case Answer.NotGiven<PostgresDoor.Open, SqlError>(var trouble) ->
          new Answer.NotGiven<>(trouble);
    };
  }

  private <V> Answer<V, SqlError> ask(PostgresDoor.Open open, Limits limits, Question<V> question)
      throws InterruptedException {
    Ladder ladder = open.ladder();
    Rung rung = Rung.AUTH;
    long start = open.since();
    try (Connection connection = driver.connect(open, limits)) {
      ladder = ladder.then(rung, since(start));
      rung = Rung.QUERY;
      start = System.nanoTime();
      V value = question.ask(connection, open);
      return new Answer.Given<>(value, ladder.then(rung, since(start)));
    } catch (SQLException e) {
      Interruption.rethrow(open.socket());
      Trouble<SqlError> trouble =
          SqlTrouble.of(e, rung, ladder.then(rung, since(start)), redaction);
      return new Answer.NotGiven<>(
          trouble instanceof Trouble.Rejected<SqlError>(Rung at, SqlError error, Ladder climbed)
              ? new Trouble.Rejected<>(at, error.about(open.login().password()), climbed)
              : trouble);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | NegativeArraySizeException e) {
      // The driver trusts whoever answers; what it stumbles over there is no Postgres.
      return new Answer.NotGiven<>(SqlTrouble.stranger(rung, ladder.then(rung, since(start))));
    } finally {
      Interruption.close(open.socket());
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
