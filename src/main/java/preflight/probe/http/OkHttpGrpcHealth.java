package preflight.probe.http;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import preflight.probe.Resolver;
import preflight.probe.http.Exchange.Answer;
import preflight.probe.http.Exchange.Answer.Broken;

/** Asks over HTTP/2 with grpc-okhttp, one address at a time. */
public final class OkHttpGrpcHealth implements GrpcHealthClient {

  private static final long MOST = 1024L * 1024;

  private final Climb climb;

  public OkHttpGrpcHealth(Resolver resolver) {
    this.climb = new Climb(resolver, new Trusts());
  }

  @Override
  public Health check(GrpcQuestion question) throws InterruptedException {
    var heard = new ArrayList<Health>();
    Exchange exchange =
        climb.to(
            HttpRequest.get(question.server(), question.ca(), question.patience()),
            rung -> attempt(question, rung, heard));
    return exchange.answer() instanceof Broken broken
        ? new Health.NotAnswered(broken)
        : heard.getFirst();
  }

  private Answer attempt(GrpcQuestion question, Climb.Rung rung, List<Health> heard)
      throws InterruptedException {
    var tap = new Wiretap(MOST, rung.connectPatience());
    ManagedChannel channel = channel(rung, tap);
    long start = System.nanoTime();
    try {
      heard.add(ask(channel, question, rung));
      var took = new Timing("rpc", Duration.ofNanos(System.nanoTime() - start));
      return new Answer.Response(
          200, ResponseHeaders.of(Map.of()), Body.of(""), rung.place(), List.of(took));
    } catch (StatusRuntimeException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while asking " + rung.place());
      }
      return notOk(e.getStatus(), rung, tap, heard);
    } finally {
      channel.shutdownNow();
    }
  }

  private static ManagedChannel channel(Climb.Rung rung, Wiretap tap) {
    var builder =
        OkHttpChannelBuilder.forAddress(rung.address().getHostAddress(), rung.port())
            .overrideAuthority(rung.uri().getHost() + ":" + rung.port())
            .socketFactory(tap)
            .maxInboundMessageSize(64 * 1024)
            .disableRetry();
    return rung.trust()
        .map(it -> builder.sslSocketFactory(it.sockets()))
        .orElseGet(builder::usePlaintext)
        .build();
  }

  private static Health ask(ManagedChannel channel, GrpcQuestion question, Climb.Rung rung) {
    HealthCheckResponse response =
        HealthGrpc.newBlockingStub(channel)
            .withDeadlineAfter(rung.patience().toMillis(), TimeUnit.MILLISECONDS)
            .check(HealthCheckRequest.newBuilder().setService(question.service()).build());
    return switch (response.getStatus()) {
      case SERVING -> new Health.Serving(List.of());
      case NOT_SERVING, UNKNOWN, SERVICE_UNKNOWN, UNRECOGNIZED ->
          new Health.NotServing(response.getStatus().name());
    };
  }

  private static Answer notOk(Status status, Climb.Rung rung, Wiretap tap, List<Health> heard) {
    boolean fromServer = tap.connected() && tap.received() > 0 && !tap.beganWithHttp();
    Optional<Health> answer =
        switch (status.getCode()) {
          case UNIMPLEMENTED -> Optional.of(new Health.Unimplemented());
          case NOT_FOUND -> Optional.of(new Health.NotServing("SERVICE_UNKNOWN"));
          case DEADLINE_EXCEEDED, UNAVAILABLE, INTERNAL, UNKNOWN, CANCELLED ->
              status.getCause() == null && fromServer
                  ? Optional.of(new Health.Status(status.getCode().name()))
                  : Optional.empty();
          default -> Optional.of(new Health.Status(status.getCode().name()));
        };
    if (answer.isPresent()) {
      heard.add(answer.get());
      return new Answer.Response(
          200, ResponseHeaders.of(Map.of()), Body.of(""), rung.place(), List.of());
    }
    Step step = step(status, tap, rung.trust().isPresent());
    return rung.broken(trouble(status, step, tap), step, "");
  }

  private static Step step(Status status, Wiretap tap, boolean tls) {
    if (!tap.connected()) {
      return Step.TCP;
    }
    boolean shaking = status.getCause() instanceof SSLException || !tap.beganWithTls();
    if (tls && shaking) {
      return Step.TLS;
    }
    if (tls) {
      tap.encrypted();
    }
    return Step.RESPONSE;
  }

  private static Trouble trouble(Status status, Step step, Wiretap tap) {
    if (step == Step.RESPONSE && tap.beganWithHttp()) {
      return Trouble.OTHER_PROTOCOL;
    }
    if (status.getCause() instanceof IOException thrown) {
      return Troubles.of(thrown, step, tap);
    }
    if (!tap.connected()) {
      return Trouble.CONNECT_TIMEOUT;
    }
    if (tap.received() == 0) {
      return tap.ended() ? Trouble.CLOSED : Trouble.SILENT;
    }
    return Trouble.RESET;
  }
}
