package preflight.probe.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
import preflight.probe.network.Dial;
import preflight.probe.network.Dialer;
import preflight.probe.network.Greeting;
import preflight.probe.network.Ladder;
import preflight.probe.network.Limits;
import preflight.probe.network.NetworkTrouble;
import preflight.probe.network.Rung;
import preflight.probe.network.TlsAnswer;
import preflight.probe.network.TlsTerms;
import preflight.probe.network.UnixDial;
import preflight.resource.Postgres;
import preflight.resource.ResourceName;
import preflight.resource.Setting;
import preflight.resource.Target;
import preflight.resource.field.Keys;
import preflight.resource.network.TlsMode;
import preflight.resource.url.ConnectionUrl;
import preflight.resource.url.ConnectionUrl.Host;

/**
 * Opens a connection as far as TLS and makes sure that Postgres is behind it, before a driver and a
 * password are let loose on it.
 */
final class PostgresDoor {

  /** Where a URL leaves it to the client. */
  private static final int USUAL_PORT = 5432;

  private final Dialer dialer;
  private final SettingReader settings;
  private final Redaction redaction;

  PostgresDoor(Dialer dialer, SecretBytes secrets, Redaction redaction) {
    this.dialer = dialer;
    this.settings = new SettingReader(secrets, redaction);
    this.redaction = redaction;
  }

  /**
   * A connection that waits for the start-up message.
   *
   * @param since when the login began, in nanoseconds of {@link System#nanoTime}; without TLS, the
   *     question whether there is any is a part of it
   */
  record Open(BoundedSocket socket, boolean encrypted, Login login, Ladder ladder, long since) {}

  /** The hosts of its URL, where that names several, or asks for a certain one. */
  Optional<HostList> hosts(Postgres postgres) throws InterruptedException {
    return postgres.socket().isPresent()
        ? Optional.empty()
        : settings.url(postgres.url()).map(HostList::of).filter(HostList::isOfSeveral);
  }

  /**
   * @param at one of several hosts; empty for the only one
   * @param mode how much encryption is insisted on
   */
  Answer<Open, SqlError> open(
      Target<Postgres> target, Optional<Host> at, TlsMode mode, Limits limits)
      throws InterruptedException {
    Postgres postgres = target.resource();
    Optional<ResourceName> holder = postgres.url().flatMap(Setting::heldBy);
    Reading<String> host =
        at.isPresent()
            ? new Reading.Value<>(at.get().name(), holder)
            : settings.host(target, postgres.host());
    Reading<Integer> port =
        at.isPresent()
            ? new Reading.Value<>(at.get().port().orElse(USUAL_PORT), holder)
            : settings.port(target, postgres.port());
    if (!(port instanceof Reading.Value<Integer>(Integer number, _))) {
      return new Answer.NotGiven<>(port.trouble());
    }
    if (postgres.socket().isPresent()) {
      return overSocket(target, socket(postgres.socket().get(), number), limits);
    }
    if (!(host instanceof Reading.Value<String>(String name, var from))) {
      return new Answer.NotGiven<>(host.trouble());
    }
    // As libpq; a zero ends a path there.
    if (name.startsWith("/") && name.indexOf('\0') < 0) {
      return overSocket(target, socket(name, number), limits);
    }
    Dial dial = dialer.dial(limits.to(name, number, Optional.empty()));
    Ladder ladder = Ladder.of(dial, Ladder.shown(name, number, from), from);
    return switch (dial) {
      case Dial.Connected it -> new Entry(target, mode, it.socket(), name, limits, ladder).enter();
      case Dial.Broken it ->
          new Answer.NotGiven<>(
              new Trouble.Broken<>(it.rung(), it.trouble(), it.detail(), it.greeting(), ladder));
    };
  }

