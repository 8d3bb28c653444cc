package preflight.catalog.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import preflight.probe.PeerJson;
import preflight.probe.PeerText;

/**
 * What the body of a health endpoint reports as failed, in the formats that people use: Spring
 * Boot, ASP.NET, MicroProfile, health+json, terminus, Dropwizard, Django, Laravel, Rails and Go
 * libraries, and the habit of a map of states.
 */
final class HealthReport {

  /** What is known of one component; texts as the body says them. */
  record Component(PeerText name, PeerText state, PeerText reason) {}

  /**
   * The keys below which components stand.
   *
   * @param texts whether a bare text is the state of a component
   * @param booleans whether a bare false is one too; elsewhere it may be a setting
   * @param anywhere whether the key means this also in a body without a state of its own
   */
  private record Group(boolean texts, boolean booleans, boolean anywhere) {}

  private static final Group STATES = new Group(true, true, true);
  private static final Group PARTS = new Group(true, false, true);
  private static final Group OBJECTS = new Group(false, false, false);
  private static final Map<String, Group> GROUPS =
      Map.ofEntries(
          Map.entry("checks", STATES),
          Map.entry("dependencies", STATES),
          Map.entry("checkresults", PARTS),
          Map.entry("components", PARTS),
          Map.entry("services", PARTS),
          Map.entry("subsystems", PARTS),
          Map.entry("details", OBJECTS),
          Map.entry("entries", OBJECTS),
          Map.entry("error", OBJECTS),
          Map.entry("info", OBJECTS),
          Map.entry("results", OBJECTS));

  /** Below these keys stands only what failed. */
  private static final Set<String> FAILURES = Set.of("failures", "errors");

  private static final List<String> STATE_KEYS =
      List.of(
          "status",
          "state",
          "healthy",
          "success",
          "ok",
          "up",
          "connected",
          "reachable",
          "status_name");
  private static final List<String> REASON_KEYS =
      List.of(
          "error",
          "message",
          "reason",
          "detail",
          "output",
          "description",
          "exception",
          "notificationmessage");
  private static final List<String> NAME_KEYS = List.of("name", "checker", "componentid", "label");

  private static final Set<String> WELL =
      Set.of(
          "ok",
          "healthy",
          "up",
          "pass",
          "passing",
          "passed",
          "alive",
          "working",
          "true",
          "green",
          "connected",
          "serving",
          "available",
          "success",
          "check_result_ok");
  private static final Set<String> ILL =
      Set.of(
          "unhealthy",
          "degraded",
          "down",
          "error",
          "failed",
          "fail",
          "failing",
          "failure",
          "critical",
          "crashed",
          "unavailable",
          "out_of_service",
          "disconnected",
          "unreachable",
          "offline",
          "not_ready",
          "timeout",
          "ko",
          "red",
          "false",
          "check_result_critical",
          "not_serving");

  /** Of a whole body only words count that speak of nothing but health. */
  private static final Set<String> ILL_AS_A_WHOLE =
      Set.of("unhealthy", "degraded", "down", "out_of_service", "disconnected", "unreachable");

