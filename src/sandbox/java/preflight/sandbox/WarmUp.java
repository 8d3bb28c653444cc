package preflight.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;

/** Asks everything once, so that whoever measures the sandbox does not measure a cold JVM. */
final class WarmUp {

  /** Well formed, and signed by nobody. */
  private static final String NOBODY = "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJub2JvZHkifQ.AAAA";

  private WarmUp() {}

  static void of(Blueprint blueprint, ExecutorService threads) throws InterruptedException {
    String api = "http://127.0.0.1:" + blueprint.ports().api();
    List<String> urls = new ArrayList<>();
    urls.add(api + "/v1/projects/sandbox/secrets/redis-host-sandbox/versions/latest:access");
    for (Service service : blueprint.services()) {
      urls.add(service.url() + "/health");
      urls.add(service.url() + "/");
      urls.add(api + "/v2/" + CloudRunMessages.name(service.cloudRun()));
    }
    String backend = "http://127.0.0.1:" + blueprint.ports().backend();
    urls.add(backend + "/openapi.json");
    urls.add(backend + "/api/me");
    urls.add("http://127.0.0.1:" + blueprint.ports().auth() + "/internal/me");
    try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      threads.invokeAll(urls.stream().map(url -> visit(http, url)).toList());
    }
  }

  private static Callable<Integer> visit(HttpClient http, String url) {
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(2))
            .header("Authorization", NOBODY)
            .build();
    return () -> {
      try {
        return http.send(request, BodyHandlers.discarding()).statusCode();
      } catch (IOException e) {
        // A broken part is what some scenarios are about.
        return 0;
      }
    };
  }
}
