package preflight.probe.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import preflight.probe.Interruption;
import preflight.probe.PeerText;
import preflight.probe.Redaction;
import preflight.probe.network.Dial.Attempt;
import preflight.probe.network.Dial.Broken;
import preflight.probe.network.Dial.Connected;
import preflight.probe.network.certificate.ClientIdentity;

/** Dials with the sockets and the TLS of the JDK. */
public final class JdkDialer implements Dialer {

  private final Resolver resolver;
  private final Trusts trusts;
  private final Redaction redaction;

  public JdkDialer(Resolver resolver, Redaction redaction) {
    this(resolver, new Trusts(), redaction);
  }

  public JdkDialer(Resolver resolver, Trusts trusts, Redaction redaction) {
    this.resolver = resolver;
    this.trusts = trusts;
    this.redaction = redaction;
  }

  @Override
  public TlsAnswer secure(BoundedSocket plain, TlsTerms terms, Duration limit)
      throws InterruptedException {
    TlsHandshake handshake;
    try {
      handshake = new TlsHandshake(terms, trusts, redaction);
    } catch (IOException e) {
      Interruption.close(plain);
      return new TlsAnswer.Failed(
          whatIsUnusable(e),
          PeerText.ours(String.valueOf(e.getMessage())),
          Optional.empty(),
          List.of());
    }
    return handshake.over(plain, limit);
  }

  @Override
  public Dial dial(Destination to) throws InterruptedException {
    Optional<TlsHandshake> handshake = Optional.empty();
    if (to.tls().isPresent()) {
      try {
        handshake = Optional.of(new TlsHandshake(to.tls().get(), trusts, redaction));
      } catch (IOException e) {
        return unusable(e);
      }
    }
    return new Climb(to, handshake).climb();
  }

  private static NetworkTrouble whatIsUnusable(IOException e) {
    return e instanceof ClientIdentity.Unusable
        ? NetworkTrouble.CLIENT_UNUSABLE
        : NetworkTrouble.NO_AUTHORITY;
  }

  private static Dial unusable(IOException e) {
    return new Broken(
        Rung.TLS,
        whatIsUnusable(e),
        Optional.empty(),
        PeerText.ours(String.valueOf(e.getMessage())),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of());
  }

  /** One way up, with what was seen on it. */
  private final class Climb {

    private final Destination to;
    private final Optional<TlsHandshake> handshake;
    private final long end;
    private final List<Timing> timings = new ArrayList<>();
    private final List<Attempt> failed = new ArrayList<>();

    Climb(Destination to, Optional<TlsHandshake> handshake) {
      this.to = to;
      this.handshake = handshake;
      this.end = System.nanoTime() + to.whole().toNanos();
    }

    Dial climb() throws InterruptedException {
      Resolver.Resolution resolution = resolver.resolve(to.host(), left());
      timings.add(new Timing(Rung.RESOLVE, resolution.took()));
      return switch (resolution) {
        case Resolver.Resolution.Failed(NetworkTrouble trouble, String detail, _) ->
            broken(Rung.RESOLVE, trouble, Optional.empty(), detail);
        case Resolver.Resolution.Found(List<InetAddress> addresses, _) -> connect(addresses);
      };
    }

    private Dial connect(List<InetAddress> addresses) throws InterruptedException {
      for (InetAddress address : addresses) {
        long start = System.nanoTime();
        var socket = new Socket();
        // So that silent addresses do not take the time of those behind them.
        Duration share = left().dividedBy(addresses.size() - failed.size());
        try {
          socket.connect(
              new InetSocketAddress(address, to.port()),
              millis(share.compareTo(to.step()) < 0 ? share : to.step()));
          socket.setTcpNoDelay(true);
          timings.add(new Timing(Rung.TCP, since(start)));
          return secure(BoundedSocket.over(socket), address);
        } catch (IOException e) {
          Interruption.rethrow(socket);
          failed.add(new Attempt(address, NetworkTrouble.whileConnecting(e), since(start)));
        }
      }
      Duration spent = failed.stream().map(Attempt::took).reduce(Duration.ZERO, Duration::plus);
      timings.add(new Timing(Rung.TCP, spent));
      Attempt first = failed.getFirst();
      String detail = failed.stream().map(this::told).collect(Collectors.joining(", "));
      return broken(Rung.TCP, first.trouble(), Optional.of(first.address()), detail);
    }

    private Dial secure(BoundedSocket plain, InetAddress address) throws InterruptedException {
      plain.atMost(left());
      if (handshake.isEmpty()) {
        return new Connected(plain, address, Optional.empty(), timings, failed);
      }
      long start = System.nanoTime();
      TlsAnswer answer = handshake.get().over(plain, left());
      timings.add(new Timing(Rung.TLS, since(start)));
      return switch (answer) {
        case TlsAnswer.Agreed(BoundedSocket secured, Dial.Tls tls) ->
            new Connected(secured, address, Optional.of(tls), timings, failed);
        case TlsAnswer.Failed it ->
            new Broken(
                Rung.TLS,
                it.trouble(),
                Optional.of(address),
                it.detail(),
                it.greeting(),
                it.presented(),
                timings,
                failed);
      };
    }

    private Broken broken(
        Rung rung, NetworkTrouble trouble, Optional<InetAddress> address, String detail) {
      return new Broken(
          rung,
          trouble,
          address,
          PeerText.ours(detail),
          Optional.empty(),
          List.of(),
          timings,
          failed);
    }

    private String told(Attempt attempt) {
      String address = attempt.address().getHostAddress();
      String word = attempt.trouble().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      return address.equals(to.host()) ? word : address + " " + word;
    }

    private Duration left() {
      return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
    }
  }

  private static int millis(Duration duration) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, duration.toMillis()));
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
