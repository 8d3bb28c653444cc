package preflight.probe.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Request;
import okhttp3.Response;
import preflight.probe.network.Rung;
import preflight.probe.network.Timing;

/**
 * Follows one call over an open connection: how far it has come, and how long each rung took. Some
 * clients tell it nothing; to them all is the wait for the response.
 */
final class Flight extends EventListener {

  private final List<Timing> timings = new ArrayList<>();
  private Rung rung = Rung.RESPONSE;
  private long since = System.nanoTime();

  synchronized Rung rung() {
    return rung;
  }

  synchronized List<Timing> timings() {
    return List.copyOf(timings);
  }

  /** With the rung that was not climbed to its end, for as long as it was waited for. */
  synchronized List<Timing> timingsUntilNow() {
    List<Timing> all = new ArrayList<>(timings);
    all.add(new Timing(rung, Duration.ofNanos(System.nanoTime() - since)));
    return all;
  }

  private synchronized void enter(Rung next) {
    rung = next;
    since = System.nanoTime();
  }

  private synchronized void took(Rung done) {
    timings.add(new Timing(done, Duration.ofNanos(System.nanoTime() - since)));
  }

  /** Ends the wait for a response that the client does not tell of. */
  void answered() {
    took(Rung.RESPONSE);
  }

  /** Ends the reading of the body. */
  void bodyRead() {
    took(Rung.BODY);
  }

  @Override
  public void requestHeadersStart(Call call) {
    enter(Rung.REQUEST);
  }

  @Override
  public void requestHeadersEnd(Call call, Request request) {
    enter(Rung.RESPONSE);
  }

  @Override
  public void requestBodyEnd(Call call, long bytes) {
    enter(Rung.RESPONSE);
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    took(Rung.RESPONSE);
    enter(Rung.BODY);
  }
}
