package preflight.catalog.http;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import preflight.catalog.NoValue;
import preflight.check.Outcome;
import preflight.probe.SecretBytes;
import preflight.probe.SecretValue;
import preflight.probe.http.HeaderValue;
import preflight.probe.http.HttpRequest;
import preflight.resource.Endpoint;
import preflight.resource.Environment;
import preflight.resource.Service;
import preflight.resource.Setting;

/** Makes the request that an endpoint declares. */
public final class Requests {

  private final SecretBytes secrets;

  public Requests(SecretBytes secrets) {
    this.secrets = secrets;
  }

  /** A request, or why there is none. */
  public sealed interface Made {
    record Ready(HttpRequest request) implements Made {}

    record Not(Outcome outcome) implements Made {}
  }

  public Made of(
      String method, URI uri, Endpoint endpoint, Environment environment, Duration patience)
      throws InterruptedException {
    Map<String, HeaderValue> headers = new LinkedHashMap<>();
    for (Map.Entry<String, Setting<String>> header : endpoint.headers().entrySet()) {
      switch (header.getValue()) {
        case Setting.Literal<String>(String value) ->
            headers.put(header.getKey(), HeaderValue.plain(value));
        case Setting.InUrl<String> _ ->
            throw new IllegalStateException("A header stands in no URL");
        case Setting.FromSecret<String>(var name) -> {
          Optional<SecretValue> value = secrets.of(name);
          if (value.isEmpty()) {
            return new Made.Not(
                NoValue.of(
                    name,
                    secrets.lack(name),
                    environment,
                    "the header %s from %s".formatted(header.getKey(), name)));
          }
          headers.put(header.getKey(), HeaderValue.of(value.get()));
        }
      }
    }
    Service service = environment.serviceOf(endpoint);
    HttpRequest request = HttpRequest.to(service, uri, patience).method(method);
    for (Map.Entry<String, HeaderValue> header : headers.entrySet()) {
      request = request.header(header.getKey(), header.getValue());
    }
    return new Made.Ready(request.body(endpoint.body()));
  }
}
