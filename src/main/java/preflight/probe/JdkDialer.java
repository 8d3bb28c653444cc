package preflight.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import preflight.probe.Dial.Attempt;
import preflight.probe.Dial.Broken;
import preflight.probe.Dial.Connected;

/** Dials with the sockets and the TLS of the JDK. */
public final class JdkDialer implements Dialer {

  private final Resolver resolver;
  private final Redaction redaction;

  public JdkDialer(Resolver resolver, Redaction redaction) {
    this.resolver = resolver;
    this.redaction = redaction;
  }

  @Override
  public Dial dial(Destination to) throws InterruptedException {
    return new Climb(to).climb();
  }

  /** One way up, with what was seen on it. */
  private final class Climb {

    private final Destination to;
    private final long end;
    private final List<Timing> timings = new ArrayList<>();
    private final List<Attempt> failed = new ArrayList<>();

    Climb(Destination to) {
      this.to = to;
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
        try {
          socket.connect(new InetSocketAddress(address, to.port()), millis(step()));
          socket.setTcpNoDelay(true);
          timings.add(new Timing(Rung.TCP, since(start)));
          return secure(BoundedSocket.over(socket), address);
        } catch (IOException e) {
          Interruption.rethrow(socket);
          failed.add(new Attempt(address, connecting(e), since(start)));
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
      if (to.tls().isEmpty()) {
        return new Connected(plain, address, Optional.empty(), timings, failed);
      }
      long start = System.nanoTime();
      TlsAnswer answer = TlsHandshake.over(plain, to.tls().get(), left(), redaction);
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

    private Duration step() {
      return left().compareTo(to.step()) < 0 ? left() : to.step();
    }

    private Duration left() {
      return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
    }
  }

  /** The JDK's own division of errno while it connects. */
  private static NetworkTrouble connecting(IOException e) {
    return switch (e) {
      case SocketTimeoutException _ -> NetworkTrouble.TIMED_OUT;
      case ConnectException _ -> NetworkTrouble.REFUSED;
      // NoRouteToHostException is EHOSTUNREACH; ENETUNREACH and EPERM come as SocketException.
      default -> NetworkTrouble.UNREACHABLE;
    };
  }

  private static int millis(Duration duration) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, duration.toMillis()));
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
