package preflight.catalog.http;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import preflight.resource.Endpoint;
import preflight.resource.Environment;
import preflight.resource.Gcp;
import preflight.resource.Kind;
import preflight.resource.Owners;
import preflight.resource.ResourceName;
import preflight.resource.Secret;
import preflight.resource.Service;
import preflight.resource.ServiceDraft;
import preflight.resource.Setting;
import preflight.resource.Target;
import preflight.resource.service.Expectation;
import preflight.resource.service.IdToken;
import preflight.resource.service.ServiceAuth;

/** A profile with one service, {@code backend}, and one endpoint, {@code it}, for tests. */
record Declared(
    Optional<URI> url,
    Optional<String> ca,
    Optional<String> openapi,
    List<String> origins,
    Optional<ServiceAuth> auth,
    Map<String, Secret> secrets,
    Endpoint endpoint,
    Callers callers) {

  /** Who may call it, as a profile says. */
  record Callers(Optional<IdToken> idToken, Optional<String> invokeAs, Optional<Boolean> open) {
    static final Callers UNSAID = new Callers(Optional.empty(), Optional.empty(), Optional.empty());
  }

  static Declared at(URI url) {
    return new Declared(
        Optional.of(url),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Map.of(),
        endpoint("get", "/health"),
        Callers.UNSAID);
  }

  static Declared at(String url) {
    return at(URI.create(url));
  }

  static Declared withoutUrl() {
    var there = at("http://127.0.0.1");
    return new Declared(
        Optional.empty(),
        there.ca,
        there.openapi,
        there.origins,
        there.auth,
        there.secrets,
        there.endpoint,
        there.callers);
  }

  Declared ca(String file) {
    return new Declared(url, Optional.of(file), openapi, origins, auth, secrets, endpoint, callers);
  }

  Declared openapi(String path) {
    return new Declared(url, ca, Optional.of(path), origins, auth, secrets, endpoint, callers);
  }

  Declared origins(String... all) {
    return new Declared(url, ca, openapi, List.of(all), auth, secrets, endpoint, callers);
  }

  Declared auth(ServiceAuth declared, Secret secret) {
    return new Declared(
        url,
        ca,
        openapi,
        origins,
        Optional.of(declared),
        Map.of(secret.name().name(), secret),
        endpoint,
        callers);
  }

  Declared auth(ServiceAuth declared) {
    return new Declared(
        url, ca, openapi, origins, Optional.of(declared), secrets, endpoint, callers);
  }

  Declared idToken(Optional<String> audience) {
    return calledBy(
        new Callers(Optional.of(new IdToken(audience)), callers.invokeAs, callers.open));
  }

  Declared invokeAs(String account) {
    return calledBy(new Callers(callers.idToken, Optional.of(account), callers.open));
  }

  Declared open(boolean toEveryone) {
    return calledBy(new Callers(callers.idToken, callers.invokeAs, Optional.of(toEveryone)));
  }

  private Declared calledBy(Callers others) {
    return new Declared(url, ca, openapi, origins, auth, secrets, endpoint, others);
  }

  Declared offering(String protocol, String value) {
    return offering(endpoint(protocol, value));
  }

  Declared offering(Endpoint other) {
    return new Declared(url, ca, openapi, origins, auth, secrets, other, callers);
  }

  Declared expecting(Expectation expectation) {
    return offering(
        new Endpoint(
            endpoint.name(),
            endpoint.get(),
            endpoint.post(),
            endpoint.websocket(),
            endpoint.sse(),
            endpoint.grpc(),
            endpoint.tcp(),
            endpoint.headers(),
            endpoint.body(),
            endpoint.subprotocols(),
            endpoint.send(),
            Optional.of(expectation)));
  }

  Declared header(String name, Setting<String> value) {
    return offering(
        new Endpoint(
            endpoint.name(),
            endpoint.get(),
            endpoint.post(),
            endpoint.websocket(),
            endpoint.sse(),
            endpoint.grpc(),
            endpoint.tcp(),
            Map.of(name, value),
            endpoint.body(),
            endpoint.subprotocols(),
            endpoint.send(),
            endpoint.expect()));
  }

  Declared sending(String message, String... subprotocols) {
    return offering(
        new Endpoint(
            endpoint.name(),
            endpoint.get(),
            endpoint.post(),
            endpoint.websocket(),
            endpoint.sse(),
            endpoint.grpc(),
            endpoint.tcp(),
            endpoint.headers(),
            endpoint.body(),
            List.of(subprotocols),
            message.isEmpty() ? Optional.empty() : Optional.of(message),
            endpoint.expect()));
  }

  Target<Endpoint> asEndpoint() {
    return new Target<>(endpoint, environment());
  }

  Target<Service> asService() {
    return new Target<>(service(), environment());
  }

  private Service service() {
    return new ServiceDraft("backend")
        .cloudRun("backend-test")
        .url(url)
        .ca(ca)
        .openapi(openapi)
        .origins(origins)
        .auth(auth)
        .endpoints(Map.of("it", endpoint))
        .idToken(callers.idToken)
        .invokeAs(callers.invokeAs)
        .openToEveryone(callers.open)
        .done();
  }

  private Environment environment() {
    return new Environment(
        "test",
        new Gcp(Optional.of("acme"), Optional.of("us-central1"), Map.of(), Optional.empty()),
        Owners.NONE,
        secrets,
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of("backend", service()),
        Optional.empty());
  }

  static Endpoint endpoint(String protocol, String value) {
    return new Endpoint(
        new ResourceName(Kind.ENDPOINTS, "backend.it"),
        only("get", protocol, value),
        only("post", protocol, value),
        only("websocket", protocol, value),
        only("sse", protocol, value),
        only("grpc", protocol, value),
        only("tcp", protocol, value).map(Integer::valueOf),
        Map.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static Optional<String> only(String protocol, String chosen, String value) {
    return protocol.equals(chosen) ? Optional.of(value) : Optional.empty();
  }

  static Expectation status(Integer... all) {
    return expect(List.of(all), Map.of(), Map.of(), null, null);
  }

  static Expectation json(String path, String value) {
    return expect(List.of(), Map.of(path, value), Map.of(), null, null);
  }

  static Expectation header(String name, String value) {
    return expect(List.of(), Map.of(), Map.of(name, value), null, null);
  }

  static Expectation text(String text) {
    return expect(List.of(), Map.of(), Map.of(), text, null);
  }

  static Expectation within(Duration budget) {
    return expect(List.of(), Map.of(), Map.of(), null, budget);
  }

  static Expectation expect(
      List<Integer> status,
      Map<String, String> json,
      Map<String, String> header,
      @org.jspecify.annotations.Nullable String text,
      @org.jspecify.annotations.Nullable Duration within) {
    return new Expectation(
        status,
        json,
        header,
        Optional.ofNullable(text),
        Optional.ofNullable(within),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
