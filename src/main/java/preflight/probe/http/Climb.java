package preflight.probe.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import preflight.probe.Ladder;
import preflight.probe.NetworkTrouble;
import preflight.probe.Resolver;
import preflight.probe.http.Exchange.Answer;
import preflight.probe.http.Exchange.Answer.Broken;

/** Climbs from a name to an answer: resolves it and dials its addresses, one after the other. */
final class Climb {

  private final Resolver resolver;
  private final Trusts trusts;

  Climb(Resolver resolver, Trusts trusts) {
    this.resolver = resolver;
    this.trusts = trusts;
  }

  /** One attempt at one address. */
  interface Attempt {
    Answer at(Rung rung) throws InterruptedException;
  }

  Exchange to(HttpRequest request, Attempt attempt) throws InterruptedException {
    URI uri = request.uri();
    Map<String, HeaderValue> headers = request.headers();
    Duration patience = request.patience();
    var unsendable =
        headers.entrySet().stream().filter(it -> !it.getValue().sendable()).findFirst();
    if (unsendable.isPresent()) {
      return only(
          broken(Trouble.UNSENDABLE_HEADER, Step.REQUEST, "header " + unsendable.get().getKey()));
    }
    Optional<Trust> trust;
    try {
      trust = tls(uri) ? Optional.of(trusts.of(request.ca())) : Optional.empty();
    } catch (IOException e) {
      return only(broken(Trouble.NO_AUTHORITY, Step.TLS, String.valueOf(e.getMessage())));
    }
    long start = System.nanoTime();
    String host = unbracketed(uri.getHost());
    return switch (resolver.resolve(host, patience)) {
      case Resolver.Resolution.Failed(NetworkTrouble trouble, String detail, Duration took) ->
          only(
              new Broken(
                  trouble == NetworkTrouble.RESOLVER_FAILED
                      ? Trouble.RESOLVER_FAILED
                      : Trouble.NAME_NOT_FOUND,
                  Step.RESOLVE,
                  detail,
                  Optional.empty(),
                  "",
                  false,
                  List.of(new Timing("resolve", took))));
      case Resolver.Resolution.Found(List<InetAddress> addresses, Duration took) ->
          each(
              uri,
              trust,
              addresses,
              new Timing("resolve", took),
              start + patience.toNanos(),
              attempt);
    };
  }

  private static Exchange each(
      URI uri,
      Optional<Trust> trust,
      List<InetAddress> addresses,
      Timing resolve,
      long end,
      Attempt attempt)
      throws InterruptedException {
    List<Broken> unreached = new ArrayList<>();
    for (int i = 0; i < addresses.size(); i++) {
      Duration left = Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
      var rung =
          new Rung(
              uri, trust, addresses.get(i), resolve, left, left.dividedBy(addresses.size() - i));
      switch (attempt.at(rung)) {
        case Broken broken when broken.step() == Step.TCP -> unreached.add(broken);
        case Answer answer -> {
          return new Exchange(answer, unreached);
        }
      }
    }
    return new Exchange(unreached.getFirst(), unreached.subList(1, unreached.size()));
  }

  private static boolean tls(URI uri) {
    return uri.getScheme().equals("https") || uri.getScheme().equals("wss");
  }

  private static Exchange only(Broken broken) {
    return new Exchange(broken, List.of());
  }

  private static Broken broken(Trouble trouble, Step step, String detail) {
    return new Broken(trouble, step, detail, Optional.empty(), "", false, List.of());
  }

  private static String unbracketed(@Nullable String host) {
    if (host == null) {
      return "";
    }
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /**
   * One address to try.
   *
   * @param trust whom to believe; empty where nothing is encrypted
   * @param connectPatience this address's share of the time
   */
  record Rung(
      URI uri,
      Optional<Trust> trust,
      InetAddress address,
      Timing resolve,
      Duration patience,
      Duration connectPatience) {

    int port() {
      return uri.getPort() > 0 ? uri.getPort() : trust.isPresent() ? 443 : 80;
    }

    String place() {
      String host = address.getHostAddress();
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    List<Timing> timings(Flight flight) {
      List<Timing> all = new ArrayList<>(List.of(resolve));
      all.addAll(flight.timings());
      return all;
    }

    Broken broken(IOException thrown, Optional<Integer> status, Flight flight) {
      Trouble trouble = Troubles.of(thrown, flight.step(), flight.tap());
      return new Broken(
          trouble,
          flight.step(),
          trouble.words(),
          status,
          place(),
          isPrivate(address),
          timings(flight));
    }

    /** The same address with more time. */
    Rung longer(Duration more) {
      return new Rung(uri, trust, address, resolve, patience.plus(more), connectPatience);
    }

    Broken broken(Trouble trouble, Step step, String detail) {
      return new Broken(
          trouble, step, detail, Optional.empty(), place(), isPrivate(address), List.of(resolve));
    }

    Broken broken(Trouble trouble, Step step, String detail, Flight flight) {
      return new Broken(
          trouble, step, detail, Optional.empty(), place(), isPrivate(address), timings(flight));
    }

    private static boolean isPrivate(InetAddress address) {
      return new Ladder("", Optional.empty(), Optional.of(address), List.of(), List.of())
          .isPrivate();
    }
  }
}
