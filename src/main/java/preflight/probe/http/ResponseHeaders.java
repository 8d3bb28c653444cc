package preflight.probe.http;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import preflight.probe.PeerText;
import preflight.probe.Redaction;

/** Headers of a response, by names in any case; several of a name are joined (RFC 9110). */
public record ResponseHeaders(Map<String, PeerText> values) {

  public static final ResponseHeaders NONE = new ResponseHeaders(Map.of());

  public ResponseHeaders {
    var sorted = new TreeMap<String, PeerText>(String.CASE_INSENSITIVE_ORDER);
    sorted.putAll(values);
    values = Collections.unmodifiableMap(sorted);
  }

  static ResponseHeaders of(Map<String, List<String>> all, Redaction redaction) {
    var joined = new TreeMap<String, PeerText>();
    all.forEach((name, values) -> joined.put(name, redaction.heard(String.join(", ", values))));
    return new ResponseHeaders(joined);
  }

  public Optional<PeerText> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** The media type without parameters, in lower case; empty text when absent. */
  public PeerText mediaType() {
    return value("content-type")
        .map(it -> it.map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)))
        .orElse(PeerText.NOTHING);
  }

  /** When the response was made, by the clock of whoever made it. */
  public Optional<Instant> date() {
    return value("date")
        .flatMap(it -> {
          try {
            return Optional.of(ZonedDateTime.parse(it.raw(), RFC_1123_DATE_TIME).toInstant());
          } catch (DateTimeParseException _) {
            return Optional.empty();
          }
        });
  }
}
