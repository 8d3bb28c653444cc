package preflight.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/** The stores and services that a service uses, reached with what its environment holds. */
final class Dependencies {

  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  /** Another service may itself wait for a store that says nothing. */
  private static final Duration SERVICE_TIMEOUT = Duration.ofSeconds(4);

  private static final Component UNRESOLVED =
      Component.unhealthy("redis", "Error -3: temporary failure in name resolution");

  private final Map<String, String> environment;
  private final HttpClient http;

  Dependencies(Map<String, String> environment) {
    this.environment = environment;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
  }

  Component postgres() {
    var properties = new Properties();
    properties.setProperty("user", value("POSTGRES_USER"));
    properties.setProperty("password", value("POSTGRES_PASSWORD"));
    properties.setProperty("ApplicationName", "sandbox");
    properties.setProperty("sslmode", "disable");
    properties.setProperty("gssEncMode", "disable");
    properties.setProperty("loginTimeout", "2");
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "2");
    String url =
        "jdbc:postgresql://%s:%s/%s"
            .formatted(
                value("POSTGRES_HOST").startsWith(Managed.SOCKETS)
                    ? "127.0.0.1"
                    : value("POSTGRES_HOST"),
                value("POSTGRES_PORT"),
                value("POSTGRES_DB"));
    try (var connection = DriverManager.getConnection(url, properties);
        var statement = connection.createStatement();
        var answer = statement.executeQuery(PostgresSchema.QUESTION)) {
      answer.next();
      return Component.healthy("postgres");
    } catch (SQLException e) {
      return Component.unhealthy("postgres", "connection failed, SQLSTATE " + e.getSQLState());
    }
  }

  Component redis() {
    // A resolver would ask the network for this name, and find none.
    if (value("REDIS_HOST").chars().anyMatch(Character::isWhitespace)) {
      return UNRESOLVED;
    }
    int millis = Math.toIntExact(TIMEOUT.toMillis());
    var config =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(millis)
            .socketTimeoutMillis(millis)
            .password(value("REDIS_PASSWORD"))
            .build();
    try {
      var address = new HostAndPort(value("REDIS_HOST"), Integer.parseInt(value("REDIS_PORT")));
      try (var jedis = new Jedis(address, config)) {
        jedis.set("health:" + UUID.randomUUID(), "", SetParams.setParams().ex(5));
        return Component.healthy("redis");
      }
    } catch (JedisAccessControlException e) {
      return Component.unhealthy("redis", "authentication refused");
    } catch (JedisConnectionException e) {
      return e.getCause() instanceof UnknownHostException
          ? UNRESOLVED
          : Component.unhealthy("redis", "connection failed");
    } catch (JedisException e) {
      return Component.unhealthy("redis", "the server refused the command");
    } catch (NumberFormatException e) {
      return Component.unhealthy("redis", "REDIS_PORT is not a number");
    }
  }

  /** Another service, asked for its health. */
  Component service(String name, String urlVariable) {
    var request =
        HttpRequest.newBuilder(URI.create(value(urlVariable) + "/health"))
            .timeout(SERVICE_TIMEOUT)
            .build();
    try {
      int status = http.send(request, BodyHandlers.discarding()).statusCode();
      return status == 200
          ? Component.healthy(name)
          : Component.unhealthy(name, "answered HTTP " + status);
    } catch (IOException e) {
      return Component.unhealthy(name, "connection failed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Component.unhealthy(name, "interrupted");
    }
  }

  private String value(String name) {
    String value = environment.get(name);
    if (value == null) {
      throw new IllegalStateException("The environment has no " + name);
    }
    return value;
  }
}
