package preflight.probe;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import preflight.probe.http.Body;
import preflight.probe.http.ResponseHeaders;

/** Words of peers, in a run without credentials. */
public final class Said {

  public static final Redaction NOTHING_LIVE = new Redaction(List::of);

  private Said() {}

  public static PeerText said(String text) {
    return NOTHING_LIVE.heard(text);
  }

  public static Map<String, PeerText> said(Map<String, String> fields) {
    return fields.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, it -> said(it.getValue())));
  }

  public static Body body(String text) {
    return Body.of(said(text));
  }

  public static ResponseHeaders headers(Map<String, String> values) {
    return new ResponseHeaders(said(values));
  }
}
