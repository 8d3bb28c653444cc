package preflight.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A real Postgres with one role, one database and a few tables. */
final class PostgresServer {

  private static final List<String> SETTINGS =
      List.of(
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "password_encryption=scram-sha-256",
          "max_connections=80",
          "shared_buffers=16MB",
          "fsync=off",
          "synchronous_commit=off",
          "full_page_writes=off",
          "wal_level=minimal",
          "max_wal_senders=0",
          "io_method=sync",
          "jit=off",
          "log_min_messages=panic",
          "log_min_error_statement=panic");

  private static final String TOO_MANY_CONNECTIONS = "53300";

  private final Blueprint.Postgres wanted;
  private final int port;

  private PostgresServer(Blueprint.Postgres wanted, int port) {
    this.wanted = wanted;
    this.port = port;
  }

  /** Returns when it accepts connections and has its tables. */
  static PostgresServer start(Blueprint.Postgres wanted, int port, Path home, Leash leash)
      throws IOException, InterruptedException, SQLException {
    Path data = leash.directory().resolve("postgres");
    FileTree.copy(home.resolve("template"), data);
    Files.writeString(data.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
    PostgresProgram program = PostgresProgram.in(home);
    program.execute(
        data,
        List.of(
            "CREATE ROLE %s LOGIN PASSWORD %s"
                .formatted(wanted.user(), literal(wanted.password().text())),
            "GRANT pg_read_all_stats TO " + wanted.user(),
            "CREATE DATABASE %s OWNER %s STRATEGY file_copy"
                .formatted(wanted.database(), wanted.user())));
    Process process = leash.start(program.server(data, port, SETTINGS), Leash.Stop.QUIT);
    await(process, data.resolve("postmaster.pid"));
    var server = new PostgresServer(wanted, port);
    server.execute(PostgresSchema.NEWEST);
    return server;
  }

  private static void await(Process server, Path status) throws IOException, InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!ready(status)) {
      if (!server.isAlive() || System.nanoTime() > end) {
        throw new IOException("Postgres did not start");
      }
      Thread.sleep(Duration.ofMillis(5));
    }
  }

  /** The eighth line of {@code postmaster.pid} is the server's status. */
  private static boolean ready(Path status) throws IOException {
    try {
      List<String> lines = Files.readAllLines(status);
      return lines.size() >= 8 && lines.get(7).strip().equals("ready");
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Runs statements as the role of the applications. */
  void execute(List<String> statements) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.addBatch(sql);
      }
      statement.executeBatch();
    }
  }

  /** Connects until the server refuses; what is returned has to be closed. */
  List<Connection> takeAllConnections() throws SQLException {
    List<Connection> held = new ArrayList<>();
    while (true) {
      try {
        held.add(connect());
      } catch (SQLException e) {
        if (TOO_MANY_CONNECTIONS.equals(e.getSQLState())) {
          return held;
        }
        throw e;
      }
    }
  }

  private Connection connect() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", wanted.user());
    properties.setProperty("password", wanted.password().text());
    properties.setProperty("sslmode", "disable");
    properties.setProperty("gssEncMode", "disable");
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + wanted.database(), properties);
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
