package preflight.resource.service;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;
import preflight.resource.field.Keys;
import preflight.resource.field.Weaker;

/** What an endpoint must answer. */
public record Expectation(
    @Field(
            value = "Status, or several",
            min = 100,
            max = 599,
            orOne = true,
            example = "[401, 422]",
            weaker = Weaker.MORE)
        List<Integer> status,
    @Field(
            value = "Values in the JSON body, by dotted path",
            example = "{ status: healthy, checks.redis.status: healthy }")
        Map<String, String> json,
    @Field(
            value = "Headers and their values",
            example = "{ content-type: application/json }",
            keys = Grammar.TOKEN)
        Map<String, String> header,
    @Field(value = "Text that the body contains", example = "ok") Optional<String> text,
    @Field(value = "How long the answer may take", example = "2s", weaker = Weaker.MORE)
        Optional<Duration> within,
    @Field(
            value = "Whether a WebSocket is still open half a second after the handshake",
            example = "true",
            weaker = Weaker.LESS)
        Optional<Boolean> open,
    @Field(value = "Text that the first message contains", example = "ready")
        Optional<String> message,
    @Field(
            value = "How long the first event of a stream may take",
            example = "5s",
            weaker = Weaker.MORE)
        Optional<Duration> firstEventWithin) {

  public static final Expectation NONE =
      new Expectation(
          List.of(),
          Map.of(),
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** The keys that a profile gives. */
  public SortedSet<String> keys() {
    return Keys.present(
        Map.of(
            "status", status.stream().findFirst(),
            "json", json.keySet().stream().findFirst(),
            "header", header.keySet().stream().findFirst(),
            "text", text,
            "within", within,
            "open", open,
            "message", message,
            "first-event-within", firstEventWithin));
  }
}
