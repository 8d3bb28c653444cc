package preflight.catalog.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import preflight.probe.http.Body;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A body read as JSON: values by path, and what it reports of failed components. */
record JsonBody(JsonNode root, UnaryOperator<String> hiding) {

  private static final JsonMapper MAPPER = JsonMapper.shared();
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
    if (!body.wellFormed()) {
      return Optional.empty();
    }
    try {
      JsonNode root = MAPPER.readTree(body.text());
      return root.isMissingNode()
          ? Optional.empty()
          : Optional.of(new JsonBody(root, body.hiding()));
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  /** The value at a dotted path as text; numbers count the elements of arrays from zero. */
  Optional<String> at(String path) {
    JsonNode node = root;
    for (String key : path.split("\\.", -1)) {
      node =
          node.isArray() && key.matches("\\d{1,6}")
              ? node.path(Integer.parseInt(key))
              : node.path(key);
    }
    return node.isMissingNode() ? Optional.empty() : Optional.of(textOf(node));
  }

  /** Components that say of themselves that they failed; the whole body where none does. */
  List<Component> failed() {
    List<Component> found = new ArrayList<>();
    collect(root, "", DEEPEST, found);
    String state = textOf(root.path("status"));
    boolean ill = ILL_AS_A_WHOLE.contains(state.toLowerCase(Locale.ROOT));
    if (found.isEmpty() && (ill || WELL.contains(state.toLowerCase(Locale.ROOT)))) {
      besideTheStatus(found);
    }
    if (found.isEmpty() && ill) {
      found.add(new Component("the service", shown(state), reasonOf(root)));
    }
    return found;
  }

  /** Components that stand beside the status of a body instead of in a group. */
  private void besideTheStatus(List<Component> found) {
    for (var field : root.properties()) {
      boolean component =
          field.getValue().isObject()
              || ILL_AS_A_WHOLE.contains(textOf(field.getValue()).toLowerCase(Locale.ROOT));
      if (component && !STATES.contains(field.getKey())) {
        member(field.getKey(), field.getValue(), DEEPEST, found);
      }
    }
  }

  private void collect(JsonNode node, String path, int depth, List<Component> found) {
    if (depth == 0 || !node.isObject()) {
      return;
    }
    for (var field : node.properties()) {
      if (GROUPS.contains(field.getKey().toLowerCase(Locale.ROOT))) {
        members(field.getValue(), path, depth, found);
      }
    }
  }

  private void members(JsonNode group, String path, int depth, List<Component> found) {
    if (group.isArray()) {
      for (JsonNode member : group) {
        member(path + textOf(member.path("name")), member, depth, found);
      }
    } else if (group.isObject()) {
      for (var member : group.properties()) {
        member(path + member.getKey(), member.getValue(), depth, found);
      }
    }
  }

  private void member(String name, JsonNode member, int depth, List<Component> found) {
    int before = found.size();
    collect(member, name + ".", depth - 1, found);
    if (found.size() == before) {
      illStateOf(member)
          .ifPresent(it -> found.add(new Component(shown(name), shown(it), reasonOf(member))));
    }
  }

  private static Optional<String> illStateOf(JsonNode member) {
    if (!member.isObject()) {
      return ill(textOf(member));
    }
    return STATES.stream()
        .sorted()
        .map(it -> textOf(member.path(it)))
        .flatMap(it -> ill(it).stream())
        .findFirst();
  }

  private static Optional<String> ill(String state) {
    return ILL.contains(state.toLowerCase(Locale.ROOT)) ? Optional.of(state) : Optional.empty();
  }

  private String reasonOf(JsonNode member) {
    return REASONS.stream()
        .map(it -> textOf(member.path(it)))
        .filter(it -> !it.isBlank())
        .findFirst()
        .map(this::shown)
        .orElse("");
  }

  /** A text of the body, fit for a report. */
  String shown(String text) {
    return Excerpt.of(hiding.apply(text));
  }

  private static String textOf(JsonNode node) {
    return node.isMissingNode() ? "" : node.isString() ? node.stringValue() : node.toString();
  }
}
