package preflight.probe.google;

import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.core.FixedExecutorProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.ClientSettings;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.StatusCode;
import com.google.api.gax.rpc.UnaryCallSettings;
import com.google.auth.oauth2.GoogleCredentials;
import io.grpc.ManagedChannel;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Supplier;
import preflight.resource.Gcp;
import preflight.resource.network.TrustedHosts;

/**
 * Where Google's clients of one run get channel, credentials and patience from. Nothing is opened
 * before it is asked for.
 */
public final class GoogleApis implements AutoCloseable {

  private final Gcp gcp;
  private final TrustedHosts trusted;
  private final Patience patience;
  private final Identity identity;
  private final Channels channels;
  private final ScheduledThreadPoolExecutor timer;

  /** How long an API may take: one attempt, and all attempts of one question. */
  public record Patience(Duration attempt, Duration total) {

    public static final Patience USUAL = new Patience(Duration.ofSeconds(5), Duration.ofSeconds(9));
  }

  public GoogleApis(Gcp gcp) {
    this(gcp, TrustedHosts.GOOGLE);
  }

  /**
   * @param trusted the hosts that may get credentials
   */
  public GoogleApis(Gcp gcp, TrustedHosts trusted) {
    this(gcp, trusted, Patience.USUAL);
  }

  public GoogleApis(Gcp gcp, Patience patience) {
    this(gcp, TrustedHosts.GOOGLE, patience);
  }

  private GoogleApis(Gcp gcp, TrustedHosts trusted, Patience patience) {
    this.gcp = gcp;
    this.trusted = trusted;
    this.patience = patience;
    this.identity = new Identity(gcp.impersonate());
    this.timer =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("timer").factory());
    this.timer.setRemoveOnCancelPolicy(true);
    this.channels = new Channels(timer);
  }

  /** Tokens of the same identity, for services. */
  public GoogleIdTokens idTokens() {
    return new GoogleIdTokens(identity);
  }

  /** Which credentials this machine has, and whose; never a token. Empty where it has none. */
  public Optional<String> identity() throws InterruptedException {
    return identity.told();
  }

  public Optional<String> project() {
    return gcp.project();
  }

  public Optional<String> region() {
    return gcp.region();
  }

  /** How often each method was called, retries included. */
  public Map<String, Long> calls() {
    return channels.calls();
  }

  /**
   * Makes a client's settings ours; empty where credentials are needed and this machine has none.
   *
   * @throws IllegalStateException where the endpoint may not have any, which the reader of profiles
   *     refuses
   */
  public <S extends ClientSettings<S>, B extends ClientSettings.Builder<S, B>> Optional<B> equip(
      Api api, B settings) throws InterruptedException {
    return equip(settings, endpoint(api));
  }

  /** The same for an API that has an endpoint in each location, where the profile names none. */
  public <S extends ClientSettings<S>, B extends ClientSettings.Builder<S, B>> Optional<B> equip(
      Api api, String location, B settings) throws InterruptedException {
    return equip(
        settings, gcp.endpoints().containsKey(api.key()) ? endpoint(api) : api.home(location));
  }

  private <S extends ClientSettings<S>, B extends ClientSettings.Builder<S, B>> Optional<B> equip(
      B settings, URI endpoint) throws InterruptedException {
    boolean plain = isPlain(endpoint);
    Optional<GoogleCredentials> credentials = plain ? Optional.empty() : identity.credentials();
    if (!plain && credentials.isEmpty()) {
      return Optional.empty();
    }
    ManagedChannel channel = channels.to(endpoint);
    settings
        .setTransportChannelProvider(
            FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel)))
        .setCredentialsProvider(
            credentials
                .<com.google.api.gax.core.CredentialsProvider>map(FixedCredentialsProvider::create)
                .orElseGet(NoCredentialsProvider::create))
        .setBackgroundExecutorProvider(FixedExecutorProvider.create(timer));
    return Optional.of(settings);
  }

  /**
   * Where an API is asked.
   *
   * @throws IllegalStateException where it would get credentials and may not, which the reader of
   *     profiles refuses
   */
  URI endpoint(Api api) {
    URI endpoint = gcp.endpoints().getOrDefault(api.key(), api.home());
    if (!isPlain(endpoint) && !trusted.mayHaveCredentials(endpoint)) {
      throw new IllegalStateException("No credentials for the endpoint of " + api);
    }
    return endpoint;
  }

  /** Plain text is for emulators, and no credentials go there. */
  static boolean isPlain(URI endpoint) {
    return "http".equals(endpoint.getScheme());
  }

  /** Empty where this machine has none. */
  Optional<GoogleCredentials> credentials() throws InterruptedException {
    return identity.credentials();
  }

  Patience patience() {
    return patience;
  }

  /** Counts a call that goes over no channel. */
  void count(String method) {
    channels.count(method);
  }

  /** Sets the patience of one method; the clients' own would wait a hidden minute. */
  public void limit(UnaryCallSettings.Builder<?, ?> method) {
    method.setRetryableCodes(Set.of(StatusCode.Code.UNAVAILABLE));
    method.setRetrySettings(
        RetrySettings.newBuilder()
            .setInitialRpcTimeoutDuration(patience.attempt())
            .setMaxRpcTimeoutDuration(patience.attempt())
            .setRpcTimeoutMultiplier(1)
            .setTotalTimeoutDuration(patience.total())
            .setInitialRetryDelayDuration(Duration.ofMillis(100))
            .setRetryDelayMultiplier(2)
            .setMaxRetryDelayDuration(Duration.ofSeconds(1))
            .setMaxAttempts(3)
            .build());
  }

  /** Asks once and maps whatever the client throws. */
  public <T> ApiAnswer<T> ask(Api api, String what, Supplier<T> call) {
    return Statuses.ask(api, what, call);
  }

  @Override
  public void close() {
    channels.close();
    timer.shutdownNow();
  }
}
