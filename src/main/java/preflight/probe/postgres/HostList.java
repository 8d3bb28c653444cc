package preflight.probe.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import preflight.probe.PeerText;
import preflight.probe.Trouble;
import preflight.resource.url.ConnectionUrl;
import preflight.resource.url.ConnectionUrl.Host;

/**
 * The hosts of a URL that names several, of which a client takes the first that it can use (libpq,
 * 34.1.1.3; pgjdbc, {@code targetServerType}).
 *
 * @param session which of those that answer it can use
 */
record HostList(List<Host> hosts, Session session) {

  /** Which servers a client is content with. */
  enum Session {
    ANY,
    PRIMARY,
    STANDBY,
    PREFER_PRIMARY,
    PREFER_STANDBY;

    /** Whether it asks for more than an answer. */
    boolean chooses() {
      return this != ANY;
    }

    /** What else it is content with, where no server is what it prefers. */
    Optional<Session> otherwise() {
      return this == PREFER_PRIMARY || this == PREFER_STANDBY ? Optional.of(ANY) : Optional.empty();
    }

    boolean wantsStandby() {
      return this == STANDBY || this == PREFER_STANDBY;
    }
  }

  // The words of libpq, pgjdbc, asyncpg and Npgsql. Whether the role's sessions may write is
  // asked by another check.
  private static final Map<String, Session> WORDS =
      Map.ofEntries(
          Map.entry("any", Session.ANY),
          Map.entry("read-write", Session.PRIMARY),
          Map.entry("primary", Session.PRIMARY),
          Map.entry("master", Session.PRIMARY),
          Map.entry("read-only", Session.STANDBY),
          Map.entry("standby", Session.STANDBY),
          Map.entry("secondary", Session.STANDBY),
          Map.entry("slave", Session.STANDBY),
          Map.entry("prefer-primary", Session.PREFER_PRIMARY),
          Map.entry("preferprimary", Session.PREFER_PRIMARY),
          Map.entry("prefer-standby", Session.PREFER_STANDBY),
          Map.entry("preferstandby", Session.PREFER_STANDBY),
          Map.entry("prefersecondary", Session.PREFER_STANDBY),
          Map.entry("preferslave", Session.PREFER_STANDBY));

  static HostList of(ConnectionUrl url) {
    return new HostList(
        url.hosts(),
        Stream.of("target_session_attrs", "targetServerType", "Target Session Attributes")
            .flatMap(name ->
                url.options().entrySet().stream().filter(it -> it.getKey().equalsIgnoreCase(name)))
            .flatMap(
                it -> Stream.ofNullable(WORDS.get(it.getValue().strip().toLowerCase(Locale.ROOT))))
            .findFirst()
            .orElse(Session.ANY));
  }

  /** Whether there is anything to choose. */
  boolean isOfSeveral() {
    return hosts.size() > 1 || session.chooses();
  }

  /** Whether the server at the other end is one of those. */
  static boolean fits(Connection connection, Session wanted) throws SQLException {
    if (!wanted.chooses()) {
      return true;
    }
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select pg_is_in_recovery()")) {
      return rows.next() && rows.getBoolean(1) == wanted.wantsStandby();
    }
  }

  /** What a client says that finds none of those. */
  static SqlError unfit(Session wanted) {
    return wanted.wantsStandby()
        ? new SqlError("55000", PeerText.ours("no host of the URL is a standby"))
        : new SqlError("25006", PeerText.ours("no host of the URL is a primary"));
  }

  /**
   * Why the next host is tried after this one, as a clause; empty where a client stops. It goes on
   * where no connection comes about, or the server starts, and not where it refuses the user.
   */
  static Optional<String> passable(Trouble<SqlError> trouble) {
    return switch (trouble) {
      case Trouble.Broken<SqlError> it ->
          Optional.of(it.ladder().target() + ": " + it.trouble().words());
      case Trouble.Stranger<SqlError> it -> Optional.of(it.ladder().target() + " is no Postgres");
      case Trouble.Rejected<SqlError> it when it.error().state().equals("57P03") ->
          Optional.of(it.ladder().target() + " is starting or shutting down");
      case Trouble.Rejected<SqlError> _,
          Trouble.Elsewhere<SqlError> _,
          Trouble.Unreadable<SqlError> _,
          Trouble.Malformed<SqlError> _ ->
          Optional.empty();
    };
  }
}
