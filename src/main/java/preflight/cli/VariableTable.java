package preflight.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import preflight.catalog.platform.ServiceVariables.Source;
import preflight.probe.run.Variable;

/** Each variable of a service by where it comes from; a value only where the profile tells it. */
final class VariableTable {

  private static final String ABSENT = "-";

  private VariableTable() {}

  /** Lines with aligned columns, the names of the sources first. */
  static List<String> lines(List<Source> sources) {
    if (sources.isEmpty()) {
      return List.of();
    }
    Set<String> names = new TreeSet<>();
    sources.forEach(it -> names.addAll(it.variables().keySet()));
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("variable"));
    sources.forEach(it -> head.add(it.label()));
    rows.add(head);
    for (String name : names) {
      List<String> row = new ArrayList<>(List.of(name));
      sources.forEach(it -> row.add(text(it, name)));
      rows.add(row);
    }
    return rows.stream().map(row -> line(row, rows)).toList();
  }

  private static String text(Source source, String name) {
    Variable variable = source.variables().get(name);
    return switch (variable) {
      case null -> ABSENT;
      case Variable.Plain plain -> plain.shown().map("= "::concat).orElse("set");
      case Variable.FromSecret(String secret, String version) -> "secret " + secret + ":" + version;
      case Variable.Unresolved() -> "not known before the deployment";
    };
  }

  /** One row, its columns as wide as the widest of all rows. */
  static String line(List<String> row, List<List<String>> rows) {
    var line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      int column = i;
      int width = rows.stream().mapToInt(it -> it.get(column).length()).max().orElse(0);
      line.append("  ").append(row.get(i)).append(" ".repeat(width - row.get(i).length()));
    }
    return line.toString().stripTrailing();
  }
}