  /** Encryption is the proxy's business on a Unix socket: the login can begin at once. */
  private Answer<Open, SqlError> overSocket(Target<Postgres> target, String path, Limits limits)
      throws InterruptedException {
    return switch (UnixDial.to(path, limits)) {
      case UnixDial.Connected(BoundedSocket open, Ladder ladder) ->
          switch (login(target, ladder)) {
            case Answer.Given<Login, SqlError>(Login login, _) ->
                new Answer.Given<>(new Open(open, false, login, ladder, System.nanoTime()), ladder);
            case Answer.NotGiven<Login, SqlError>(var trouble) -> {
              Interruption.close(open);
              yield new Answer.NotGiven<>(trouble);
            }
          };
      case UnixDial.Broken it ->
          trouble(
              new Trouble.Broken<>(
                  it.rung(), it.trouble(), it.detail(), Optional.empty(), it.ladder()));
    };
  }

  /** What Cloud SQL's proxy, or a server of this machine, puts into a directory. */
  private static String socket(String directory, int port) {
    return Path.of(directory, ".s.PGSQL." + port).toString();
  }

  private Answer<Login, SqlError> login(Target<Postgres> target, Ladder ladder)
      throws InterruptedException {
    Postgres postgres = target.resource();
    Reading<String> database = settings.text(target, "database", postgres.database());
    Reading<String> user = settings.text(target, "user", postgres.user());
    if (!(database instanceof Reading.Value<String> databaseName)) {
      return new Answer.NotGiven<>(database.trouble());
    }
    if (!(user instanceof Reading.Value<String> userName)) {
      return new Answer.NotGiven<>(user.trouble());
    }
    Reading<Optional<SecretValue>> read = settings.password(postgres.secretPassword());
    if (!(read instanceof Reading.Value<Optional<SecretValue>>(var password, _))) {
      return new Answer.NotGiven<>(read.trouble());
    }
    List<String> schemas =
        postgres.schema().isPresent()
            ? List.of(postgres.schema().get())
            : settings.url(postgres.url()).map(ConnectionUrl::searchPath).orElse(List.of());
    return new Answer.Given<>(new Login(databaseName, userName, password, schemas), ladder);
  }

  /** How much encryption is insisted on: by the URL of the store, where there is one. */
  Reading<TlsMode> mode(Postgres postgres) throws InterruptedException {
    return settings
        .tls(postgres.url())
        .map(it -> it.flatMap(PostgresDoor::mode).orElse(postgres.tls()));
  }

