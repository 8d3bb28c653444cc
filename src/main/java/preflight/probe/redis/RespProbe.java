package preflight.probe.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import preflight.probe.Answer;
import preflight.probe.Interruption;
import preflight.probe.Memo;
import preflight.probe.PeerText;
import preflight.probe.Redaction;
import preflight.probe.SecretBytes;
import preflight.probe.Trouble;
import preflight.probe.network.BoundedSocket;
import preflight.probe.network.Dialer;
import preflight.probe.network.Greeting;
import preflight.probe.network.Ladder;
import preflight.probe.network.Limits;
import preflight.probe.network.Rung;
import preflight.resource.Redis;
import preflight.resource.ResourceName;
import preflight.resource.Target;

/**
 * Asks Redis over connections whose every rung was climbed and timed before; without a client
 * library, for those make room for whatever reply a peer announces.
 */
public final class RespProbe implements RedisLadder, RedisInfos, RedisPings {

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(1);

  private final RedisDoor door;
  private final Redaction redaction;
  private final Memo<ResourceName, Answer<Account, RedisError>> infos =
      new Memo<>(it -> it instanceof Answer.Given);

  public RespProbe(Dialer dialer, SecretBytes secrets, Redaction redaction) {
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

  private Answer<Account, RedisError> info(BoundedSocket socket, Ladder ladder)
      throws InterruptedException {
    try {
      var line = new RespLine(socket);
      return switch (line.askForText("INFO".getBytes(UTF_8))) {
        case RespLine.Reply.Fine(String text) ->
            new Answer.Given<>(account(text + ofCluster(text, line)), ladder);
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

  /** A node answers for itself in INFO; only this tells whether the cluster serves. */
  private static String ofCluster(String info, RespLine line) throws IOException {
    return info.lines().anyMatch("cluster_enabled:1"::equals)
            && line.askForText("CLUSTER".getBytes(UTF_8), "INFO".getBytes(UTF_8))
                instanceof RespLine.Reply.Fine(String text)
        ? "\n" + text
        : "";
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
    try {
      var line = new RespLine(socket);
      List<Duration> roundTrips = new ArrayList<>();
      long first = System.nanoTime();
      do {
        long start = System.nanoTime();
        RespLine.Reply reply = line.ask("PING".getBytes(UTF_8));
        roundTrips.add(since(start));
        if (!(reply instanceof RespLine.Reply.Fine fine && fine.isPong())) {
          return new Answer.NotGiven<>(noPong(reply, ladder));
        }
      } while (roundTrips.size() < samples && since(first).compareTo(LONG_ENOUGH) < 0);
      return new Answer.Given<>(new Pings(roundTrips), ladder);
    } catch (IOException e) {
      Interruption.rethrow(socket);
      return new Answer.NotGiven<>(Trouble.Broken.cut(e, Rung.PING, "in time", ladder, redaction));
    } finally {
      Interruption.close(socket);
    }
  }

  private Trouble<RedisError> noPong(RespLine.Reply reply, Ladder ladder) {
    return reply instanceof RespLine.Reply.Refusal(String text)
        ? new Trouble.Rejected<>(Rung.PING, RedisError.of(redaction.heard(text)), ladder)
        : new Trouble.Stranger<>(Rung.PING, Greeting.OTHER, ladder);
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
