package preflight.catalog.http;

import java.util.List;
import java.util.Optional;
import preflight.probe.PeerJson;
import preflight.probe.PeerText;
import preflight.probe.http.Body;

/** A body read as JSON: values by path, and what it reports of failed components. */
record JsonBody(PeerJson root) {

  /** A part of a service that reports itself as failed. */
  record Component(String name, String state, String reason) {
    String fact() {
      return reason.isEmpty() ? state : state + " · " + reason;
    }
  }

  static Optional<JsonBody> of(Body body) {
    return body.wellFormed() ? PeerJson.of(body.text()).map(JsonBody::new) : Optional.empty();
  }

  /** The value at a dotted path as text; numbers count the elements of arrays from zero. */
  Optional<PeerText> at(String path) {
    PeerJson node = root;
    for (String key : path.split("\\.", -1)) {
      node =
          node.isArray() && key.matches("\\d{1,6}")
              ? node.path(Integer.parseInt(key))
              : node.path(key);
    }
    return node.isMissing() ? Optional.empty() : Optional.of(node.text());
  }

  /** Components that say of themselves that they failed; the whole body where none does. */
  List<Component> failed() {
    return HealthReport.failed(root).stream()
        .map(it ->
            new Component(Excerpt.of(it.name()), Excerpt.of(it.state()), Excerpt.of(it.reason())))
        .toList();
  }
}
