package preflight.probe.http;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.probe.Redaction;
import preflight.probe.http.Exchange.Answer;
import preflight.probe.http.Exchange.Answer.Broken;
import preflight.probe.network.BoundedSocket;
import preflight.probe.network.NetworkTrouble;
import preflight.probe.network.Resolver;
import preflight.probe.network.Rung;
import preflight.probe.network.Timing;

/** Asks over HTTP/2 with grpc-okhttp. */
public final class OkHttpGrpcHealth implements GrpcHealthClient {

  private static final long MOST = 1024L * 1024;

  private static final Pattern REFUSED =
      Pattern.compile("HTTP status code (40[13])\\n(.*)", Pattern.DOTALL);

  private final Climb climb;
  private final Redaction redaction;

  public OkHttpGrpcHealth(OkHttpClients clients, Resolver resolver) {
    this.redaction = clients.redaction();
    this.climb = clients.climb(resolver, "h2");
  }

  @Override
  public Health check(GrpcQuestion question) throws InterruptedException {
    var heard = new ArrayList<Health>();
    Exchange exchange = climb.to(question.server(), line -> attempt(question, line, heard));
    return switch (exchange.answer()) {
      case Broken broken -> new Health.NotAnswered(broken, exchange.elsewhere());
      case Answer.Response _ when !heard.isEmpty() -> heard.getFirst();
      case Answer.Response _, Answer.WithoutToken _, Answer.WithoutPapers _ ->
          new Health.NotLetIn(exchange);
    };
  }

  private Answer attempt(GrpcQuestion question, Climb.Line line, List<Health> heard)
      throws InterruptedException {
    line.socket().atMost(MOST);
    var flight = new Flight();
    ManagedChannel channel = channel(line);
    try {
      ServingStatus status = ask(channel, question, line);
      flight.answered();
      heard.add(told(status, line.timings(flight)));
      return answered(line);
    } catch (StatusRuntimeException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while asking " + line.place());
      }
      Optional<Answer> page = page(e.getStatus(), flight, line);
      if (page.isPresent()) {
        return page.get();
      }
      Optional<Health> told = told(e.getStatus(), flight, line);
      told.ifPresent(heard::add);
      return told.isPresent() ? answered(line) : broken(e.getStatus(), flight, line);
    } finally {
      channel.shutdownNow();
    }
  }

  private static ManagedChannel channel(Climb.Line line) {
    var builder =
        OkHttpChannelBuilder.forAddress(line.address().getHostAddress(), line.port())
            .overrideAuthority(line.uri().getHost() + ":" + line.port())
            .socketFactory(new HandedSockets(line.socket()))
            .maxInboundMessageSize(64 * 1024)
            .disableRetry();
    return line.socket()
        .asTls()
        .map(tls ->
            builder.sslSocketFactory(HandedSockets.tls(tls)).hostnameVerifier((_, _) -> true))
        .orElseGet(builder::usePlaintext)
        .build();
  }

  private static ServingStatus ask(ManagedChannel channel, GrpcQuestion question, Climb.Line line) {
    var headers = new Metadata();
    line.request()
        .headers()
        .forEach((name, value) ->
            headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value.text()));
    return HealthGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .withDeadlineAfter(line.patience().toMillis(), TimeUnit.MILLISECONDS)
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
  private static Optional<Health> told(Status status, Flight flight, Climb.Line line) {
    BoundedSocket connection = line.socket();
    boolean fromServer =
        status.getCause() == null
            && connection.received() > 0
            && !connection.beganWithHttp()
            && !answersPlainTextWithTls(connection);
    List<Timing> timings = line.timings(flight);
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

  /** What refused the call before it came to a gRPC server; the client puts it into its words. */
  private Optional<Answer> page(Status status, Flight flight, Climb.Line line) {
    Matcher refused = REFUSED.matcher(String.valueOf(status.getDescription()));
    return refused.lookingAt()
        ? Optional.of(
            new Answer.Response(
                Integer.parseInt(refused.group(1)),
                ResponseHeaders.NONE,
                Body.of(redaction.heard(refused.group(2))),
                line.place(),
                line.timings(flight)))
        : Optional.empty();
  }

  private static Answer answered(Climb.Line line) {
    return new Answer.Response(200, ResponseHeaders.NONE, Body.NONE, line.place(), List.of());
  }

  private static Answer broken(Status status, Flight flight, Climb.Line line) {
    return line.broken(trouble(status, line.socket()), "", Optional.empty(), flight);
  }

  private static NetworkTrouble trouble(Status status, BoundedSocket connection) {
    if (connection.beganWithHttp()) {
      return NetworkTrouble.OTHER_PROTOCOL;
    }
    if (answersPlainTextWithTls(connection)) {
      return NetworkTrouble.TLS_EXPECTED;
    }
    if (status.getCause() instanceof IOException thrown) {
      return NetworkTrouble.whileAnswering(thrown, Rung.RESPONSE, connection);
    }
    if (connection.received() == 0) {
      return connection.ended() ? NetworkTrouble.CLOSED : NetworkTrouble.SILENT;
    }
    return NetworkTrouble.RESET;
  }

  /** An alert is shorter than a frame of HTTP/2, and the client would call it the server's word. */
  private static boolean answersPlainTextWithTls(BoundedSocket connection) {
    return connection.asTls().isEmpty() && connection.beganWithTls();
  }
}
