package preflight.resource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;
import preflight.resource.field.Keys;
import preflight.resource.service.Expectation;

/** One thing that a service offers: exactly one of its protocols is given. */
public record Endpoint(
    ResourceName name,
    @Field(value = "Path to GET", example = "/health", grammar = Grammar.URL_PATH)
        Optional<String> get,
    @Field(value = "Path to POST to", example = "/api/agents/start", grammar = Grammar.URL_PATH)
        Optional<String> post,
    @Field(value = "Path of a WebSocket", example = "/ws", grammar = Grammar.URL_PATH)
        Optional<String> websocket,
    @Field(
            value = "Path of an event stream",
            example = "/api/events/stream",
            grammar = Grammar.URL_PATH)
        Optional<String> sse,
    @Field(
            value = "Name of a gRPC service; empty asks for the whole server",
            example = "chat.Chat",
            grammar = Grammar.GRPC_SERVICE)
        Optional<String> grpc,
    @Field(value = "Port that speaks a protocol of its own", min = 1, max = 65535, example = "9000")
        Optional<Integer> tcp,
    @Field(
            value =
                "Headers to send; `secrets.NAME` of a secret that is declared for the service, over"
                    + " https",
            example = "{ Accept: application/json }",
            grammar = Grammar.HEADER_VALUE,
            keys = Grammar.TOKEN)
        Map<String, Setting<String>> headers,
    @Field(value = "Body to send", example = "'{}'") Optional<String> body,
    @Field(
            value = "WebSocket subprotocols to offer",
            example = "[jwt-auth]",
            grammar = Grammar.TOKEN)
        List<String> subprotocols,
    @Field(value = "Message to send after the handshake", example = "ping") Optional<String> send,
    @Field(value = "What it must answer", example = "{ status: 200 }") Optional<Expectation> expect)
    implements Resource {

  private static final Map<String, Set<String>> TAKEN =
      Map.of(
          "get", Set.of("headers", "status", "json", "header", "text", "within"),
          "post", Set.of("headers", "body", "status", "json", "header", "text", "within"),
          "websocket",
              Set.of("headers", "subprotocols", "send", "status", "open", "message", "within"),
          "sse", Set.of("headers", "first-event-within"),
          "grpc", Set.of(),
          "tcp", Set.of("send", "message", "text", "within"));

  public Endpoint {
    subprotocols = List.copyOf(subprotocols);
    SortedSet<String> protocols =
        Keys.present(
            Map.of(
                "get",
                get,
                "post",
                post,
                "websocket",
                websocket,
                "sse",
                sse,
                "grpc",
                grpc,
                "tcp",
                tcp));
    if (protocols.size() != 1) {
      throw new IllegalArgumentException(
          "an endpoint has exactly one of get, post, websocket, sse, grpc, tcp");
    }
    String protocol = protocols.first();
    SortedSet<String> ignored = Keys.present(Map.of("body", body, "send", send));
    if (!subprotocols.isEmpty()) {
      ignored.add("subprotocols");
    }
    if (!headers.isEmpty()) {
      ignored.add("headers");
    }
    ignored.addAll(expect.orElse(Expectation.NONE).keys());
    ignored.removeAll(TAKEN.getOrDefault(protocol, Set.of()));
    // What nobody compares would look like an expectation that is met.
    if (!ignored.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing looks at %s of an endpoint with %s"
              .formatted(String.join(", ", ignored), protocol));
    }
  }

  /** Whether it is asked over HTTP/1.1. */
  boolean takesHttp() {
    return grpc.isEmpty() && tcp.isEmpty();
  }

  /** The service that it is a part of. */
  public ResourceName service() {
    return new ResourceName(Kind.SERVICES, name.name().substring(0, name.name().indexOf('.')));
  }

  @Override
  public List<String> concessions(Environment environment) {
    List<Integer> errors =
        expect.orElse(Expectation.NONE).status().stream().filter(it -> it >= 500).toList();
    return errors.isEmpty() ? List.of() : List.of("status %s passes".formatted(errors));
  }

  @Override
  public Map<String, String> facts() {
    return Map.of();
  }
}