  /** That the URL is of another store is told where its host is read. */
  private static Optional<TlsMode> mode(String said) {
    return Arrays.stream(TlsMode.values())
        .filter(it -> Keys.of(it).equals(said.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /** As libpq: {@code require} verifies the issuer where an authority is given. */
  private static TlsTerms.Proof proof(TlsMode mode, Postgres postgres) {
    return switch (mode) {
      case DISABLE, PREFER -> TlsTerms.Proof.NOTHING;
      case REQUIRE -> postgres.ca().isPresent() ? TlsTerms.Proof.CHAIN : TlsTerms.Proof.NOTHING;
      case VERIFY_CA -> TlsTerms.Proof.CHAIN;
      case VERIFY_FULL -> TlsTerms.Proof.CHAIN_AND_HOST;
    };
  }

  /** The way from a bare connection to one on which a login can begin. */
  private final class Entry {

    private final Target<Postgres> target;
    private final BoundedSocket plain;
    private final String host;
    private final Limits limits;
    private final TlsMode mode;
    private final Rung rung;
    private Ladder ladder;

    Entry(
        Target<Postgres> target,
        TlsMode mode,
        BoundedSocket plain,
        String host,
        Limits limits,
        Ladder ladder) {
      this.target = target;
      this.plain = plain;
      this.host = host;
      this.limits = limits;
      this.ladder = ladder;
      this.mode = mode;
      this.rung = mode == TlsMode.DISABLE ? Rung.AUTH : Rung.TLS;
    }

    Answer<Open, SqlError> enter() throws InterruptedException {
      plain.within(limits.reply());
      long start = System.nanoTime();
      Answer<Open, SqlError> answer;
      try {
        answer =
            switch (SslRequest.ask(plain)) {
              case SslRequest.Reply.NotPostgres() -> trouble(stranger(SslRequest.spoken(plain)));
              case SslRequest.Reply.Refused(String state) -> trouble(refused(state));
              case SslRequest.Reply.Offered() ->
                  mode == TlsMode.DISABLE ? inPlainText(start) : encrypt(start);
              case SslRequest.Reply.Declined() ->
                  mode == TlsMode.DISABLE || mode == TlsMode.PREFER
                      ? proceed(plain, false, start)
                      : trouble(
                          broken(
                              NetworkTrouble.TLS_ABSENT, PeerText.ours("the server offers none")));
            };
      } catch (IOException e) {
        Interruption.rethrow(plain);
        String within = "within " + limits.reply().toMillis() + " ms";
        Trouble.Broken<SqlError> cut = Trouble.Broken.cut(e, rung, within, ladder, redaction);
        return trouble(wantsTlsAtOnce(cut) ? cut.wantingTls() : cut);
      }
      if (answer instanceof Answer.NotGiven<Open, SqlError>) {
        Interruption.close(plain);
      }
      return answer;
    }

    /** A server, or something before it, that shakes hands before anybody has asked for it. */
    private boolean wantsTlsAtOnce(Trouble.Broken<SqlError> cut) throws InterruptedException {
      return switch (cut.trouble()) {
        case RESET, CLOSED, SILENT ->
            plain.received() == 0
                && dialer.speaksTls(limits.to(host, plain.getPort(), Optional.empty()));
        default -> false;
      };
    }

    /** Whoever has offered TLS waits for a handshake on this connection and takes nothing else. */
    private Answer<Open, SqlError> inPlainText(long start) throws InterruptedException {
      Interruption.close(plain);
      String address = ladder.address().orElseThrow().getHostAddress();
      return switch (dialer.dial(limits.to(address, plain.getPort(), Optional.empty()))) {
        case Dial.Connected it -> proceed(it.socket(), false, start);
        case Dial.Broken it -> trouble(broken(it.trouble(), it.detail()));
      };
    }

    private Answer<Open, SqlError> encrypt(long start) throws InterruptedException {
      Postgres postgres = target.resource();
      Reading<Papers> papers =
          settings.papers(postgres.ca(), postgres.clientCertificate(), postgres.clientKey());
      if (!(papers instanceof Reading.Value<Papers>(Papers shown, _))) {
        return trouble(papers.trouble());
      }
      var terms =
          new TlsTerms(host, shown.ca(), proof(mode, postgres), List.of(), shown.identity());
      TlsAnswer answer = dialer.secure(plain, terms, limits.reply());
      ladder = ladder.then(Rung.TLS, Duration.ofNanos(System.nanoTime() - start));
      return switch (answer) {
        case TlsAnswer.Agreed(BoundedSocket secured, _) ->
            proceed(secured, true, System.nanoTime());
        // Whoever agrees to TLS and then is silent in the handshake is something in between.
        case TlsAnswer.Failed it when it.trouble() == NetworkTrouble.SILENT ->
            trouble(stranger(Greeting.OTHER));
        case TlsAnswer.Failed it -> trouble(broken(it.trouble(), it.detail()));
      };
    }

    private Answer<Open, SqlError> proceed(BoundedSocket socket, boolean encrypted, long since)
        throws InterruptedException {
      return switch (login(target, ladder)) {
        case Answer.Given<Login, SqlError>(Login login, _) ->
            new Answer.Given<>(new Open(socket, encrypted, login, ladder, since), ladder);
        case Answer.NotGiven<Login, SqlError>(var trouble) -> {
          Interruption.close(socket);
          yield trouble(trouble);
        }
      };
    }

    /** Turned away before anything was agreed upon; unauthenticated words are not repeated. */
    private Trouble<SqlError> refused(String state) {
      return new Trouble.Rejected<>(
          Rung.AUTH, new SqlError(state, redaction.heard("SQLSTATE " + state)), ladder);
    }

    private Trouble<SqlError> stranger(Greeting greeting) {
      return new Trouble.Stranger<>(rung, greeting, ladder);
    }

    private Trouble<SqlError> broken(NetworkTrouble trouble, PeerText detail) {
      return new Trouble.Broken<>(rung, trouble, detail, Optional.empty(), ladder);
    }
  }

  private static <V> Answer<V, SqlError> trouble(Trouble<SqlError> trouble) {
    return new Answer.NotGiven<>(trouble);
  }
}
