package preflight.probe.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import preflight.probe.Answer;
import preflight.probe.BoundedSocket;
import preflight.probe.Dialer;
import preflight.probe.Greeting;
import preflight.probe.Interruption;
import preflight.probe.Ladder;
import preflight.probe.Limits;
import preflight.probe.Memo;
import preflight.probe.PeerText;
import preflight.probe.Redaction;
import preflight.probe.Rung;
import preflight.probe.SecretBytes;
import preflight.probe.Trouble;
import preflight.resource.Redis;
import preflight.resource.ResourceName;
import preflight.resource.Target;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Asks Redis with Jedis, over connections whose every rung was climbed and timed before. */
public final class JedisProbe implements RedisLadder, RedisInfos, RedisPings {

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(1);

  private final RedisDoor door;
  private final Redaction redaction;
  private final Memo<ResourceName, Answer<Account, RedisError>> infos =
      new Memo<>(it -> it instanceof Answer.Given);

  public JedisProbe(Dialer dialer, SecretBytes secrets, Redaction redaction) {
    this.door = new RedisDoor(dialer, secrets, redaction);
    this.redaction = redaction;
  }

  @Override
  public Answer<Pong, RedisError> climb(Target<Redis> redis, Limits limits)
      throws InterruptedException {
    return behind(
        redis,
        limits,
        (socket, ladder) -> {
          Interruption.close(socket);
          return new Answer.Given<>(new Pong(), ladder);
        });
  }

  /** What is asked once the connection stands; it closes the connection. */
  private interface Question<V> {
    Answer<V, RedisError> ask(BoundedSocket socket, Ladder ladder) throws InterruptedException;
  }

  private <V> Answer<V, RedisError> behind(Target<Redis> redis, Limits limits, Question<V> question)
      throws InterruptedException {
    return switch (door.open(redis, limits)) {
      case Answer.Given<RedisDoor.Open, RedisError>(RedisDoor.Open open, Ladder ladder) ->
          question.ask(open.socket(), ladder);
      case Answer.NotGiven<RedisDoor.Open, RedisError>(var trouble) ->
          new Answer.NotGiven<>(trouble);
    };
  }

  @Override
  public Answer<Account, RedisError> info(Target<Redis> redis, Limits limits)
      throws InterruptedException {
    return infos.ask(redis.name(), () -> behind(redis, limits, this::info));
  }

  /** Not with Jedis, which makes room for a reply as long as a peer announces. */
  private Answer<Account, RedisError> info(BoundedSocket socket, Ladder ladder)
      throws InterruptedException {
    try {
      return switch (new RespLine(socket).askForText("INFO".getBytes(UTF_8))) {
        case RespLine.Reply.Fine(String text) -> new Answer.Given<>(account(text), ladder);
        case RespLine.Reply.Refusal(String text) ->
            new Answer.NotGiven<>(
                new Trouble.Rejected<>(Rung.QUERY, RedisError.of(redaction.heard(text)), ladder));
        case RespLine.Reply.NotRedis() ->
            new Answer.NotGiven<>(new Trouble.Stranger<>(Rung.QUERY, Greeting.OTHER, ladder));
      };
    } catch (IOException e) {
      Interruption.rethrow(socket);
      return new Answer.NotGiven<>(Trouble.Broken.cut(e, Rung.QUERY, "in time", ladder, redaction));
    } finally {
      Interruption.close(socket);
    }
  }

  private Account account(String text) {
    Map<String, PeerText> fields = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(line.substring(0, colon), redaction.heard(line.substring(colon + 1)));
      }
    }
    return new Account(fields);
  }

  @Override
  public Answer<Pings, RedisError> ping(Target<Redis> redis, int samples, Limits limits)
      throws InterruptedException {
    return behind(redis, limits, (socket, ladder) -> ping(socket, samples, ladder));
  }

  private Answer<Pings, RedisError> ping(BoundedSocket socket, int samples, Ladder ladder)
      throws InterruptedException {
    try (var connection = new Connection(() -> socket, config())) {
      return new Answer.Given<>(pings(connection, samples), ladder);
    } catch (JedisDataException e) {
      RedisError error = RedisError.of(redaction.heard(String.valueOf(e.getMessage())));
      return new Answer.NotGiven<>(new Trouble.Rejected<>(Rung.PING, error, ladder));
    } catch (JedisConnectionException e) {
      Interruption.rethrow(socket);
      // Jedis reports the end of a stream without a cause.
      IOException cause = e.getCause() instanceof IOException it ? it : new EOFException();
      return new Answer.NotGiven<>(
          Trouble.Broken.cut(cause, Rung.PING, "in time", ladder, redaction));
    }
  }

  private static Pings pings(Connection connection, int samples) {
    List<Duration> roundTrips = new ArrayList<>();
    long first = System.nanoTime();
    do {
      long start = System.nanoTime();
      connection.ping();
      roundTrips.add(since(start));
    } while (roundTrips.size() < samples && since(first).compareTo(LONG_ENOUGH) < 0);
    return new Pings(roundTrips);
  }

  /** Nothing is said that was not asked for: no greeting, no names, no credentials. */
  private static JedisClientConfig config() {
    return DefaultJedisClientConfig.builder()
        .resp2()
        .autoNegotiateProtocol(false)
        .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
        .build();
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
