package preflight.catalog.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.catalog.Patience;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.probe.http.Exchange;
import preflight.probe.http.Http;
import preflight.probe.http.HttpRequest;
import preflight.resource.Kind;
import preflight.resource.ResourceName;
import preflight.resource.Service;
import preflight.resource.ServiceDraft;

/** What probes send besides, and what answers before the application where they do not. */
class DeclaredHeadersTest {

  private static final Patience PATIENCE = new Patience(Duration.ofSeconds(8));

  @Test
  void every_probe_of_a_service_sends_them_and_no_probe_sends_them_elsewhere() {
    Service service = service(Map.of("User-Agent", "Mozilla/5.0"), Optional.empty(), List.of());
    assertThat(
            HttpRequest.to(service, URI.create("https://backend.test/x"), Duration.ZERO).headers())
        .containsKey("User-Agent");
    for (var other :
        List.of("https://other.test/x", "http://backend.test/x", "https://backend.test:8443/")) {
      assertThat(HttpRequest.to(service, URI.create(other), Duration.ZERO).headers()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization",
        "Cookie",
        "X-API-Key",
        "x-goog-api-key",
        "X-Auth-Token",
        "Proxy-Authorization",
        "CF-Access-Client-Secret",
        "X-Serverless-Authorization",
        "apikey"
      })
  void a_header_that_carries_a_credential_is_no_literal(String header) {
    assertThatThrownBy(() -> service(Map.of(header, "x"), Optional.empty(), List.of()))
        .hasMessageContaining("secrets.NAME");
    assertThatThrownBy(() -> service(Map.of("X-Edge", "secrets.EDGE"), Optional.empty(), List.of()))
        .hasMessageContaining("secrets.NAME");
  }

  @Test
  void invokers_say_that_a_service_is_private() {
    var frontend = List.of(new ResourceName(Kind.SERVICES, "frontend"));
    assertThat(service(Map.of(), Optional.empty(), frontend).isPrivate()).isTrue();
    assertThat(service(Map.of(), Optional.of(false), List.of()).isPrivate()).isTrue();
    assertThat(service(Map.of(), Optional.empty(), List.of()).isPrivate()).isFalse();
    assertThatThrownBy(() -> service(Map.of(), Optional.of(true), frontend))
        .hasMessageContaining("invokers");
  }

  @Test
  void a_gateway_without_a_route_for_the_root_is_no_failure_where_it_lets_a_path_through()
      throws Exception {
    String none = "{\"message\":\"The current request is not defined by this API.\",\"code\":404}";
    assertThat(origin(request -> answer(request, none, "{}"))).isInstanceOf(Passed.class);
    assertThat(origin(request -> answer(request, none, none))).isInstanceOf(Failed.class);
  }

  private static Outcome origin(Http http) throws InterruptedException {
    return new HttpOrigin(http, HttpHealthTest.noSecrets())
        .run(Declared.at("https://backend.test").asService(), PATIENCE);
  }

  private static Exchange answer(HttpRequest request, String root, String health) {
    boolean path = request.uri().getPath().equals("/health");
    return HttpHealthTest.exchange(
        path
            ? HttpHealthTest.answer(health.equals("{}") ? 200 : 404, health)
            : HttpHealthTest.answer(404, root));
  }

  private static Service service(
      Map<String, String> headers, Optional<Boolean> open, List<ResourceName> invokers) {
    return new ServiceDraft("backend")
        .url("https://backend.test")
        .openToEveryone(open)
        .headers(headers)
        .invokers(invokers)
        .done();
  }
}
