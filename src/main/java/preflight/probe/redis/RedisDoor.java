package preflight.probe.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import preflight.probe.Answer;
import preflight.probe.Interruption;
import preflight.probe.PeerText;
import preflight.probe.Redaction;
import preflight.probe.SecretBytes;
import preflight.probe.SecretValue;
import preflight.probe.SettingReader;
import preflight.probe.SettingReader.Papers;
import preflight.probe.SettingReader.Reading;
import preflight.probe.Trouble;
import preflight.probe.network.BoundedSocket;
import preflight.probe.network.Destination;
import preflight.probe.network.Dial;
import preflight.probe.network.Dialer;
import preflight.probe.network.Greeting;
import preflight.probe.network.Ladder;
import preflight.probe.network.Limits;
import preflight.probe.network.NetworkTrouble;
import preflight.probe.network.Rung;
import preflight.probe.network.TlsTerms;
import preflight.probe.network.UnixDial;
import preflight.resource.Redis;
import preflight.resource.ResourceName;
import preflight.resource.Setting;
import preflight.resource.Target;
import preflight.resource.network.Sentinel;
import preflight.resource.url.ConnectionUrl;

/**
 * Opens authenticated connections. A bare TCP connection proves nothing, so the first thing asked
 * is {@code PING}, and no password is sent before an answer has shown that Redis is there.
 */
final class RedisDoor {

  private static final int IN_PLAIN_TEXT = 6379;
  private static final int WITH_TLS = 6378;

