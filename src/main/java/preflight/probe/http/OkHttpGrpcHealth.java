package preflight.probe.http;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import preflight.probe.Resolver;
import preflight.probe.http.Exchange.Answer;
import preflight.probe.http.Exchange.Answer.Broken;

/** Asks over HTTP/2 with grpc-okhttp, one address at a time. */
public final class OkHttpGrpcHealth implements GrpcHealthClient {

  private static final long MOST = 1024L * 1024;

  private final OkHttpClients clients;
  private final Climb climb;

  public OkHttpGrpcHealth(OkHttpClients clients, Resolver resolver) {
    this.clients = clients;
    this.climb = new Climb(resolver, clients.trusts());
  }

  @Override
  public Health check(GrpcQuestion question) throws InterruptedException {
    var heard = new ArrayList<Health>();
    Exchange exchange =
        climb.to(
            HttpRequest.get(question.server(), question.ca(), question.patience()),
            rung -> attempt(question, rung, heard));
    return exchange.answer() instanceof Broken broken
        ? new Health.NotAnswered(broken, exchange.elsewhere())
        : heard.getFirst();
  }

  private Answer attempt(GrpcQuestion question, Climb.Rung rung, List<Health> heard)
      throws InterruptedException {
    Flight flight = Flight.unheard(MOST, rung);
    ManagedChannel channel = channel(rung, flight);
    try {
      ServingStatus status = ask(channel, question, rung);
      flight.answered();
      heard.add(told(status, rung.timings(flight)));
      return answered(rung);
    } catch (StatusRuntimeException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while asking " + rung.place());
      }
      Optional<Health> told = told(e.getStatus(), flight, rung);
      told.ifPresent(heard::add);
      return told.isPresent() ? answered(rung) : broken(e.getStatus(), flight, rung);
    } finally {
      channel.shutdownNow();
    }
  }

  private ManagedChannel channel(Climb.Rung rung, Flight flight) {
    var builder =
        OkHttpChannelBuilder.forAddress(rung.address().getHostAddress(), rung.port())
            .overrideAuthority(rung.uri().getHost() + ":" + rung.port())
            .socketFactory(flight.tap())
            .maxInboundMessageSize(64 * 1024)
            .disableRetry();
    return rung.trust()
        .map(it ->
            builder
                .sslSocketFactory(it.sockets())
                .hostnameVerifier(flight.noting(clients.verifier())))
        .orElseGet(builder::usePlaintext)
        .build();
  }

  private static ServingStatus ask(ManagedChannel channel, GrpcQuestion question, Climb.Rung rung) {
    return HealthGrpc.newBlockingStub(channel)
        .withDeadlineAfter(rung.patience().toMillis(), TimeUnit.MILLISECONDS)
        .check(HealthCheckRequest.newBuilder().setService(question.service()).build())
        .getStatus();
  }

  private static Health told(ServingStatus status, List<Timing> timings) {
    return switch (status) {
      case SERVING -> new Health.Serving(timings);
      case NOT_SERVING, UNKNOWN, SERVICE_UNKNOWN, UNRECOGNIZED ->
          new Health.NotServing(status.name(), timings);
    };
  }

  /** What the server said with a status that is not OK; empty where the client made it up. */
  private static Optional<Health> told(Status status, Flight flight, Climb.Rung rung) {
    Wiretap tap = flight.tap();
    boolean fromServer =
        status.getCause() == null && tap.connected() && tap.received() > 0 && !tap.beganWithHttp();
    List<Timing> timings = rung.timings(flight);
    return switch (status.getCode()) {
      case UNIMPLEMENTED -> Optional.of(new Health.Unimplemented(timings));
      case NOT_FOUND -> Optional.of(new Health.NotServing("SERVICE_UNKNOWN", timings));
      case DEADLINE_EXCEEDED, UNAVAILABLE, INTERNAL, UNKNOWN, CANCELLED ->
          fromServer
              ? Optional.of(new Health.Status(status.getCode().name(), timings))
              : Optional.empty();
      default -> Optional.of(new Health.Status(status.getCode().name(), timings));
    };
  }

  private static Answer answered(Climb.Rung rung) {
    return new Answer.Response(200, ResponseHeaders.NONE, Body.NONE, rung.place(), List.of());
  }

  private static Answer broken(Status status, Flight flight, Climb.Rung rung) {
    return rung.broken(trouble(status, flight.step(), flight.tap()), flight.step(), "", flight);
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
