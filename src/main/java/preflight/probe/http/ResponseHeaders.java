package preflight.probe.http;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Headers of a response; names in any case.
 *
 * @param values as they came; not to be shown as they are
 * @param hiding takes the credentials of the run out of a text
 */
public record ResponseHeaders(Map<String, List<String>> values, UnaryOperator<String> hiding) {

  public ResponseHeaders {
    var sorted = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    values.forEach((name, all) -> sorted.put(name, List.copyOf(all)));
    values = Collections.unmodifiableMap(sorted);
  }

  public static ResponseHeaders of(Map<String, String> values) {
    var all = new TreeMap<String, List<String>>();
    values.forEach((name, value) -> all.put(name, List.of(value)));
    return new ResponseHeaders(all, it -> it);
  }

  /** All values of a header, joined as RFC 9110 joins them, without credentials of the run. */
  public Optional<String> value(String name) {
    return raw(name).map(hiding);
  }

  /** The media type without parameters, in lower case; empty text when absent. */
  public String mediaType() {
    return raw("content-type")
        .map(it -> it.split(";", 2)[0].strip().toLowerCase(java.util.Locale.ROOT))
        .orElse("");
  }

  private Optional<String> raw(String name) {
    return Optional.ofNullable(values.get(name)).map(it -> String.join(", ", it));
  }
}
