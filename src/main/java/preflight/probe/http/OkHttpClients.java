package preflight.probe.http;

import java.io.IOException;
import java.net.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import preflight.probe.Redaction;
import preflight.probe.SecretBytes;
import preflight.probe.SettingReader;
import preflight.probe.google.IdTokens;
import preflight.probe.network.JdkDialer;
import preflight.probe.network.Resolver;
import preflight.probe.network.Trusts;

/**
 * Makes the client of one call. All share one pool that keeps nothing: every probe dials, so that
 * every probe can say how far it came.
 */
public final class OkHttpClients implements AutoCloseable {

  // Without TLS, so that it reads no certificate authorities that may never be needed.
  private static final OkHttpClient PLAIN =
      new OkHttpClient.Builder().connectionSpecs(List.of(ConnectionSpec.CLEARTEXT)).build();

  private static final String ENCODING = "Content-Encoding";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ConnectionPool pool = new ConnectionPool(0, 1, TimeUnit.SECONDS);
  private final Dispatcher dispatcher = new Dispatcher(threads);
  private final Trusts trusts = new Trusts();
  private final Redaction redaction;
  private final IdTokens tokens;
  private final SettingReader settings;

  /** Clients that have no tokens to send. */
  public OkHttpClients(Redaction redaction) {
    this(redaction, IdTokens.NONE);
  }

  public OkHttpClients(Redaction redaction, IdTokens tokens) {
    this(redaction, tokens, _ -> Optional.empty());
  }

  /**
   * @param secrets that hold certificates and keys of clients
   */
  public OkHttpClients(Redaction redaction, IdTokens tokens, SecretBytes secrets) {
    this.redaction = redaction;
    this.settings = new SettingReader(secrets, redaction);
    this.tokens = tokens;
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
  }

  /** A client that talks over one connection, with all of its phases told to a flight. */
  OkHttpClient over(Climb.Line line, Flight flight) {
    OkHttpClient plain =
        PLAIN
            .newBuilder()
            .dispatcher(dispatcher)
            .connectionPool(pool)
            .proxy(Proxy.NO_PROXY)
            .dns(_ -> List.of(line.address()))
            .socketFactory(new HandedSockets(line.socket()))
            .eventListener(flight)
            .protocols(List.of(Protocol.HTTP_1_1))
            .addNetworkInterceptor(OkHttpClients::once)
            .retryOnConnectionFailure(false)
            .fastFallback(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .readTimeout(line.patience())
            .writeTimeout(line.patience())
            .callTimeout(line.patience())
            .build();
    return line.socket()
        .asTls()
        .map(tls ->
            plain
                .newBuilder()
                .connectionSpecs(List.of(ConnectionSpec.COMPATIBLE_TLS))
                .sslSocketFactory(HandedSockets.tls(tls), HandedSockets.NOBODY)
                .hostnameVerifier((_, _) -> true)
                .build())
        .orElse(plain);
  }

  /** A 503 that may be tried again at once would be, and what it said would be lost. */
  private static Response once(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    return response.code() == 503
        ? response.newBuilder().removeHeader("Retry-After").build()
        : response;
  }

  /** Climbs with the authorities that all clients share. */
  Climb climb(Resolver resolver, String protocol) {
    return new Climb(new JdkDialer(resolver, trusts, redaction), protocol, tokens, settings);
  }

  /** What makes the words of peers fit to be shown. */
  Redaction redaction() {
    return redaction;
  }

  /** As they were sent: the client takes the encoding away that it undid by itself. */
  ResponseHeaders headers(Response response) {
    Response sent = response.networkResponse();
    String encoding = sent == null ? null : sent.header(ENCODING);
    Headers headers =
        encoding == null
            ? response.headers()
            : response.headers().newBuilder().set(ENCODING, encoding).build();
    return ResponseHeaders.of(headers.toMultimap(), redaction);
  }

  @Override
  public void close() {
    dispatcher.cancelAll();
    threads.shutdownNow();
    pool.evictAll();
  }
}
