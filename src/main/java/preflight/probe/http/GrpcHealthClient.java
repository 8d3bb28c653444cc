package preflight.probe.http;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks the standard health service of gRPC (grpc.health.v1). */
public interface GrpcHealthClient {

  Health check(GrpcQuestion question) throws InterruptedException;

  /**
   * What to ask.
   *
   * @param server with scheme http or https, host and port
   * @param service empty text asks for the whole server
   */
  record GrpcQuestion(URI server, String service, Optional<String> ca, Duration patience) {}

  /** The answer. */
  sealed interface Health {
    record Serving(List<Timing> timings) implements Health {}

    /** The server's own word for its state. */
    record NotServing(String state) implements Health {}

    /** The server offers no health service. */
    record Unimplemented() implements Health {}

    /** Another status than OK, by its name. */
    record Status(String code) implements Health {}

    /** No answer. */
    record NotAnswered(Exchange.Answer.Broken broken) implements Health {}
  }
}
