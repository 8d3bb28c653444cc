package preflight.probe.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import preflight.probe.Interruption;
import preflight.probe.PeerText;
import preflight.probe.SecretValue;
import preflight.probe.SettingReader;
import preflight.probe.SettingReader.Papers;
import preflight.probe.SettingReader.Reading;
import preflight.probe.google.IdTokens;
import preflight.probe.http.Exchange.Answer;
import preflight.probe.http.Exchange.Answer.Broken;
import preflight.probe.network.BoundedSocket;
import preflight.probe.network.Destination;
import preflight.probe.network.Dial;
import preflight.probe.network.Dialer;
import preflight.probe.network.Ladder;
import preflight.probe.network.NetworkTrouble;
import preflight.probe.network.Rung;
import preflight.probe.network.Timing;
import preflight.probe.network.TlsTerms;
import preflight.probe.network.certificate.ClientIdentity;
import preflight.probe.network.certificate.Pem;
import preflight.resource.ResourceName;
import preflight.resource.service.Admission;

/** Climbs to a server and lets a client talk over the connection. */
final class Climb {

  /** Cloud Run takes it before {@code Authorization}, and passes that one on as it is. */
  private static final String BESIDE = "X-Serverless-Authorization";

  private static final Duration BRIEF = Duration.ofSeconds(2);

  /** With these, servers answer plain HTTP at a port for TLS; others answer with an alert. */
  private static final List<String> ASKING_FOR_TLS =
      List.of(
          // Go, net/http/server.go; also Caddy, Traefik and Kubernetes.
          "Client sent an HTTP request to an HTTPS server.",
          // nginx, src/http/ngx_http_special_response.c, status 497.
          "The plain HTTP request was sent to HTTPS port",
          // Apache httpd, modules/ssl/ssl_engine_kernel.c.
          "speaking plain HTTP to an SSL-enabled server port",
          // Tomcat, org.apache.tomcat.util.net.TLSClientHelloExtractor.
          "This combination of host and port requires TLS.");

  private final Dialer dialer;
  private final String protocol;
  private final IdTokens tokens;
  private final SettingReader settings;

  /**
   * @param protocol what the client speaks, by its name in ALPN
   */
  Climb(Dialer dialer, String protocol, IdTokens tokens, SettingReader settings) {
    this.settings = settings;
    this.dialer = dialer;
    this.protocol = protocol;
    this.tokens = tokens;
  }

  /** What a client does with a connection; it closes it. */
  interface Attempt {
    Answer over(Line line) throws InterruptedException;
  }

  Exchange to(HttpRequest request, Attempt attempt) throws InterruptedException {
    return switch (request.admission()) {
      case Admission.Unsaid(), Admission.Everyone() ->
          to(request, new Exchange.Shown(request.admission(), Optional.empty()), attempt);
      case Admission.ByIdToken token -> withToken(request, token, attempt);
    };
  }

  /** Where the application reads {@code Authorization}, Cloud Run reads the other header first. */
  private Exchange withToken(HttpRequest request, Admission.ByIdToken by, Attempt attempt)
      throws InterruptedException {
    if (request.has(BESIDE)) {
      return to(request, new Exchange.Shown(new Admission.Unsaid(), Optional.empty()), attempt);
    }
    var wanted = new IdTokens.Wanted(by.audience(), by.account());
    IdTokens.Answer answer = tokens.mint(wanted);
    if (!(answer instanceof IdTokens.Answer.Minted(SecretValue token, Optional<String> account))) {
      return new Exchange(new Answer.WithoutToken(wanted, answer), List.of());
    }
    String header = by.beside() || request.has("Authorization") ? BESIDE : "Authorization";
    String bearer = "Bearer " + new String(token.reveal(), StandardCharsets.UTF_8);
    return to(
        request.header(header, HeaderValue.confidential(bearer)),
        new Exchange.Shown(by, account),
        attempt);
  }

