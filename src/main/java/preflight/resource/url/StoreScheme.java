package preflight.resource.url;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a URL leads to, by its scheme, whatever driver stands behind a plus sign ({@code
 * mysql+pymysql://}). Of a scheme that no row knows, nothing is said: clients have names of their
 * own for Postgres and Redis.
 */
public enum StoreScheme {
  POSTGRES("Postgres", "postgres postgresql postgis"),
  REDIS("Redis", "redis rediss valkey valkeys"),
  MYSQL("MySQL", "mysql mysql2 mysqlx mariadb"),
  MONGO("MongoDB", "mongodb"),
  SQL_SERVER("SQL Server", "mssql sqlserver"),
  ORACLE("Oracle", "oracle"),
  SQLITE("SQLite", "sqlite sqlite3"),
  CLICKHOUSE("ClickHouse", "clickhouse clickhousedb"),
  MESSAGES("a message broker", "amqp amqps kafka nats mqtt mqtts"),
  MEMCACHED("Memcached", "memcached memcache"),
  SEARCH("Elasticsearch", "elasticsearch"),
  WEB("a web server", "http https ws wss"),
  FILE("a file", "file");

  // A scheme is followed by //, but for JDBC's own, where Oracle's and SQL Server's names go on.
  private static final Pattern SCHEME =
      Pattern.compile(
          "(?i)(jdbc:)?([a-z][a-z0-9.-]*)(?:\\+[a-z0-9_+.-]+)?:(//)?.*", Pattern.DOTALL);

  private static final Map<String, StoreScheme> BY_NAME =
      Stream.of(values())
          .flatMap(it -> Stream.of(it.schemes.split(" ", -1)).map(name -> Map.entry(name, it)))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private final String words;
  private final String schemes;

  StoreScheme(String words, String schemes) {
    this.words = words;
    this.schemes = schemes;
  }

  /** Says that a URL leads to something else: {@code one of MySQL (mysql://)}. */
  public Optional<String> stranger(String url) {
    Matcher match = SCHEME.matcher(url);
    if (!match.matches() || (match.group(1) == null && match.group(3) == null)) {
      return Optional.empty();
    }
    String name = match.group(2).toLowerCase(Locale.ROOT);
    return Optional.ofNullable(BY_NAME.get(name))
        .filter(it -> it != this)
        .map(it ->
            "one of %s (%s:%s)".formatted(it.words, name, match.group(3) == null ? "" : "//"));
  }

  /** As sentences have it. */
  public String words() {
    return words;
  }
}
