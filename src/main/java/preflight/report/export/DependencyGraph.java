package preflight.report.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import preflight.report.ReportDocument;
import preflight.report.ReportDocument.CheckInfo;
import preflight.report.ReportDocument.RelationInfo;
import preflight.report.TerminalWriter;

/**
 * Who depends on whom, as SVG: dependents on the left, what they stand on to their right, and the
 * path of the failures lit. Secrets are drawn only where something is wrong with them.
 */
final class DependencyGraph {

  private static final int WIDTH = 170;
  private static final int HEIGHT = 30;
  private static final int ACROSS = 210;
  private static final int DOWN = 46;
  private static final int LETTERS = 22;

  /** More than that nobody follows with the eye: then only what failed is drawn. */
  private static final int MOST = 60;

  private final Map<String, String> states = new TreeMap<>();
  private final List<RelationInfo> relations;
  private final Map<String, Integer> layers = new LinkedHashMap<>();

  DependencyGraph(ReportDocument report) {
    // An endpoint is drawn as its service.
    List<RelationInfo> declared =
        report.relations().stream()
            .filter(it -> !it.dependent().startsWith(it.dependency() + "."))
            .toList();
    Set<String> names = new HashSet<>();
    for (RelationInfo it : declared) {
      names.add(it.dependent());
      names.add(it.dependency());
    }
    for (CheckInfo check : report.checks()) {
      String name = owner(check.resource(), names);
      switch (check.outcome()) {
        case "FAILED" -> {
          if (!states.getOrDefault(name, "").equals("root")) {
            boolean root = report.rootCauses().stream().anyMatch(it -> it.id().equals(check.id()));
            states.put(name, root ? "root" : "failed");
          }
        }
        case "UNKNOWN" -> states.putIfAbsent(name, "unknown");
        default -> {
          // Nothing is wrong with it.
        }
      }
    }
    boolean all = names.stream().filter(it -> !it.startsWith("secrets.")).count() <= MOST;
    relations =
        declared.stream()
            .filter(it -> drawn(it.dependent(), all) && drawn(it.dependency(), all))
            .toList();
    Set<String> drawn = new LinkedHashSet<>();
    relations.forEach(it -> drawn.add(it.dependent()));
    relations.forEach(it -> drawn.add(it.dependency()));
    drawn.forEach(it -> layers.put(it, 0));
    place();
  }

  boolean isEmpty() {
    return relations.isEmpty();
  }

  private boolean drawn(String name, boolean all) {
    return states.containsKey(name) || (all && !name.startsWith("secrets."));
  }

  /** {@code services.backend.health} is a part of {@code services.backend}. */
  private static String owner(String resource, Set<String> names) {
    for (String name = resource; ; name = name.substring(0, name.lastIndexOf('.'))) {
      if (names.contains(name) || name.lastIndexOf('.') < 0) {
        return names.contains(name) ? name : resource;
      }
    }
  }

  /** Each to the right of all that depend on it; in a circle, as far as that goes. */
  private void place() {
    for (int round = 0; round < layers.size(); round++) {
      boolean moved = false;
      for (RelationInfo it : relations) {
        int right = layers.getOrDefault(it.dependent(), 0) + 1;
        if (right < layers.size() && layers.getOrDefault(it.dependency(), 0) < right) {
          layers.put(it.dependency(), right);
          moved = true;
        }
      }
      if (!moved) {
        return;
      }
    }
  }

  void write(TerminalWriter out) {
    Map<String, int[]> places = new HashMap<>();
    List<Integer> rows = new ArrayList<>();
    layers.forEach((name, layer) -> {
      while (rows.size() <= layer) {
        rows.add(0);
      }
      int row = rows.get(layer);
      rows.set(layer, row + 1);
      places.put(name, new int[] {10 + layer * ACROSS, 10 + row * DOWN});
    });
    int width = 20 + (rows.size() - 1) * ACROSS + WIDTH;
    int height = 20 + rows.stream().mapToInt(it -> it).max().orElse(1) * DOWN;
    out.println(
        "<svg role=\"img\" aria-label=\"Dependencies\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">"
            .formatted(width, height, width, height));
    for (RelationInfo it : relations) {
      int[] from = places.getOrDefault(it.dependent(), new int[2]);
      int[] to = places.getOrDefault(it.dependency(), new int[2]);
      boolean lit = broken(it.dependent()) && broken(it.dependency());
      int left = from[0] + WIDTH;
      int bend = (to[0] - left) / 2;
      out.println(
          "<path%s d=\"M%d %d C%d %d %d %d %d %d\"><title>%s</title></path>"
              .formatted(
                  lit ? " class=\"lit\"" : "",
                  left,
                  from[1] + HEIGHT / 2,
                  left + bend,
                  from[1] + HEIGHT / 2,
                  to[0] - bend,
                  to[1] + HEIGHT / 2,
                  to[0],
                  to[1] + HEIGHT / 2,
                  Html.text(it.dependent() + " " + it.how() + " " + it.dependency())));
    }
    layers.forEach((name, _) -> {
      int[] at = places.getOrDefault(name, new int[2]);
      String state = states.getOrDefault(name, "");
      out.println(
          "<g class=\"%s\"><title>%s</title><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"5\"/><text x=\"%d\" y=\"%d\">%s</text></g>"
              .formatted(
                  state,
                  Html.text(name + (state.isEmpty() ? "" : ": " + said(state))),
                  at[0],
                  at[1],
                  WIDTH,
                  HEIGHT,
                  at[0] + 10,
                  at[1] + 20,
                  Html.text(
                      name.length() > LETTERS ? name.substring(0, LETTERS - 1) + "…" : name)));
    });
    out.println("</svg>");
  }

  private boolean broken(String name) {
    String state = states.getOrDefault(name, "");
    return state.equals("failed") || state.equals("root");
  }

  private static String said(String state) {
    return switch (state) {
      case "root" -> "root cause";
      case "unknown" -> "not checked";
      default -> state;
    };
  }
}
