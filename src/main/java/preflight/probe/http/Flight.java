package preflight.probe.http;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.HostnameVerifier;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Follows one call: how far it has come, and how long each step took. */
final class Flight extends EventListener {

  private final List<Timing> timings = new ArrayList<>();
  private final boolean unheard;
  private final boolean tls;
  private final Wiretap tap;
  private Step step = Step.TCP;
  private long since = System.nanoTime();

  private Flight(long most, Duration connectPatience, boolean unheard, boolean tls) {
    this.unheard = unheard;
    this.tls = tls;
    this.tap = new Wiretap(most, connectPatience, this::connected);
  }

  /** Ends once the peer has sent more bytes than {@code most}. */
  static Flight of(long most) {
    return new Flight(most, Duration.ZERO, false, false);
  }

  /**
   * One that no client tells anything, as with WebSockets and gRPC: the sockets tell it instead.
   */
  static Flight unheard(long most, Climb.Rung rung) {
    return new Flight(most, rung.connectPatience(), true, rung.trust().isPresent());
  }

  private void connected() {
    if (unheard) {
      took("tcp");
      enter(tls ? Step.TLS : Step.RESPONSE);
    }
  }

  /** Verifies as another does, and notes that the handshake is over. */
  HostnameVerifier noting(HostnameVerifier verifier) {
    return (host, session) -> {
      boolean verified = verifier.verify(host, session);
      if (unheard && verified) {
        took("tls");
        tap.encrypted();
        enter(Step.RESPONSE);
      }
      return verified;
    };
  }

  /** Ends the wait for a response that the client does not tell of. */
  void answered() {
    took("first byte");
  }

  Wiretap tap() {
    return tap;
  }

  synchronized Step step() {
    return step;
  }

  synchronized List<Timing> timings() {
    return List.copyOf(timings);
  }

  private synchronized void enter(Step next) {
    step = next;
    since = System.nanoTime();
  }

  private synchronized void took(String name) {
    timings.add(new Timing(name, Duration.ofNanos(System.nanoTime() - since)));
  }

  /** Ends the reading of the body. */
  void bodyRead() {
    took("body");
  }

  @Override
  public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
    enter(Step.TCP);
  }

  @Override
  public void secureConnectStart(Call call) {
    took("tcp");
    enter(Step.TLS);
  }

  @Override
  public void secureConnectEnd(Call call, @Nullable Handshake handshake) {
    took("tls");
    tap.encrypted();
  }

  @Override
  public void connectEnd(
      Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
    if (step() == Step.TCP) {
      took("tcp");
    }
  }

  @Override
  public void requestHeadersStart(Call call) {
    enter(Step.REQUEST);
  }

  @Override
  public void requestHeadersEnd(Call call, Request request) {
    enter(Step.RESPONSE);
  }

  @Override
  public void requestBodyEnd(Call call, long bytes) {
    enter(Step.RESPONSE);
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    took("first byte");
    enter(Step.BODY);
  }
}
