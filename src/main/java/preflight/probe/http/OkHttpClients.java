package preflight.probe.http;

import java.net.Proxy;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HostnameVerifier;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import preflight.probe.Redaction;

/**
 * Makes the client of one call. All share one pool that keeps nothing: every probe dials, so that
 * every probe can say how far it came.
 */
public final class OkHttpClients implements AutoCloseable {

  // Without TLS, so that it reads no certificate authorities that may never be needed.
  private static final OkHttpClient PLAIN =
      new OkHttpClient.Builder().connectionSpecs(List.of(ConnectionSpec.CLEARTEXT)).build();

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ConnectionPool pool = new ConnectionPool(0, 1, TimeUnit.SECONDS);
  private final Dispatcher dispatcher = new Dispatcher(threads);
  private final Trusts trusts = new Trusts();
  private final Redaction redaction;

  public OkHttpClients(Redaction redaction) {
    this.redaction = redaction;
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
  }

  /** A client that dials one address, with all of its phases told to a flight. */
  OkHttpClient to(Climb.Rung rung, Flight flight) {
    OkHttpClient plain =
        PLAIN
            .newBuilder()
            .dispatcher(dispatcher)
            .connectionPool(pool)
            .proxy(Proxy.NO_PROXY)
            .dns(_ -> List.of(rung.address()))
            .socketFactory(flight.tap())
            .eventListener(flight)
            .protocols(List.of(Protocol.HTTP_1_1))
            .retryOnConnectionFailure(false)
            .fastFallback(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .connectTimeout(rung.connectPatience())
            .readTimeout(rung.patience())
            .writeTimeout(rung.patience())
            .callTimeout(rung.patience())
            .build();
    if (rung.trust().isEmpty()) {
      return plain;
    }
    Trust trust = rung.trust().get();
    return plain
        .newBuilder()
        .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS))
        .sslSocketFactory(trust.sockets(), trust.manager())
        .hostnameVerifier(flight.noting(verifier()))
        .build();
  }

  Trusts trusts() {
    return trusts;
  }

  /** Verifies that a certificate is for the host that was asked for. */
  HostnameVerifier verifier() {
    return PLAIN.hostnameVerifier();
  }

  /** What makes the words of peers fit to be shown. */
  Redaction redaction() {
    return redaction;
  }

  ResponseHeaders headers(Response response) {
    return ResponseHeaders.of(response.headers().toMultimap(), redaction);
  }

  @Override
  public void close() {
    dispatcher.cancelAll();
    threads.shutdownNow();
    pool.evictAll();
  }
}
