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
import preflight.probe.SecretValue;
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
import preflight.resource.service.Admission;

/** Climbs to a server and lets a client talk over the connection. */
final class Climb {

  /** Cloud Run takes it before {@code Authorization}, and passes that one on as it is. */
  private static final String BESIDE = "X-Serverless-Authorization";

  private final Dialer dialer;
  private final String protocol;
  private final IdTokens tokens;

  /**
   * @param protocol what the client speaks, by its name in ALPN
   */
  Climb(Dialer dialer, String protocol, IdTokens tokens) {
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
    URI uri = request.uri();
    long end = System.nanoTime() + request.patience().toNanos();
    return switch (dialer.dial(destination(request))) {
      case Dial.Connected it -> {
        it.socket().atLeisure();
        Duration left = Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
        Answer answer = attempt.over(new Line(request, it, left));
        yield new Exchange(answer, unreached(it.failed(), port(uri)), shown);
      }
      case Dial.Broken it -> {
        List<Broken> failed = unreached(it.failed(), port(uri));
        // Where no address answered, what broke is what the first of them did.
        yield new Exchange(
            broken(it, uri),
            it.rung() == Rung.TCP ? failed.subList(1, failed.size()) : failed,
            shown);
      }
    };
  }

  private Destination destination(HttpRequest request) {
    URI uri = request.uri();
    String host = unbracketed(uri.getHost());
    Optional<TlsTerms> tls =
        encrypted(uri)
            ? Optional.of(
                new TlsTerms(
                    host,
                    request.ca().map(Path::of),
                    TlsTerms.Proof.CHAIN_AND_HOST_OF_HTTPS,
                    List.of(protocol)))
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
    boolean ours = broken.rung() == Rung.RESOLVE || trouble == NetworkTrouble.NO_AUTHORITY;
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
