package preflight.probe.google;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import preflight.probe.Redaction;
import preflight.resource.Gcp;

/** Google's APIs as they answered once, on loopback: what was not recorded does not exist. */
public final class Recorded implements AutoCloseable {

  private static final String NOT_FOUND =
      """
      {"error": {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND"}}\
      """;

  private final Map<String, MockResponse> pages = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final MockWebServer server = new MockWebServer();
  private final GoogleApis apis;
  private final GoogleRest rest;

  private Recorded() throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            asked.add(request.getTarget());
            return pages.getOrDefault(request.getTarget(), page(404, NOT_FOUND));
          }
        });
    server.start();
    this.apis =
        new GoogleApis(
            gcp(), new GoogleApis.Patience(Duration.ofMillis(500), Duration.ofSeconds(2)));
    this.rest = new GoogleRest(apis, new Redaction(List::of));
  }

  public static Recorded start() {
    try {
      return new Recorded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Gcp gcp() {
    var here = URI.create("http://127.0.0.1:" + server.getPort());
    return new Gcp(
        Optional.of("acme"),
        Optional.of("us-central1"),
        Stream.of(Api.values()).collect(Collectors.toMap(Api::key, _ -> here)),
        Optional.empty());
  }

  public GoogleRest rest() {
    return rest;
  }

  /** In the order of the questions. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  public Recorded answering(String path, String body) {
    pages.put(path, page(200, body));
    return this;
  }

  public Recorded refusing(String path, String reason) {
    pages.put(
        path,
        page(
            403,
            """
            {"error": {"code": 403, "message": "refused", "status": "PERMISSION_DENIED",
             "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo",
             "reason": "%s", "domain": "googleapis.com"}]}}\
            """
                .formatted(reason)));
    return this;
  }

  public Recorded failing(String path, int status, String body) {
    pages.put(path, page(status, body));
    return this;
  }

  private static MockResponse page(int status, String body) {
    return new MockResponse.Builder().code(status).body(body).build();
  }

  @Override
  public void close() {
    rest.close();
    apis.close();
    server.close();
  }
}
