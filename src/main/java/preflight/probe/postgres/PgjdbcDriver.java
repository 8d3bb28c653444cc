package preflight.probe.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import preflight.probe.network.Limits;

/** Logs in with pgjdbc over a connection that was opened before. */
final class PgjdbcDriver {

  // Held, because the logging of the JDK forgets a logger that nobody holds.
  private static final Logger LOGGER = Logger.getLogger("org.postgresql");

  private final Driver driver;

  PgjdbcDriver() {
    LOGGER.setLevel(Level.OFF);
    this.driver = new Driver();
  }

  /** A connection in a read-only transaction whose statements end in time. */
  Connection connect(PostgresDoor.Open door, Limits limits) throws SQLException {
    Properties properties = properties(door.login(), limits.reply());
    door.socket().through(WholeMessages::new);
    door.socket().sending(PlainStartup::new);
    Connection connection;
    try {
      connection =
          ScopedValue.where(HandedSocket.CONNECTION, door.socket())
              .call(() -> driver.connect("jdbc:postgresql://", properties));
    } finally {
      properties.clear();
    }
    if (connection == null) {
      throw new IllegalStateException("pgjdbc does not know its own URL");
    }
    try {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.execute("set local statement_timeout = " + limits.reply().toMillis());
      }
      if (!door.login().schemas().isEmpty()) {
        search(connection, door.login().schemas());
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** For this transaction: a start-up setting would not pass a pooler. */
  private static void search(Connection connection, List<String> schemas) throws SQLException {
    String names = String.join(", ", Collections.nCopies(schemas.size(), "quote_ident(?)"));
    try (var statement =
        connection.prepareStatement(
            "select set_config('search_path', concat_ws(', ', " + names + "), true)")) {
      for (int i = 0; i < schemas.size(); i++) {
        statement.setString(i + 1, schemas.get(i));
      }
      statement.execute();
    }
  }

  private static Properties properties(Login login, Duration limit) {
    var properties = new Properties();
    // Host and port are those of the connection; the driver only wants to have heard of some.
    PGProperty.PG_HOST.set(properties, "handed");
    PGProperty.PG_DBNAME.set(properties, login.database().value());
    PGProperty.USER.set(properties, login.user().value());
    // pgjdbc takes passwords as String only; this one lives as long as the call. An empty one keeps
    // the driver from looking for a password file.
    PGProperty.PASSWORD.set(
        properties, login.password().map(it -> new String(it.reveal(), UTF_8)).orElse(""));
    PGProperty.APPLICATION_NAME.set(properties, "preflight");
    PGProperty.SOCKET_FACTORY.set(properties, HandedSocket.class.getName());
    // Encryption has been settled on the connection already, by a handshake that says what failed.
    PGProperty.SSL_MODE.set(properties, "disable");
    PGProperty.GSS_ENC_MODE.set(properties, "disable");
    // The connection has a deadline in milliseconds, and these keep the driver from waiting longer.
    // A login timeout would move the attempt to a thread that nobody can end.
    int seconds = Math.toIntExact(limit.toSeconds() + 1);
    PGProperty.CONNECT_TIMEOUT.set(properties, seconds);
    PGProperty.SOCKET_TIMEOUT.set(properties, seconds);
    return properties;
  }
}
