package preflight.probe.http;

import java.io.IOException;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import preflight.probe.http.Exchange.Answer;
import preflight.probe.network.Resolver;

/** Sends requests with OkHttp. */
public final class OkHttp implements Http {

  // Far above what headers, certificates and the wanted part of a body need.
  private static final long MOST = 16L * 1024 * 1024;

  private final OkHttpClients clients;
  private final Climb climb;

  public OkHttp(OkHttpClients clients, Resolver resolver) {
    this.clients = clients;
    this.climb = clients.climb(resolver, "http/1.1");
  }

  @Override
  public Exchange send(HttpRequest request) throws InterruptedException {
    return climb.to(request, this::attempt);
  }

  private Answer attempt(Climb.Line line) throws InterruptedException {
    line.socket().atMost(MOST);
    var flight = new Flight();
    Call call = clients.over(line, flight).newCall(toOkHttp(line.request()));
    Optional<Integer> status = Optional.empty();
    try (Response response = call.execute()) {
      status = Optional.of(response.code());
      Body body = read(call, response, line.request().bodyLimit());
      flight.bodyRead();
      return new Answer.Response(
          response.code(), clients.headers(response), body, line.place(), line.timings(flight));
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while asking " + line.place());
      }
      return line.broken(e, status, flight);
    }
  }

  private Body read(Call call, Response response, int limit) throws IOException {
    var source = response.body().source();
    var kept = new Buffer();
    long wanted = limit + 1L;
    while (kept.size() < wanted) {
      if (source.read(kept, wanted - kept.size()) < 0) {
        return Body.of(kept.readByteArray(), false, clients.redaction());
      }
    }
    // Closing would read on for a while, in the hope that the connection can be used again.
    call.cancel();
    return Body.of(kept.readByteArray(limit), true, clients.redaction());
  }

  static Request toOkHttp(HttpRequest request) {
    var built = new Request.Builder().url(request.uri().toString());
    request.headers().forEach((name, value) -> built.header(name, value.text()));
    return built.method(request.method(), bodyOf(request)).build();
  }

  private static @org.jspecify.annotations.Nullable RequestBody bodyOf(HttpRequest request) {
    boolean needed = request.method().equals("POST") || request.method().equals("PUT");
    if (request.body().isEmpty() && !needed) {
      return null;
    }
    boolean typed = request.headers().keySet().stream().anyMatch("content-type"::equalsIgnoreCase);
    // Without a media type OkHttp sends none of its own; JSON is what services expect.
    MediaType type = typed || request.body().isEmpty() ? null : MediaType.get("application/json");
    return RequestBody.create(
        request.body().orElse("").getBytes(java.nio.charset.StandardCharsets.UTF_8), type);
  }
}
