package preflight.probe.http;

import java.util.List;
import java.util.Optional;
import preflight.probe.network.NetworkTrouble;
import preflight.probe.network.Rung;
import preflight.probe.network.Timing;

/**
 * What became of a request.
 *
 * @param answer from the first address that accepted the connection; where none did, what the first
 *     address did
 * @param elsewhere what the other addresses did that were tried
 */
public record Exchange(Answer answer, List<Answer.Broken> elsewhere) {

  public Exchange {
    elsewhere = List.copyOf(elsewhere);
  }

  /** An answer, or how it failed to come. */
  public sealed interface Answer {

    /** The peer's address as dialled, such as {@code 127.0.0.1:8080}; empty when none was known. */
    String address();

    List<Timing> timings();

    /** A response, whatever its status. */
    record Response(
        int status, ResponseHeaders headers, Body body, String address, List<Timing> timings)
        implements Answer {
      public Response {
        timings = List.copyOf(timings);
      }
    }

    /**
     * No complete response.
     *
     * @param status of the response that was cut short
     */
    record Broken(
        NetworkTrouble trouble,
        Rung rung,
        String detail,
        Optional<Integer> status,
        String address,
        boolean privateAddress,
        List<Timing> timings)
        implements Answer {
      public Broken {
        timings = List.copyOf(timings);
      }
    }
  }
}
