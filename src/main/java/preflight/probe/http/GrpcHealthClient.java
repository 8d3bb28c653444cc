package preflight.probe.http;

import java.util.List;
import preflight.probe.http.Exchange.Answer.Broken;
import preflight.probe.network.Timing;

/** Asks the standard health service of gRPC (grpc.health.v1). */
public interface GrpcHealthClient {

  Health check(GrpcQuestion question) throws InterruptedException;

  /**
   * What to ask.
   *
   * @param server with scheme http or https, host and port
   * @param service empty text asks for the whole server
   */
  record GrpcQuestion(HttpRequest server, String service) {}

  /** The answer; its timings tell how long each step to it took. */
  sealed interface Health {
    record Serving(List<Timing> timings) implements Health {}

    /** The server's own word for its state. */
    record NotServing(String state, List<Timing> timings) implements Health {}

    /** The server offers no health service. */
    record Unimplemented(List<Timing> timings) implements Health {}

    /** Another status than OK, by its name. */
    record Status(String code, List<Timing> timings) implements Health {}

    /**
     * No answer.
     *
     * @param elsewhere what the other addresses did
     */
    record NotAnswered(Broken broken, List<Broken> elsewhere) implements Health {}

    /** A page of whoever stands before the server, or no token to get past it. */
    record NotLetIn(Exchange exchange) implements Health {}
  }
}
