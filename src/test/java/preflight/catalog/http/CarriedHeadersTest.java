package preflight.catalog.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.catalog.Patience;
import preflight.probe.SecretValue;
import preflight.probe.http.HeaderValue;
import preflight.probe.http.HttpRequest;
import preflight.probe.http.WebSockets;

/** Headers that carry secrets stay with the host that they are for, whatever it answers. */
@Timeout(30)
class CarriedHeadersTest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String LOOKALIKE = "q7Vn3XkTz8mPw2LrSd";

  @TempDir private Path folder;
  private final Queue<String> elsewhere = new ConcurrentLinkedQueue<>();
  private final MockWebServer other = new MockWebServer();
  private final MockWebServer asked = new MockWebServer();
  private volatile int status = 302;

  @BeforeEach
  void start() throws IOException {
    other.setDispatcher(
        dispatching(it -> {
          elsewhere.add(it.getRequestLine() + "\n" + it.getHeaders());
          return new MockResponse.Builder().code(200).build();
        }));
    other.start();
    asked.setDispatcher(
        dispatching(_ ->
            new MockResponse.Builder()
                .code(status)
                .addHeader("Location", "http://localhost:" + other.getPort() + "/taken")
                .build()));
    asked.start();
  }

  private interface Answering {
    MockResponse to(RecordedRequest request);
  }

  private static Dispatcher dispatching(Answering answering) {
    return new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) {
        return answering.to(request);
      }
    };
  }

  @AfterEach
  void stop() {
    other.close();
    asked.close();
  }

  private HttpRequest request(String method) {
    var secret = HeaderValue.of(new SecretValue(LOOKALIKE.getBytes(StandardCharsets.UTF_8)));
    return HttpRequest.get(
            URI.create("http://127.0.0.1:" + asked.getPort() + "/"), Optional.empty(), PATIENCE)
        .method(method)
        .header("Authorization", secret)
        .header("X-Api-Key", secret)
        .header("Cookie", secret);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308, 401, 407})
  void no_probe_follows_a_redirect_with_them(int answered) throws Exception {
    status = answered;
    try (var loopback = new Loopback(folder)) {
      loopback.http().send(request("GET"));
      loopback.http().send(request("POST"));
      loopback
          .sockets()
          .open(
              new WebSockets.Hello(
                  "w", request("GET"), List.of(), Optional.empty(), Optional.empty()));
      loopback.streams().listen(request("GET"), PATIENCE, PATIENCE);
    }
    assertThat(asked.getRequestCount()).isGreaterThanOrEqualTo(4);
    assertThat(elsewhere).isEmpty();
  }

  @Test
  void the_check_that_follows_redirects_carries_none() throws Exception {
    try (var loopback = new Loopback(folder)) {
      var target = Declared.at("http://127.0.0.1:" + asked.getPort()).asService();
      new HttpRedirect(loopback.http()).run(target, new Patience(PATIENCE));
    }
    assertThat(elsewhere)
        .singleElement()
        .asString()
        .doesNotContainIgnoringCase("authorization")
        .doesNotContainIgnoringCase("cookie");
  }
}