  /** A text in place of a state that tells what went wrong. */
  private static final Pattern COMPLAINT =
      Pattern.compile(
          "^(unavailable|error|failed|failure|down|timeout)\\b.*|.*\\b(refused|timed? ?out|unreachable"
              + "|no such host|(could not|cannot|can't|unable to|failed to) (connect|reach|resolve))\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final int DEEPEST = 6;

  private final List<Component> found = new ArrayList<>();

  private final boolean speaksOfHealth;

  private HealthReport(PeerJson root) {
    PeerText state = stateOf(root);
    this.speaksOfHealth = state.isOneOf(WELL) || state.isOneOf(ILL);
  }

  /** Components that say of themselves that they failed; the whole body where none does. */
  static List<Component> failed(PeerJson root) {
    var report = new HealthReport(root);
    report.groups(root, PeerText.NOTHING, DEEPEST);
    PeerText state = stateOf(root);
    boolean ill = state.isOneOf(ILL_AS_A_WHOLE);
    if (report.found.isEmpty() && (ill || state.isOneOf(WELL))) {
      report.besideTheState(root);
    }
    if (report.found.isEmpty() && isMapOfStates(root)) {
      root.members().forEach(it -> report.member(it.name(), it.value(), DEEPEST, STATES));
    }
    if (report.found.isEmpty() && ill) {
      report.found.add(new Component(PeerText.ours("the service"), state, reasonOf(root)));
    }
    return report.found.stream().distinct().toList();
  }

  /** Components that stand beside the state of a body instead of in a group. */
  private void besideTheState(PeerJson root) {
    for (PeerJson.Member field : root.members()) {
      boolean component = field.value().isObject() || field.value().text().isOneOf(ILL_AS_A_WHOLE);
      if (component && STATE_KEYS.stream().noneMatch(field.name()::is)) {
        member(field.name(), field.value(), DEEPEST, STATES);
      }
    }
  }

  /** Names and states and nothing else, as Django's checks and Go's libraries write them. */
  private static boolean isMapOfStates(PeerJson root) {
    List<PeerJson.Member> members = root.members();
    List<PeerText> states = members.stream().map(it -> it.value().text()).toList();
    return members.stream().allMatch(it -> it.value().isString())
        && stateOf(root).isBlank()
        && states.stream().anyMatch(it -> it.isOneOf(WELL))
        && states.stream()
            .allMatch(it -> it.isOneOf(WELL) || it.isOneOf(ILL) || it.matches(COMPLAINT));
  }

  private void groups(PeerJson node, PeerText path, int depth) {
    if (depth == 0) {
      return;
    }
    for (PeerJson.Member field : node.members()) {
      if (field.name().isOneOf(FAILURES)) {
        for (PeerJson.Member failure : field.value().members()) {
          found.add(
              new Component(
                  path.then(failure.name()), PeerText.ours("failed"), failure.value().text()));
        }
      }
      GROUPS.entrySet().stream()
          .filter(it -> field.name().isIgnoringCase(it.getKey()))
          .map(Map.Entry::getValue)
          .filter(it -> it.anywhere() || speaksOfHealth)
          .forEach(it -> members(field.value(), path, depth, it));
    }
  }

  private void members(PeerJson members, PeerText path, int depth, Group group) {
    members.elements().forEach(it -> member(path.then(nameOf(it)), it, depth, OBJECTS));
    members.members().forEach(it -> member(path.then(it.name()), it.value(), depth, group));
  }

  private void member(PeerText name, PeerJson member, int depth, Group group) {
    if (member.isArray()) {
      member.elements().forEach(it -> member(name, it, depth, OBJECTS));
      return;
    }
    if (!member.isObject()) {
      if (member.isString() ? group.texts() : group.booleans()) {
        bare(name, member.text());
      }
      return;
    }
    PeerText state = stateOf(member);
    // What a component that is well says of itself is no part with a state.
    if (state.isOneOf(WELL)) {
      return;
    }
    int before = found.size();
    groups(member, name.then(PeerText.ours(".")), depth - 1);
    if (found.size() == before && state.isOneOf(ILL)) {
      found.add(new Component(name, state, reasonOf(member)));
    }
  }

  private void bare(PeerText name, PeerText text) {
    if (text.isOneOf(ILL)) {
      found.add(new Component(name, text, PeerText.NOTHING));
    } else if (text.matches(COMPLAINT)) {
      found.add(new Component(name, PeerText.ours("failed"), text));
    }
  }

  private static PeerText stateOf(PeerJson node) {
    List<PeerText> states = texts(node, STATE_KEYS).toList();
    return states.stream()
        .filter(it -> it.isOneOf(ILL))
        .findFirst()
        .orElseGet(() -> states.stream().findFirst().orElse(PeerText.NOTHING));
  }

  private static PeerText reasonOf(PeerJson node) {
    return Stream.of(node, node.path("details"), node.path("data"))
        .flatMap(it -> texts(it, REASON_KEYS))
        .findFirst()
        .orElse(PeerText.NOTHING);
  }

  private static PeerText nameOf(PeerJson node) {
    return texts(node, NAME_KEYS).findFirst().orElse(PeerText.NOTHING);
  }

  private static Stream<PeerText> texts(PeerJson node, List<String> keys) {
    List<PeerJson.Member> members = node.members();
    return keys.stream()
        .flatMap(key -> members.stream().filter(it -> it.name().isIgnoringCase(key)))
        .map(it -> it.value().text())
        .filter(it -> !it.isBlank() && !it.is("null"));
  }
}
