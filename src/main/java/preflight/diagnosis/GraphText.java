package preflight.diagnosis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import preflight.diagnosis.attribution.Topology;
import preflight.resource.Environment;
import preflight.resource.Relation;
import preflight.resource.ResourceName;

/** Draws who depends on whom: as indented text, or as a Mermaid flow chart. */
public final class GraphText {

  private final Topology topology;

  public GraphText(Environment environment) {
    this.topology = Topology.of(environment);
  }

  /** One paragraph per resource, one line per dependency; lines end with a line feed. */
  public String text() {
    int width = relations().stream().mapToInt(it -> it.how().length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    topology
        .relations()
        .forEach((name, below) -> {
          lines.add(name.toString());
          below.forEach(it ->
              lines.add(
                  String.format(Locale.ROOT, "  %-" + width + "s  %s", it.how(), it.dependency())));
        });
    if (!topology.alone().isEmpty()) {
      lines.add("without relations");
      topology.alone().forEach(it -> lines.add("  " + it));
    }
    return joined(lines);
  }

  /** A flow chart that GitHub and others draw; its shapes tell the kinds apart. */
  public String mermaid() {
    Map<ResourceName, String> ids = new HashMap<>();
    List<String> lines = new ArrayList<>(List.of("flowchart LR"));
    Set<ResourceName> drawn = new HashSet<>();
    topology.relations().keySet().forEach(it -> node(it, ids, drawn, lines));
    relations().forEach(it -> node(it.dependency(), ids, drawn, lines));
    topology.alone().forEach(it -> node(it, ids, drawn, lines));
    for (Relation each : relations()) {
      lines.add(
          "  %s -->|%s| %s"
              .formatted(id(each.dependent(), ids), each.how(), id(each.dependency(), ids)));
    }
    return joined(lines);
  }

  private List<Relation> relations() {
    return topology.relations().values().stream().flatMap(List::stream).toList();
  }

  private static void node(
      ResourceName name,
      Map<ResourceName, String> ids,
      Set<ResourceName> drawn,
      List<String> lines) {
    if (drawn.add(name)) {
      String shape =
          switch (name.kind()) {
            case SERVICES, JOBS -> "[%s]";
            case ENDPOINTS -> "([%s])";
            case REDIS, POSTGRES -> "[(%s)]";
            case CONNECTORS -> "{{%s}}";
            case SECRETS -> ">%s]";
            case SOURCE -> "[/%s/]";
          };
      lines.add("  " + id(name, ids) + shape.formatted("\"" + name + "\""));
    }
  }

  /** Names may hold what Mermaid takes for syntax; numbers never do. */
  private static String id(ResourceName name, Map<ResourceName, String> ids) {
    return ids.computeIfAbsent(name, _ -> "n" + (ids.size() + 1));
  }

  private static String joined(List<String> lines) {
    return lines.stream().map(it -> it + "\n").collect(Collectors.joining());
  }
}
