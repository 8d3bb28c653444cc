package preflight.probe.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import preflight.probe.Answer;
import preflight.probe.BoundedSocket;
import preflight.probe.Destination;
import preflight.probe.Dial;
import preflight.probe.Dialer;
import preflight.probe.Greeting;
import preflight.probe.Interruption;
import preflight.probe.Ladder;
import preflight.probe.Limits;
import preflight.probe.NetworkTrouble;
import preflight.probe.Rung;
import preflight.probe.SecretBytes;
import preflight.probe.SecretValue;
import preflight.probe.SettingReader;
import preflight.probe.SettingReader.Reading;
import preflight.probe.TlsTerms;
import preflight.probe.Trouble;
import preflight.resource.Redis;
import preflight.resource.ResourceName;
import preflight.resource.Setting;
import preflight.resource.Target;

/**
 * Opens authenticated connections. A bare TCP connection proves nothing, so the first thing asked
 * is {@code PING}, and no password is sent before an answer has shown that Redis is there.
 */
final class RedisDoor {

  private final Dialer dialer;
  private final SettingReader settings;

  RedisDoor(Dialer dialer, SecretBytes secrets) {
    this.dialer = dialer;
    this.settings = new SettingReader(secrets);
  }

  /** An open and authenticated connection that has answered {@code PING}. */
  record Open(BoundedSocket socket, Ladder ladder) {}

  Answer<Open, RedisError> open(Target<Redis> target, Limits limits) throws InterruptedException {
    Redis redis = target.resource();
    Reading<String> host = settings.text(target, "host", redis.host());
    Reading<Integer> port = settings.number(target, "port", redis.port(), "a port");
    if (!(host instanceof Reading.Value<String>(String name, var from))) {
      return new Answer.NotGiven<>(host.trouble());
    }
    if (!(port instanceof Reading.Value<Integer>(Integer number, _))) {
      return new Answer.NotGiven<>(port.trouble());
    }
    Destination to = limits.to(name, number, tls(redis, name));
    String shown = Ladder.shown(name, number, from);
    Dial dial = dialer.dial(to);
    Ladder ladder = Ladder.of(dial, shown, from);
    return switch (dial) {
      case Dial.Connected it -> new Entry(target, it.socket(), limits, ladder).enter();
      case Dial.Broken it -> new Answer.NotGiven<>(broken(it, to, limits, ladder));
    };
  }

  /**
   * Memorystore issues certificates for addresses of its own; its pinned authority is the proof.
   */
  private static Optional<TlsTerms> tls(Redis redis, String host) {
    return redis.tls()
        ? Optional.of(
            new TlsTerms(
                host,
                redis.ca().map(Path::of),
                redis.ca().isPresent() ? TlsTerms.Proof.CHAIN : TlsTerms.Proof.CHAIN_AND_HOST))
        : Optional.empty();
  }

  private Trouble<RedisError> broken(Dial.Broken it, Destination to, Limits limits, Ladder ladder)
      throws InterruptedException {
    if (it.rung() == Rung.TLS
        && it.trouble() == NetworkTrouble.SILENT
        && answersInPlainText(to, limits)) {
      return new Trouble.Broken<>(
          Rung.TLS,
          NetworkTrouble.TLS_ABSENT,
          "no answer to the TLS greeting, and Redis answers in plain text",
          Optional.of(Greeting.REDIS),
          ladder);
    }
    return new Trouble.Broken<>(it.rung(), it.trouble(), it.detail(), it.greeting(), ladder);
  }

  /** A plain Redis waits for the end of a line in a TLS greeting; a second try tells it apart. */
  private boolean answersInPlainText(Destination to, Limits limits) throws InterruptedException {
    var plain = new Destination(to.host(), to.port(), Optional.empty(), to.step(), to.step());
    if (!(dialer.dial(plain) instanceof Dial.Connected connected)) {
      return false;
    }
    try (var socket = connected.socket()) {
      socket.within(limits.reply());
      return !(new RespLine(socket).ask(word("PING")) instanceof RespLine.Reply.NotRedis);
    } catch (IOException e) {
      Interruption.rethrow(connected.socket());
      return false;
    }
  }

  /** The way from an open connection to the answer to {@code PING}. */
  private final class Entry {

    private final Target<Redis> target;
    private final BoundedSocket socket;
    private final Limits limits;
    private final RespLine line;
    private Ladder ladder;
    private Rung rung = Rung.PING;

