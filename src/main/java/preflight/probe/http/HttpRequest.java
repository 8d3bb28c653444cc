package preflight.probe.http;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import preflight.resource.Service;
import preflight.resource.network.SameOrigin;
import preflight.resource.network.TlsChoice;
import preflight.resource.service.Admission;

/**
 * One request to one place.
 *
 * @param ca file with certificates to trust beside the default ones
 * @param patience how long the whole exchange may take before it is given up
 * @param bodyLimit how many bytes of the body are read
 * @param admission what it shows beside its headers
 * @param tls how it does TLS
 */
public record HttpRequest(
    String method,
    URI uri,
    Map<String, HeaderValue> headers,
    Optional<String> body,
    Optional<String> ca,
    Duration patience,
    int bodyLimit,
    Admission admission,
    TlsChoice tls) {

  public HttpRequest {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** One that shows nothing but its own headers. */
  public HttpRequest(
      String method,
      URI uri,
      Map<String, HeaderValue> headers,
      Optional<String> body,
      Optional<String> ca,
      Duration patience,
      int bodyLimit) {
    this(
        method,
        uri,
        headers,
        body,
        ca,
        patience,
        bodyLimit,
        new Admission.Unsaid(),
        TlsChoice.USUAL);
  }

  /** One as the callers of a service send it; only the service itself gets what they show. */
  public static HttpRequest to(Service service, URI uri, Duration patience) {
    HttpRequest request = bare(service, uri, patience).shows(service.admission());
    if (service.url().filter(it -> SameOrigin.holds(it, uri)).isEmpty()) {
      return request;
    }
    for (Map.Entry<String, String> header : service.headers().entrySet()) {
      request = request.header(header.getKey(), HeaderValue.plain(header.getValue()));
    }
    return request;
  }

  /** One to a service that shows no token. */
  public static HttpRequest bare(Service service, URI uri, Duration patience) {
    return get(uri, service.ca(), patience).by(service.tlsAt(uri));
  }

  public static HttpRequest get(URI uri, Optional<String> ca, Duration patience) {
    return new HttpRequest("GET", uri, Map.of(), Optional.empty(), ca, patience, Body.LIMIT);
  }

  public HttpRequest header(String name, HeaderValue value) {
    var all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new HttpRequest(method, uri, all, body, ca, patience, bodyLimit, admission, tls);
  }

  /** As a page of an origin sends it; an Origin that the profile declares stands. */
  public HttpRequest from(String origin) {
    return has("Origin") ? this : header("Origin", HeaderValue.plain(origin));
  }

  private HttpRequest by(TlsChoice choice) {
    return new HttpRequest(method, uri, headers, body, ca, patience, bodyLimit, admission, choice);
  }

  public HttpRequest method(String other) {
    return new HttpRequest(other, uri, headers, body, ca, patience, bodyLimit, admission, tls);
  }

  public HttpRequest reading(int bytes) {
    return new HttpRequest(method, uri, headers, body, ca, patience, bytes, admission, tls);
  }

  public HttpRequest body(Optional<String> other) {
    return new HttpRequest(method, uri, headers, other, ca, patience, bodyLimit, admission, tls);
  }

  /** What another place would get is shown to nobody there. */
  HttpRequest shows(Admission what) {
    Admission here =
        what instanceof Admission.ByIdToken token && !token.isFor(uri)
            ? new Admission.Unsaid()
            : what;
    return new HttpRequest(method, uri, headers, body, ca, patience, bodyLimit, here, tls);
  }

  boolean has(String header) {
    return headers.keySet().stream().anyMatch(header::equalsIgnoreCase);
  }
}
