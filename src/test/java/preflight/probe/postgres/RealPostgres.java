package preflight.probe.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import preflight.probe.network.HeldPort;

/** A real Postgres on a free loopback port, started once for all tests that only look at it. */
public final class RealPostgres {

  private RealPostgres() {}

  private static final class Shared {
    static final HeldPort PORT = HeldPort.reserved();
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres server = EmbeddedPostgres.builder().setPort(PORT.number()).start();
        admit(
            server,
            "host all postgres 127.0.0.1/32 trust",
            "host all keyed 127.0.0.1/32 scram-sha-256",
            "host all \"od@d\" 127.0.0.1/32 scram-sha-256",
            "host all crowded 127.0.0.1/32 trust",
            "host all plain 127.0.0.1/32 trust",
            "local all postgres trust");
        run(
            server,
            "create role keyed login password 'correct-horse'",
            "create role crowded login connection limit 0",
            "create role plain login",
            "create role \"od@d\" login password 'p#w/ @%''\\'",
            "create role stranger login");
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The shared one; it ends with the JVM. */
  public static int port() {
    return Shared.SERVER.getPort();
  }

  /** The directory of its Unix socket. */
  public static String socketDirectory() throws SQLException {
    try (Connection connection = Shared.SERVER.getPostgresDatabase().getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("show unix_socket_directories")) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** Runs statements as the superuser of the shared one. */
  public static void run(String... statements) throws SQLException {
    run(Shared.SERVER, statements);
  }

  public static Connection connect(String user, String database) throws SQLException {
    return Shared.SERVER.getDatabase(user, database).getConnection();
  }

  /** Replaces the rules of {@code pg_hba.conf}. */
  public static void admit(EmbeddedPostgres server, String... rules) throws SQLException {
    String lines =
        String.join(
            " union all ", List.of(rules).stream().map(it -> "select '" + it + "'").toList());
    run(
        server,
        """
        do $$ begin
          execute format('copy (%s) to %%L', current_setting('hba_file'));
        end $$\
        """
            .formatted(lines.replace("'", "''")),
        "select pg_reload_conf()");
  }

  public static void run(EmbeddedPostgres server, String... statements) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
