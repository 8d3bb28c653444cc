package preflight.probe.http;

import java.util.List;
import java.util.Optional;
import preflight.probe.google.IdTokens;
import preflight.probe.network.NetworkTrouble;
import preflight.probe.network.Rung;
import preflight.probe.network.Timing;
import preflight.resource.ResourceName;
import preflight.resource.service.Admission;

/**
 * What became of a request.
 *
 * @param answer from the first address that accepted the connection; where none did, what the first
 *     address did
 * @param elsewhere what the other addresses did that were tried
 * @param shown what the request showed beside its headers
 */
public record Exchange(Answer answer, List<Answer.Broken> elsewhere, Shown shown) {

  public Exchange {
    elsewhere = List.copyOf(elsewhere);
  }

  /** One of a request that showed nothing, to a service of which nothing else is known. */
  public Exchange(Answer answer, List<Answer.Broken> elsewhere) {
    this(answer, elsewhere, Shown.NOTHING);
  }

  /**
   * What whoever answered was shown.
   *
   * @param admission what callers show, by the profile
   * @param account whom the token spoke for that was sent, as it said itself
   */
  public record Shown(Admission admission, Optional<String> account) {
    public static final Shown NOTHING = new Shown(new Admission.Unsaid(), Optional.empty());
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

    /** Nobody was asked. */
    sealed interface Unasked extends Answer {
      @Override
      default String address() {
        return "";
      }

      @Override
      default List<Timing> timings() {
        return List.of();
      }
    }

    /** There is no token to ask with. */
    record WithoutToken(IdTokens.Wanted wanted, IdTokens.Answer why) implements Unasked {}

    /** A secret with the client's certificate or key cannot be read. */
    record WithoutPapers(ResourceName secret) implements Unasked {}

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
