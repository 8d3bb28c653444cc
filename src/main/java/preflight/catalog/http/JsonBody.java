package preflight.catalog.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import preflight.probe.PeerJson;
import preflight.probe.PeerText;
import preflight.probe.http.Body;

/** A body read as JSON: values by path, and what it reports of failed components. */
record JsonBody(PeerJson root) {

  private static final Set<String> GROUPS =
      Set.of("checks", "components", "dependencies", "services", "details", "subsystems");
  private static final Set<String> STATES =
      Set.of("status", "state", "healthy", "ok", "up", "connected", "reachable");
  private static final Set<String> ILL =
      Set.of(
          "unhealthy",
          "degraded",
          "down",
          "error",
          "failed",
          "fail",
          "failing",
          "critical",
          "unavailable",
          "out_of_service",
          "disconnected",
          "unreachable",
          "offline",
          "not_ready",
          "timeout",
          "false");
  // Of a whole body only words count that speak of nothing but health.
  private static final Set<String> ILL_AS_A_WHOLE =
      Set.of("unhealthy", "degraded", "down", "out_of_service", "disconnected", "unreachable");
  // A status in one of these words makes a whole body one that speaks of health.
  private static final Set<String> WELL = Set.of("ok", "healthy", "up", "pass", "passing", "alive");
  private static final List<String> REASONS =
      List.of("error", "message", "reason", "detail", "output");
  private static final int DEEPEST = 6;

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
    List<Component> found = new ArrayList<>();
    collect(root, PeerText.NOTHING, DEEPEST, found);
    PeerText state = root.path("status").text();
    boolean ill = state.isOneOf(ILL_AS_A_WHOLE);
    if (found.isEmpty() && (ill || state.isOneOf(WELL))) {
      besideTheStatus(found);
    }
    if (found.isEmpty() && ill) {
      found.add(new Component("the service", Excerpt.of(state), reasonOf(root)));
    }
    return found;
  }

  /** Components that stand beside the status of a body instead of in a group. */
  private void besideTheStatus(List<Component> found) {
    for (PeerJson.Member field : root.members()) {
      boolean component = field.value().isObject() || field.value().text().isOneOf(ILL_AS_A_WHOLE);
      if (component && STATES.stream().noneMatch(field.name()::is)) {
        member(field.name(), field.value(), DEEPEST, found);
      }
    }
  }

  private void collect(PeerJson node, PeerText path, int depth, List<Component> found) {
    if (depth == 0 || !node.isObject()) {
      return;
    }
    for (PeerJson.Member field : node.members()) {
      if (field.name().isOneOf(GROUPS)) {
        members(field.value(), path, depth, found);
      }
    }
  }

  private void members(PeerJson group, PeerText path, int depth, List<Component> found) {
    if (group.isArray()) {
      for (PeerJson member : group.elements()) {
        member(path.then(member.path("name").text()), member, depth, found);
      }
    } else if (group.isObject()) {
      for (PeerJson.Member member : group.members()) {
        member(path.then(member.name()), member.value(), depth, found);
      }
    }
  }

  private void member(PeerText name, PeerJson member, int depth, List<Component> found) {
    int before = found.size();
    collect(member, name.then(PeerText.ours(".")), depth - 1, found);
    if (found.size() == before) {
      illStateOf(member)
          .ifPresent(
              it -> found.add(new Component(Excerpt.of(name), Excerpt.of(it), reasonOf(member))));
    }
  }

  private static Optional<PeerText> illStateOf(PeerJson member) {
    if (!member.isObject()) {
      return ill(member.text());
    }
    return STATES.stream()
        .sorted()
        .map(it -> member.path(it).text())
        .flatMap(it -> ill(it).stream())
        .findFirst();
  }

  private static Optional<PeerText> ill(PeerText state) {
    return state.isOneOf(ILL) ? Optional.of(state) : Optional.empty();
  }

  private static String reasonOf(PeerJson member) {
    return REASONS.stream()
        .map(it -> member.path(it).text())
        .filter(it -> !it.isBlank())
        .findFirst()
        .map(Excerpt::of)
        .orElse("");
  }
}
