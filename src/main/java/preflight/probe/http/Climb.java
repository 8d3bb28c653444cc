package preflight.probe.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

/** Climbs to a server and lets a client talk over the connection. */
final class Climb {

  private final Dialer dialer;
  private final String protocol;

  /**
   * @param protocol what the client speaks, by its name in ALPN
   */
  Climb(Dialer dialer, String protocol) {
    this.dialer = dialer;
    this.protocol = protocol;
  }

  /** What a client does with a connection; it closes it. */
  interface Attempt {
    Answer over(Line line) throws InterruptedException;
  }

  Exchange to(HttpRequest request, Attempt attempt) throws InterruptedException {
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
          List.of());
    }
    URI uri = request.uri();
    long end = System.nanoTime() + request.patience().toNanos();
    return switch (dialer.dial(destination(request))) {
      case Dial.Connected it -> {
        it.socket().atLeisure();
        Duration left = Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
        Answer answer = attempt.over(new Line(uri, it, left));
        yield new Exchange(answer, unreached(it.failed(), port(uri)));
      }
      case Dial.Broken it -> {
        List<Broken> failed = unreached(it.failed(), port(uri));
        // Where no address answered, what broke is what the first of them did.
        yield new Exchange(
            broken(it, uri), it.rung() == Rung.TCP ? failed.subList(1, failed.size()) : failed);
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
   * @param patience what is left of the time for the whole exchange
   */
  record Line(URI uri, Dial.Connected connected, Duration patience) {

    BoundedSocket socket() {
      return connected.socket();
    }

    InetAddress address() {
      return connected.address();
    }

    int port() {
      return Climb.port(uri);
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
      return new Line(uri, connected, patience.plus(more));
    }
  }
}