  private Exchange to(HttpRequest request, Exchange.Shown shown, Attempt attempt)
      throws InterruptedException {
    Map<String, HeaderValue> headers = request.headers();
    var unsendable =
        headers.entrySet().stream().filter(it -> !it.getValue().sendable()).findFirst();
    if (unsendable.isPresent()) {
      return new Exchange(
          new Broken(
              NetworkTrouble.UNSENDABLE_HEADER,
              Rung.REQUEST,
              "header " + unsendable.get().getKey(),
              Optional.empty(),
              "",
              false,
              List.of()),
          List.of(),
          shown);
    }
    Reading<Papers> papers =
        settings.papers(Optional.empty(), request.tls().certificate(), request.tls().key());
    if (papers instanceof Reading.Unreadable<Papers>(ResourceName secret, _)) {
      return new Exchange(new Answer.WithoutPapers(secret), List.of(), shown);
    }
    Optional<ClientIdentity> identity =
        papers instanceof Reading.Value<Papers>(Papers own, _) ? own.identity() : Optional.empty();
    URI uri = request.uri();
    long end = System.nanoTime() + request.patience().toNanos();
    return switch (dialer.dial(destination(request, identity))) {
      case Dial.Connected it -> {
        it.socket().atLeisure();
        Duration left = Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
        Answer answer = settled(attempt.over(new Line(request, it, left)), request);
        yield new Exchange(answer, unreached(it.failed(), port(uri)), shown);
      }
      case Dial.Broken it -> {
        List<Broken> failed = unreached(it.failed(), port(uri));
        // Where no address answered, what broke is what the first of them did.
        yield new Exchange(
            speaksPlainHttp(it, request)
                ? with(NetworkTrouble.TLS_ABSENT, broken(it, uri), Rung.TLS)
                : broken(it, uri),
            it.rung() == Rung.TCP ? failed.subList(1, failed.size()) : failed,
            shown);
      }
    };
  }

  /** What gave plain HTTP no answer of its own may be a server that waits for TLS. */
  private Answer settled(Answer answer, HttpRequest request) throws InterruptedException {
    if (encrypted(request.uri())) {
      return answer;
    }
    return switch (answer) {
      case Broken it when saysNothing(it.trouble()) && dialer.speaksTls(briefly(request)) ->
          with(NetworkTrouble.TLS_EXPECTED, it, it.rung());
      case Answer.Response it when it.status() == 400 && asksForTls(it.body().text()) ->
          new Broken(
              NetworkTrouble.TLS_EXPECTED,
              Rung.RESPONSE,
              NetworkTrouble.TLS_EXPECTED.words(),
              Optional.of(it.status()),
              it.address(),
              false,
              it.timings());
      default -> answer;
    };
  }

  private static boolean asksForTls(PeerText page) {
    return ASKING_FOR_TLS.stream().anyMatch(page::contains);
  }

  private static boolean saysNothing(NetworkTrouble trouble) {
    return switch (trouble) {
      case RESET, CLOSED, SILENT -> true;
      default -> false;
    };
  }

  /**
   * Whether HTTP without TLS is behind a TLS greeting that got no answer: some servers wait for the
   * end of a line in it. {@code OPTIONS *} is what HTTP has for asking without wanting anything
   * (RFC 9110, section 9.3.7), and carries nothing of the profile.
   */
  private boolean speaksPlainHttp(Dial.Broken broken, HttpRequest request)
      throws InterruptedException {
    if (broken.rung() != Rung.TLS || !saysNothing(broken.trouble())) {
      return false;
    }
    if (!(dialer.dial(briefly(request)) instanceof Dial.Connected connected)) {
      return false;
    }
    try (var socket = connected.socket()) {
      socket
          .getOutputStream()
          .write(
              "OPTIONS * HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(request.uri().getRawAuthority())
                  .getBytes(StandardCharsets.US_ASCII));
      int _ = socket.getInputStream().read(new byte[16]);
      return socket.beganWithHttp();
    } catch (IOException e) {
      Interruption.rethrow(connected.socket());
      return false;
    }
  }

  private static Broken with(NetworkTrouble trouble, Broken seen, Rung rung) {
    return new Broken(
        trouble,
        rung,
        trouble.words(),
        seen.status(),
        seen.address(),
        seen.privateAddress(),
        seen.timings());
  }