  /** A host or an address, and a port. */
  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z0-9_.:-]{1,253}\\n[1-9][0-9]{0,4}");

  private final Dialer dialer;
  private final SettingReader settings;
  private final Redaction redaction;

  RedisDoor(Dialer dialer, SecretBytes secrets, Redaction redaction) {
    this.dialer = dialer;
    this.settings = new SettingReader(secrets, redaction);
    this.redaction = redaction;
  }

  /** An open and authenticated connection that has answered {@code PING}. */
  record Open(BoundedSocket socket, Ladder ladder) {}

  Answer<Open, RedisError> open(Target<Redis> target, Limits limits) throws InterruptedException {
    Redis redis = target.resource();
    Reading<String> host = settings.host(target, redis.host());
    Reading<Integer> port = settings.port(target, redis.port());
    if (!(host instanceof Reading.Value<String>(String name, var from))) {
      return new Answer.NotGiven<>(host.trouble());
    }
    if (!(port instanceof Reading.Value<Integer>(Integer number, _))) {
      return new Answer.NotGiven<>(port.trouble());
    }
    Reading<Optional<String>> encrypted = settings.tls(redis.url());
    if (!(encrypted instanceof Reading.Value<Optional<String>>(Optional<String> said, _))) {
      return new Answer.NotGiven<>(encrypted.trouble());
    }
    Optional<ResourceName> holder = redis.url().flatMap(Setting::heldBy);
    if (redis.sentinel().isEmpty()
        && holder.isPresent()
        && settings.url(redis.url()).filter(ConnectionUrl::isOfSentinel).isPresent()) {
      return new Answer.NotGiven<>(
          new Trouble.Malformed<>(
              holder.get(),
              "a URL of the server, but of a Sentinel; declare mode: sentinel and the name of the master"));
    }
    boolean secure = said.map(Boolean::parseBoolean).orElse(redis.tls());
    Reading<Papers> papers =
        settings.papers(redis.ca(), redis.clientCertificate(), redis.clientKey());
    if (!(papers instanceof Reading.Value<Papers>(Papers shown, _))) {
      return new Answer.NotGiven<>(papers.trouble());
    }
    var at = new Place(name, number, from, secure, shown);
    return redis.sentinel().isPresent()
        ? behind(redis.sentinel().get(), target, at, limits)
        : open(target, at, limits);
  }

  /**
   * Where a server is.
   *
   * @param from the secret that holds the host
   * @param secure whether TLS is spoken there
   * @param papers what is shown and believed there
   */
  private record Place(
      String host, int port, Optional<ResourceName> from, boolean secure, Papers papers) {

    String shown() {
      return Ladder.shown(host, port, from);
    }
  }

  private Answer<Open, RedisError> open(Target<Redis> target, Place at, Limits limits)
      throws InterruptedException {
    Destination to = limits.to(at.host(), at.port(), tls(target.resource(), at));
    if (at.host().startsWith("/")) {
      return switch (UnixDial.to(at.host(), limits)) {
        case UnixDial.Connected(BoundedSocket socket, Ladder ladder) ->
            new Entry(target, socket, to, limits, ladder).enter();
        case UnixDial.Broken it ->
            new Answer.NotGiven<>(
                new Trouble.Broken<>(
                    it.rung(), it.trouble(), it.detail(), Optional.empty(), it.ladder()));
      };
    }
    Dial dial = dialer.dial(to);
    Ladder ladder = Ladder.of(dial, at.shown(), at.from());
    return switch (dial) {
      case Dial.Connected it -> new Entry(target, it.socket(), to, limits, ladder).enter();
      case Dial.Broken it -> new Answer.NotGiven<>(broken(it, to, limits, ladder));
    };
  }

  /** As clients of a Sentinel: they ask it for the master, and talk to that one. */
  private Answer<Open, RedisError> behind(
      Sentinel sentinel, Target<Redis> target, Place at, Limits limits)
      throws InterruptedException {
    Destination to = limits.to(at.host(), at.port(), tls(target.resource(), at));
    Dial dial = dialer.dial(to);
    Ladder ladder = Ladder.of(dial, "the Sentinel at " + at.shown(), at.from());
    if (dial instanceof Dial.Broken broken) {
      return new Answer.NotGiven<>(broken(broken, to, limits, ladder));
    }
    BoundedSocket socket = ((Dial.Connected) dial).socket();
    try (socket) {
      socket.within(limits.reply());
      var line = new RespLine(socket);
      if (sentinel.password().isPresent()) {
        Reading<SecretValue> password = settings.password(sentinel.password().get());
        if (!(password instanceof Reading.Value<SecretValue>(SecretValue value, _))) {
          return new Answer.NotGiven<>(password.trouble());
        }
        if (line.ask(word("AUTH"), value.reveal()) instanceof RespLine.Reply.Refusal(String text)) {
          return new Answer.NotGiven<>(
              new Trouble.Rejected<>(Rung.AUTH, RedisError.ofAuth(redaction.heard(text)), ladder));
        }
      }
      return switch (line.askForPair(
          word("SENTINEL"), word("get-master-addr-by-name"), word(sentinel.master()))) {
        case RespLine.Reply.Fine(String pair) when pair.isEmpty() ->
            new Answer.NotGiven<>(
                new Trouble.Rejected<>(
                    Rung.QUERY, RedisError.noMaster(redaction.heard(sentinel.master())), ladder));
        case RespLine.Reply.Fine(String pair) when ADDRESS.matcher(pair).matches() ->
            open(target, master(pair, at), limits);
        case RespLine.Reply.Refusal(String text) ->
            new Answer.NotGiven<>(
                new Trouble.Rejected<>(
                    Rung.QUERY, RedisError.ofSentinel(redaction.heard(text)), ladder));
        case RespLine.Reply.Fine _, RespLine.Reply.NotRedis _ ->
            new Answer.NotGiven<>(
                new Trouble.Stranger<>(
                    Rung.QUERY, Greeting.of(socket.heard()).orElse(Greeting.OTHER), ladder));
      };
    } catch (IOException e) {
      Interruption.rethrow(socket);
      return new Answer.NotGiven<>(Trouble.Broken.cut(e, Rung.QUERY, "in time", ladder, redaction));
    }
  }

  private static Place master(String pair, Place sentinel) {
    int end = pair.indexOf('\n');
    return new Place(
        pair.substring(0, end),
        Integer.parseInt(pair.substring(end + 1)),
        Optional.empty(),
        sentinel.secure(),
        sentinel.papers());
  }

  private static Optional<TlsTerms> tls(Redis redis, Place at) {
    return at.secure()
        ? Optional.of(
            new TlsTerms(
                at.host(),
                at.papers().ca(),
                switch (redis.verify()) {
                  case NONE -> TlsTerms.Proof.NOTHING;
                  case CHAIN, AUTHORITY -> TlsTerms.Proof.CHAIN;
                  case FULL -> TlsTerms.Proof.CHAIN_AND_HOST;
                },
                List.of(),
                at.papers().identity()))
        : Optional.empty();
  }

  private Trouble<RedisError> broken(Dial.Broken it, Destination to, Limits limits, Ladder ladder)
      throws InterruptedException {
    if (it.rung() == Rung.TLS
        && endsWithoutAWord(it.trouble())
        && answers(inPlainText(to, to.port()), limits)) {
      return new Trouble.Broken<>(
          Rung.TLS,
          NetworkTrouble.TLS_ABSENT,
          PeerText.ours("no answer to the TLS greeting, and Redis answers in plain text"),
          Optional.of(Greeting.REDIS),
          ladder);
    }
    var broken =
        new Trouble.Broken<RedisError>(it.rung(), it.trouble(), it.detail(), it.greeting(), ladder);
    if (it.trouble() == NetworkTrouble.REFUSED) {
      Optional<Destination> other = onOtherPort(to);
      if (other.isPresent() && answers(other.get(), limits)) {
        return new Trouble.Elsewhere<>(broken, other.get().port(), other.get().tls().isPresent());
      }
    }
    return broken;
  }

  /** What a peer does that was spoken to in plain text and expects TLS, or the other way round. */
  private static boolean endsWithoutAWord(NetworkTrouble trouble) {
    return switch (trouble) {
      case RESET, CLOSED, SILENT -> true;
      default -> false;
    };
  }

  /** Memorystore listens on one of two ports, depending on its in-transit encryption. */
  private static Optional<Destination> onOtherPort(Destination to) {
    return switch (to.port()) {
      case WITH_TLS -> Optional.of(inPlainText(to, IN_PLAIN_TEXT));
      case IN_PLAIN_TEXT -> {
        // That Redis is there needs no proof of its name: it is sent nothing but PING.
        var terms = new TlsTerms(to.host(), Optional.empty(), TlsTerms.Proof.NOTHING);
        yield Optional.of(
            new Destination(to.host(), WITH_TLS, Optional.of(terms), to.step(), to.step()));
      }
      default -> Optional.empty();
    };
  }

  /** A plain Redis waits for the end of a line in a TLS greeting; a second try tells it apart. */
  private static Destination inPlainText(Destination to, int port) {
    return new Destination(to.host(), port, Optional.empty(), to.step(), to.step());
  }

  private boolean answers(Destination to, Limits limits) throws InterruptedException {
    if (!(dialer.dial(to) instanceof Dial.Connected connected)) {
      return false;
    }
    try (var socket = connected.socket()) {
      socket.within(limits.reply());
      return switch (new RespLine(socket).ask(word("PING"))) {
        case RespLine.Reply.Fine fine -> fine.isPong();
        case RespLine.Reply.Refusal _ -> true;
        case RespLine.Reply.NotRedis _ -> false;
      };
    } catch (IOException e) {
      Interruption.rethrow(connected.socket());
      return false;
    }
  }

  /** The way from an open connection to the answer to {@code PING}. */
  private final class Entry {

    private final Target<Redis> target;
    private final BoundedSocket socket;
    private final Destination to;
    private final Limits limits;
    private final RespLine line;
    private Ladder ladder;
    private Rung rung = Rung.PING;

    Entry(
        Target<Redis> target, BoundedSocket socket, Destination to, Limits limits, Ladder ladder) {
      this.target = target;
      this.socket = socket;
      this.to = to;
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
        String within = "within " + limits.reply().toMillis() + " ms";
        Trouble.Broken<RedisError> cut = Trouble.Broken.cut(e, rung, within, ladder, redaction);
        if (socket.clientAsked() && socket.received() == 0 && cut.hangsUp()) {
          return new Answer.NotGiven<>(cut.refusingClient());
        }
        return new Answer.NotGiven<>(wantsTls(cut) ? cut.wantingTls() : cut);
      }
    }

    /** Redis hangs up on plain text at a port for TLS, or waits for more of a TLS record. */
    private boolean wantsTls(Trouble.Broken<RedisError> cut) throws InterruptedException {
      return to.tls().isEmpty()
          && socket.received() == 0
          && endsWithoutAWord(cut.trouble())
          && dialer.speaksTls(inPlainText(to, to.port()));
    }

    private Optional<Trouble<RedisError>> climb() throws IOException, InterruptedException {
      socket.within(limits.reply());
      long start = System.nanoTime();
      Optional<Trouble<RedisError>> noPong = ping();
      Duration took = since(start);
      Optional<Setting<String>> declared = target.resource().secretPassword();
      if (noPong.isPresent() && !(declared.isPresent() && asksForPassword(noPong.get()))) {
        return noPong;
      }
      Reading<Optional<SecretValue>> read = settings.password(declared);
      if (!(read instanceof Reading.Value<Optional<SecretValue>>(var password, _))) {
        rung = Rung.AUTH;
        return Optional.of(read.trouble());
      }
      if (noPong.isPresent() && password.isEmpty()) {
        return noPong;
      }
      if (password.isPresent()) {
        Optional<Trouble<RedisError>> refused = authenticate(password.get());
        if (refused.isPresent()) {
          return refused;
        }
        rung = Rung.PING;
        start = System.nanoTime();
        noPong = ping();
        took = since(start);
        if (noPong.isPresent()) {
          return noPong;
        }
      }
      ladder = ladder.then(Rung.PING, took);
      return select();
    }

    private Optional<Trouble<RedisError>> ping() throws IOException {
      return switch (line.ask(word("PING"))) {
        case RespLine.Reply.Fine fine when fine.isPong() -> Optional.empty();
        case RespLine.Reply.Refusal(String text) -> {
          RedisError error = RedisError.of(redaction.heard(text));
          rung = error.code() == RedisError.Code.NOAUTH ? Rung.AUTH : Rung.PING;
          yield Optional.of(rejected(error));
        }
        case RespLine.Reply.Fine _, RespLine.Reply.NotRedis _ -> Optional.of(stranger());
      };
    }

    private static boolean asksForPassword(Trouble<RedisError> trouble) {
      return trouble instanceof Trouble.Rejected<RedisError>(_, RedisError error, _)
          && switch (error.code()) {
            // Before AUTH it is the default user who is refused; the declared one may do more.
            case NOAUTH, NOPERM -> true;
            default -> false;
          };
    }

    private Optional<Trouble<RedisError>> authenticate(SecretValue value)
        throws IOException, InterruptedException {
      rung = Rung.AUTH;
      Reading<Optional<String>> name = settings.optional(target, "user", target.resource().user());
      if (!(name instanceof Reading.Value<Optional<String>>(Optional<String> text, _))) {
        return Optional.of(name.trouble());
      }
      Optional<byte[]> user = text.map(RedisDoor::word);
      long start = System.nanoTime();
      RespLine.Reply reply =
          user.isPresent()
              ? line.ask(word("AUTH"), user.get(), value.reveal())
              : line.ask(word("AUTH"), value.reveal());
      ladder = ladder.then(Rung.AUTH, since(start));
      return unlessFine(reply, it -> RedisError.ofAuth(it).about(value));
    }

    private Optional<Trouble<RedisError>> unlessFine(
        RespLine.Reply reply, Function<PeerText, RedisError> error) {
      return switch (reply) {
        case RespLine.Reply.Fine _ -> Optional.empty();
        case RespLine.Reply.Refusal(String text) ->
            Optional.of(rejected(error.apply(redaction.heard(text))));
        case RespLine.Reply.NotRedis _ -> Optional.of(stranger());
      };
    }

    private Optional<Trouble<RedisError>> select() throws IOException, InterruptedException {
      Reading<Optional<Integer>> number =
          settings.optionalNumber(
              target, "database", target.resource().database(), "the number of a database");
      if (!(number instanceof Reading.Value<Optional<Integer>>(Optional<Integer> database, _))) {
        return Optional.of(number.trouble());
      }
      if (database.isEmpty()) {
        return Optional.empty();
      }
      return unlessFine(
          line.ask(word("SELECT"), word(String.valueOf(database.get()))), RedisError::of);
    }

    private Trouble<RedisError> rejected(RedisError error) {
      return new Trouble.Rejected<>(rung, error, ladder);
    }

    private Trouble<RedisError> stranger() {
      return new Trouble.Stranger<>(
          rung, Greeting.of(socket.heard()).orElse(Greeting.OTHER), ladder);
    }
  }

  private static byte[] word(String text) {
    return text.getBytes(UTF_8);
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
