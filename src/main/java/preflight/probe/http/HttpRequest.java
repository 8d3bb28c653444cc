package preflight.probe.http;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One request to one place.
 *
 * @param ca file with certificates to trust beside the default ones
 * @param patience how long the whole exchange may take before it is given up
 * @param bodyLimit how many bytes of the body are read
 */
public record HttpRequest(
    String method,
    URI uri,
    Map<String, HeaderValue> headers,
    Optional<String> body,
    Optional<String> ca,
    Duration patience,
    int bodyLimit) {

  public HttpRequest {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  public static HttpRequest get(URI uri, Optional<String> ca, Duration patience) {
    return new HttpRequest("GET", uri, Map.of(), Optional.empty(), ca, patience, Body.LIMIT);
  }

  public HttpRequest header(String name, HeaderValue value) {
    var all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new HttpRequest(method, uri, all, body, ca, patience, bodyLimit);
  }

  public HttpRequest method(String other) {
    return new HttpRequest(other, uri, headers, body, ca, patience, bodyLimit);
  }

  public HttpRequest reading(int bytes) {
    return new HttpRequest(method, uri, headers, body, ca, patience, bytes);
  }
}
