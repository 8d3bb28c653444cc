package preflight.resource.url;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a connection URL says, its codes resolved. It may hold a password, so it shows itself to
 * nobody.
 *
 * @param hosts in the order in which a client tries them; a directory of a Unix socket is one
 * @param database a name; of Redis, a number
 * @param tls as libpq names it; of Redis, {@code true} or {@code false}
 * @param options what else its query or its key words say
 */
public record ConnectionUrl(
    Dialect dialect,
    List<Host> hosts,
    Optional<String> user,
    Optional<String> password,
    Optional<String> database,
    Optional<String> tls,
    Map<String, String> options) {

  private static final Pattern LIST = Pattern.compile(",");

  private static final Pattern SEARCH_PATH =
      Pattern.compile("(?:^|\\s)(?:-c\\s*|--)search_path\\s*=\\s*((?:\\\\.|\\S)+)");

  /** Who reads it. */
  public enum Dialect {
    /** {@code postgres://}, as libpq, node-pg, asyncpg and Go's drivers take it. */
    POSTGRES(5432),
    /** {@code postgresql+asyncpg://} and the like. */
    SQLALCHEMY(5432),
    /** {@code jdbc:postgresql://}. */
    JDBC(5432),
    /** {@code host=… user='…'}. */
    LIBPQ_WORDS(5432),
    /** {@code Host=…;Username=…}, Npgsql. */
    DOTNET(5432),
    REDIS(6379),
    REDIS_SENTINEL(26379),
    REDIS_CLUSTER(6379),
    /** {@code host:6379,password=…}, StackExchange.Redis. */
    DOTNET_REDIS(6379),
    /** Of another protocol. */
    OTHER(0);

    private final int port;

    Dialect(int port) {
      this.port = port;
    }

    public boolean postgres() {
      return port == 5432;
    }

    public boolean redis() {
      return this != OTHER && !postgres();
    }
  }

  /**
   * One place to connect to.
   *
   * @param port empty where the URL leaves it to the client
   */
  public record Host(String name, Optional<Integer> port) {

    /** Whether it is the directory or the path of a Unix socket. */
    public boolean socket() {
      return name.startsWith("/");
    }
  }

  public ConnectionUrl {
    hosts = List.copyOf(hosts);
    options = Map.copyOf(options);
  }

  /** The part as a client uses it, with its own defaults; empty where there is none. */
  public Optional<String> value(UrlPart part) {
    return switch (part) {
      case USER -> user;
      case PASSWORD -> password;
      case HOST -> hosts.stream().map(Host::name).findFirst();
      case PORT ->
          hosts.stream()
              .findFirst()
              .flatMap(Host::port)
              .or(() -> Optional.of(dialect.port).filter(it -> it > 0))
              .map(String::valueOf);
      // Postgres has a database of the name of each role.
      case DATABASE -> dialect.postgres() ? database.or(() -> user) : database;
      case TLS -> tls;
      case SCHEME, QUERY -> Optional.empty();
    };
  }

  /** Whether the URL itself names the part, and leaves it to no default. */
  public boolean names(UrlPart part) {
    return switch (part) {
      case PORT -> hosts.stream().findFirst().flatMap(Host::port).isPresent();
      case DATABASE -> database.isPresent();
      default -> value(part).isPresent();
    };
  }

  /** The schemas that the client searches, in their order; none where the URL says nothing. */
  public List<String> searchPath() {
    Optional<String> said =
        option("search_path")
            .or(() -> option("currentSchema"))
            .or(() -> option("Search Path"))
            .or(() -> option("schema"))
            .or(() -> option("options").flatMap(ConnectionUrl::searchPath));
    return said.stream()
        .flatMap(LIST::splitAsStream)
        .map(it -> it.strip().replaceAll("^\"|\"$", ""))
        .filter(it -> !it.isEmpty())
        .toList();
  }

  /** Of libpq's {@code options}, where a backslash stands before a blank of a value. */
  private static Optional<String> searchPath(String options) {
    Matcher found = SEARCH_PATH.matcher(options);
    return found.find()
        ? Optional.of(found.group(1).replaceAll("\\\\(.)", "$1"))
        : Optional.empty();
  }

  private Optional<String> option(String name) {
    return options.entrySet().stream()
        .filter(it -> it.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** Whether it leads to a Sentinel, which only knows where the server is. */
  public boolean isOfSentinel() {
    return dialect == Dialect.REDIS_SENTINEL;
  }

  @Override
  public String toString() {
    return "•••";
  }
}