    Entry(Target<Redis> target, BoundedSocket socket, Limits limits, Ladder ladder) {
      this.target = target;
      this.socket = socket;
      this.limits = limits;
      this.ladder = ladder;
      this.line = new RespLine(socket);
    }

    Answer<Open, RedisError> enter() throws InterruptedException {
      try {
        Optional<Trouble<RedisError>> trouble = climb();
        if (trouble.isPresent()) {
          Interruption.close(socket);
          return new Answer.NotGiven<>(trouble.get());
        }
        return new Answer.Given<>(new Open(socket, ladder), ladder);
      } catch (IOException e) {
        Interruption.rethrow(socket);
        return new Answer.NotGiven<>(cut(e));
      }
    }

    private Optional<Trouble<RedisError>> climb() throws IOException, InterruptedException {
      socket.within(limits.reply());
      long start = System.nanoTime();
      RespLine.Reply token = line.ask(word("PING"));
      Duration took = since(start);
      Optional<ResourceName> password = target.resource().password();
      if (token instanceof RespLine.Reply.NotRedis) {
        return Optional.of(stranger());
      }
      if (token instanceof RespLine.Reply.Refusal(String text)) {
        RedisError error = RedisError.of(text);
        if (error.code() != RedisError.Code.NOAUTH) {
          return Optional.of(rejected(error));
        }
        if (password.isEmpty()) {
          rung = Rung.AUTH;
          return Optional.of(rejected(error));
        }
      }
      if (password.isPresent()) {
        Optional<Trouble<RedisError>> refused = authenticate(password.get());
        if (refused.isPresent()) {
          return refused;
        }
        rung = Rung.PING;
        start = System.nanoTime();
        if (line.ask(word("PING")) instanceof RespLine.Reply.Refusal(String text)) {
          return Optional.of(rejected(RedisError.of(text)));
        }
        took = since(start);
      }
      ladder = ladder.then(Rung.PING, took);
      return select();
    }

    private Optional<Trouble<RedisError>> authenticate(ResourceName secret)
        throws IOException, InterruptedException {
      rung = Rung.AUTH;
      Reading<SecretValue> password = settings.password(secret);
      if (!(password instanceof Reading.Value<SecretValue>(SecretValue value, _))) {
        return Optional.of(password.trouble());
      }
      Optional<Setting<String>> declared = target.resource().user();
      Optional<byte[]> user = Optional.empty();
      if (declared.isPresent()) {
        Reading<String> name = settings.text(target, "user", declared.get());
        if (!(name instanceof Reading.Value<String>(String text, _))) {
          return Optional.of(name.trouble());
        }
        user = Optional.of(word(text));
      }
      long start = System.nanoTime();
      RespLine.Reply reply =
          user.isPresent()
              ? line.ask(word("AUTH"), user.get(), value.reveal())
              : line.ask(word("AUTH"), value.reveal());
      ladder = ladder.then(Rung.AUTH, since(start));
      return reply instanceof RespLine.Reply.Refusal(String text)
          ? Optional.of(rejected(RedisError.ofAuth(text)))
          : Optional.empty();
    }

    private Optional<Trouble<RedisError>> select() throws IOException, InterruptedException {
      if (target.resource().database().isEmpty()) {
        return Optional.empty();
      }
      Reading<Integer> number =
          settings.number(
              target, "database", target.resource().database().get(), "the number of a database");
      if (!(number instanceof Reading.Value<Integer>(Integer database, _))) {
        return Optional.of(number.trouble());
      }
      return line.ask(word("SELECT"), word(String.valueOf(database)))
              instanceof RespLine.Reply.Refusal(String text)
          ? Optional.of(rejected(RedisError.of(text)))
          : Optional.empty();
    }

    private Trouble<RedisError> rejected(RedisError error) {
      return new Trouble.Rejected<>(rung, error, ladder);
    }

    private Trouble<RedisError> stranger() {
      return new Trouble.Stranger<>(
          rung, Greeting.of(socket.heard()).orElse(Greeting.OTHER), ladder);
    }

    private Trouble<RedisError> cut(IOException e) {
      NetworkTrouble trouble =
          switch (e) {
            case SocketTimeoutException _ -> NetworkTrouble.SILENT;
            case EOFException _ -> NetworkTrouble.CLOSED;
            default -> NetworkTrouble.RESET;
          };
      return new Trouble.Broken<>(
          rung, trouble, "within " + limits.reply().toMillis() + " ms", Optional.empty(), ladder);
    }
  }

  private static byte[] word(String text) {
    return text.getBytes(UTF_8);
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