  /** The same place without TLS, for a second question beside the first. */
  private static Destination briefly(HttpRequest request) {
    URI uri = request.uri();
    Duration limit = request.patience().compareTo(BRIEF) < 0 ? request.patience() : BRIEF;
    return new Destination(unbracketed(uri.getHost()), port(uri), Optional.empty(), limit, limit);
  }

  private Destination destination(HttpRequest request, Optional<ClientIdentity> identity) {
    URI uri = request.uri();
    String host = unbracketed(uri.getHost());
    Optional<TlsTerms> tls =
        encrypted(uri)
            ? Optional.of(
                new TlsTerms(
                    host,
                    request.ca().map(Path::of).map(Pem.InFile::new),
                    TlsTerms.Proof.ofHttps(request.tls().verify()),
                    List.of(protocol),
                    identity))
            : Optional.empty();
    return new Destination(host, port(uri), tls, request.patience(), request.patience());
  }

  private static List<Broken> unreached(List<Dial.Attempt> failed, int port) {
    return failed.stream()
        .map(it ->
            new Broken(
                it.trouble(),
                Rung.TCP,
                it.trouble().words(),
                Optional.empty(),
                place(it.address(), port),
                isPrivate(it.address()),
                List.of(new Timing(Rung.TCP, it.took()))))
        .toList();
  }

  private static Broken broken(Dial.Broken broken, URI uri) {
    NetworkTrouble trouble = broken.troubleWithHttps();
    boolean ours =
        broken.rung() == Rung.RESOLVE
            || trouble == NetworkTrouble.NO_AUTHORITY
            || trouble == NetworkTrouble.CLIENT_UNUSABLE;
    return new Broken(
        trouble,
        broken.rung(),
        ours ? broken.detail().shown() : trouble.words(),
        Optional.empty(),
        broken.address().map(it -> place(it, port(uri))).orElse(""),
        broken.address().filter(Climb::isPrivate).isPresent(),
        broken.timings());
  }

  private static boolean encrypted(URI uri) {
    return uri.getScheme().equals("https") || uri.getScheme().equals("wss");
  }

  private static int port(URI uri) {
    return uri.getPort() > 0 ? uri.getPort() : encrypted(uri) ? 443 : 80;
  }

  private static String unbracketed(@Nullable String host) {
    if (host == null) {
      return "";
    }
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static String place(InetAddress address, int port) {
    String host = address.getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private static boolean isPrivate(InetAddress address) {
    return new Ladder("", Optional.empty(), Optional.of(address), List.of(), List.of()).isPrivate();
  }

  /**
   * A connection to talk over.
   *
   * @param request what to send, with everything that it shows
   * @param patience what is left of the time for the whole exchange
   */
  record Line(HttpRequest request, Dial.Connected connected, Duration patience) {

    URI uri() {
      return request.uri();
    }

    BoundedSocket socket() {
      return connected.socket();
    }

    InetAddress address() {
      return connected.address();
    }

    int port() {
      return Climb.port(uri());
    }

    String place() {
      return Climb.place(address(), port());
    }

    List<Timing> timings(Flight flight) {
      List<Timing> all = new ArrayList<>(connected.timings());
      all.addAll(flight.timings());
      return all;
    }

    Broken broken(IOException thrown, Optional<Integer> status, Flight flight) {
      NetworkTrouble trouble = NetworkTrouble.whileAnswering(thrown, flight.rung(), socket());
      return broken(trouble, trouble.words(), status, flight);
    }

    Broken broken(NetworkTrouble trouble, String detail, Optional<Integer> status, Flight flight) {
      List<Timing> all = new ArrayList<>(connected.timings());
      all.addAll(flight.timingsUntilNow());
      return new Broken(trouble, flight.rung(), detail, status, place(), isPrivate(address()), all);
    }

    /** The same connection with more time. */
    Line longer(Duration more) {
      return new Line(request, connected, patience.plus(more));
    }
  }
}
