package preflight.probe.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import preflight.probe.Answer;
import preflight.probe.Interruption;
import preflight.probe.PeerText;
import preflight.probe.Redaction;
import preflight.probe.SecretBytes;
import preflight.probe.SettingReader.Reading;
import preflight.probe.Trouble;
import preflight.probe.network.Dialer;
import preflight.probe.network.Ladder;
import preflight.probe.network.Limits;
import preflight.probe.network.NetworkTrouble;
import preflight.probe.network.Rung;
import preflight.resource.Postgres;
import preflight.resource.ResourceName;
import preflight.resource.Target;
import preflight.resource.network.TlsMode;
import preflight.resource.url.ConnectionUrl.Host;

/** Asks Postgres with pgjdbc, over connections whose every rung was climbed and timed before. */
public final class PgjdbcProbe implements PostgresLadder, PostgresRows, PostgresTimes {

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(1);
  private static final int MOST_ROWS = 10_000;

  private final PostgresDoor door;
  private final Redaction redaction;
  private final PgjdbcDriver driver = new PgjdbcDriver();
  private final Map<ResourceName, Host> answered = new ConcurrentHashMap<>();

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
    Reading<TlsMode> read = door.mode(postgres.resource());
    if (!(read instanceof Reading.Value<TlsMode>(TlsMode mode, _))) {
      return new Answer.NotGiven<>(read.trouble());
    }
    Optional<HostList> hosts = door.hosts(postgres.resource());
    return hosts.isPresent()
        ? ofSeveral(postgres, hosts.get(), hosts.get().session(), mode, limits, question)
        : at(new Way(postgres, Optional.empty(), mode, limits), question);
  }

  /**
   * As libpq: the first host that answers as the client wants it. The one that did is asked first
   * the next time, so that a run waits for the others once.
   */
  private <V> Answer<V, SqlError> ofSeveral(
      Target<Postgres> postgres,
      HostList list,
      HostList.Session wanted,
      TlsMode mode,
      Limits limits,
      Question<V> question)
      throws InterruptedException {
    List<String> others = new ArrayList<>();
    Optional<Trouble<SqlError>> first = Optional.empty();
    List<Host> order = ordered(postgres, list.hosts());
    for (int i = 0; i < order.size(); i++) {
      Answer<Optional<V>, SqlError> answer =
          at(
              new Way(postgres, Optional.of(order.get(i)), mode, limits),
              (connection, open) ->
                  HostList.fits(connection, wanted)
                      ? Optional.of(question.ask(connection, open))
                      : Optional.empty());
      switch (answer) {
        case Answer.Given<Optional<V>, SqlError>(Optional<V> value, Ladder ladder) -> {
          if (value.isPresent()) {
            int left = order.size() - i - 1;
            if (left > 0) {
              others.add(left == 1 ? "one more was not tried" : left + " more were not tried");
            }
            answered.put(postgres.name(), order.get(i));
            return new Answer.Given<>(value.get(), ladder.beside(others));
          }
          others.add(
              ladder.target() + " is " + (wanted.wantsStandby() ? "no standby" : "a standby"));
          first =
              first.or(() ->
                  Optional.of(new Trouble.Rejected<>(Rung.QUERY, HostList.unfit(wanted), ladder)));
        }
        case Answer.NotGiven<Optional<V>, SqlError>(var trouble) -> {
          Optional<String> passable = HostList.passable(trouble);
          if (passable.isEmpty()) {
            return new Answer.NotGiven<>(trouble.beside(others));
          }
          others.add(passable.get());
          first = first.or(() -> Optional.of(trouble));
        }
      }
    }
    return wanted.otherwise().isPresent()
        ? ofSeveral(postgres, list, wanted.otherwise().get(), mode, limits, question)
        : new Answer.NotGiven<>(first.orElseThrow().beside(others.subList(1, others.size())));
  }

  private List<Host> ordered(Target<Postgres> postgres, List<Host> hosts) {
    Host before = answered.get(postgres.name());
    if (before == null || !hosts.contains(before)) {
      return hosts;
    }
    List<Host> order = new ArrayList<>(hosts);
    order.remove(before);
    order.addFirst(before);
    return order;
  }

  /**
   * How one comes to a server.
   *
   * @param host one of several; empty for the only one
   */
  private record Way(Target<Postgres> to, Optional<Host> host, TlsMode mode, Limits limits) {

    Way with(TlsMode other) {
      return new Way(to, host, other, limits);
    }
  }

  /**
   * As libpq: who prefers encryption comes without where the server refuses him with it. Who
   * declares none and is refused is asked about once more with it, so that the refusal is told from
   * one of the user.
   */
  private <V> Answer<V, SqlError> at(Way way, Question<V> question) throws InterruptedException {
    Answer<V, SqlError> answer = ask(way, question);
    if (!(answer instanceof Answer.NotGiven<V, SqlError>(var trouble))) {
      return answer;
    }
    if (way.mode() == TlsMode.PREFER && isOfTls(trouble)) {
      Answer<V, SqlError> plain = ask(way.with(TlsMode.DISABLE), question);
      return plain instanceof Answer.Given<V, SqlError> ? plain : answer;
    }
    boolean wantsTls =
        way.mode() == TlsMode.DISABLE
            && refusesAsHeCame(trouble)
            && isAdmitted(ask(way.with(TlsMode.PREFER), question));
    return wantsTls ? new Answer.NotGiven<>(wantingTls(trouble)) : answer;
  }

  private static boolean refusesAsHeCame(Trouble<SqlError> trouble) {
    return trouble instanceof Trouble.Rejected<SqlError> it && it.error().refusesAsHeCame();
  }

  /** A handshake that fails, or a server that says it admits nobody who comes like this. */
  private static boolean isOfTls(Trouble<SqlError> trouble) {
    return refusesAsHeCame(trouble)
        || (trouble instanceof Trouble.Broken<SqlError> it
            && it.rung() == Rung.TLS
            && it.trouble() != NetworkTrouble.SILENT);
  }

  /** Past the rules of the server, whatever comes of it then. */
  private static <V> boolean isAdmitted(Answer<V, SqlError> answer) {
    return switch (answer) {
      case Answer.Given<V, SqlError> _ -> true;
      case Answer.NotGiven<V, SqlError>(var trouble) ->
          trouble instanceof Trouble.Rejected<SqlError> && !refusesAsHeCame(trouble);
    };
  }

  private static Trouble<SqlError> wantingTls(Trouble<SqlError> refused) {
    return refused instanceof Trouble.Rejected<SqlError>(_, _, Ladder ladder)
        ? new Trouble.Broken<>(
            Rung.TLS,
            NetworkTrouble.TLS_EXPECTED,
            PeerText.ours("it refuses this user without encryption, and admits him with it"),
            Optional.empty(),
            ladder)
        : refused;
  }

  private <V> Answer<V, SqlError> ask(Way way, Question<V> question) throws InterruptedException {
    return switch (door.open(way.to(), way.host(), way.mode(), way.limits())) {
      case Answer.Given<PostgresDoor.Open, SqlError>(var open, _) ->
          ask(open, way.limits(), question);
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
      boolean refused = open.socket().clientAsked() && open.socket().received() == 0;
      return new Answer.NotGiven<>(
          switch (trouble) {
            case Trouble.Broken<SqlError> cut when refused && cut.hangsUp() -> cut.refusingClient();
            case Trouble.Rejected<SqlError>(Rung at, SqlError error, Ladder climbed) ->
                new Trouble.Rejected<>(at, error.about(open.login().password()), climbed);
            default -> trouble;
          });
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
