package preflight.report.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.diagnosis.Diagnosed;
import preflight.diagnosis.Diagnosis;
import preflight.report.Page;
import preflight.report.Style;
import preflight.resource.Kind;
import preflight.text.Durations;

/** One line for the secrets, one for every other resource; endpoints count to their service. */
final class ResourceTable {

  private static final String P95 = " p95";

  private final Page page;

  ResourceTable(Page page) {
    this.page = page;
  }

  void write(Diagnosis diagnosis) {
    Map<String, List<Diagnosed>> rows = new LinkedHashMap<>();
    diagnosis
        .checks()
        .forEach(
            it -> rows.computeIfAbsent(row(it.id().resource()), _ -> new ArrayList<>()).add(it));
    List<Row> table =
        rows.entrySet().stream()
            .map(it -> new Row(page.shown(it.getKey()), it.getValue(), Counts.of(it.getValue())))
            .toList();
    int names = table.stream().mapToInt(it -> it.name().length()).max().orElse(0);
    table.forEach(it -> write(it, table, names));
  }

  private record Row(String name, List<Diagnosed> checks, Counts counts) {}

  /** For example {@code secrets}, {@code redis.cache}, {@code services.backend}. */
  static String row(String resource) {
    String[] parts = resource.split("\\.", 3);
    return parts[0].equals("secrets") || parts.length < 2 ? parts[0] : parts[0] + "." + parts[1];
  }

  private void write(Row row, List<Row> table, int names) {
    Style style = page.style();
    var line = new StringBuilder();
    int used = 2 + names + 1;
    line.append("  ").append(row.name()).append(" ".repeat(names - row.name().length() + 1));
    used += cell(line, row, table, Counts::passed, style.passedSymbol(), style::green);
    used += cell(line, row, table, Counts::failed, style.failedSymbol(), style::red);
    used += cell(line, row, table, Counts::unknown, style.unknownSymbol(), style::yellow);
    page.line(line + "  " + remark(row, style.width() - used - 2));
  }

  /** A number and its symbol, in a column that is there if any resource needs it. */
  private static int cell(
      StringBuilder line,
      Row row,
      List<Row> table,
      ToIntFunction<Counts> count,
      String symbol,
      UnaryOperator<String> paint) {
    int most = table.stream().map(Row::counts).mapToInt(count).max().orElse(0);
    if (most == 0) {
      return 0;
    }
    int width = 2 + String.valueOf(most).length() + 1 + symbol.length();
    int number = count.applyAsInt(row.counts());
    String text = number == 0 ? "" : number + " " + symbol;
    line.append(" ".repeat(width - text.length()))
        .append(text.replace(symbol, paint.apply(symbol)));
    return width;
  }

  private String remark(Row row, int room) {
    Counts counts = row.counts();
    if (counts.passed() + counts.failed() + counts.unknown() == 0) {
      return page.style().faint("not run");
    }
    boolean explained =
        counts.failed() > 0
            && row.checks().stream()
                .filter(it -> it.result().outcome() instanceof Failed)
                .allMatch(it -> it.explainedBy().isPresent());
    if (explained) {
      return "explained";
    }
    var text = new StringBuilder();
    for (String time : times(row.checks()).stream().map(page::shown).toList()) {
      String next = text.isEmpty() ? time : page.style().dot() + time;
      if (text.length() + next.length() > room) {
        break;
      }
      text.append(next);
    }
    return page.style().faint(text.toString());
  }

  /**
   * What took how long, of what passed: the rungs and the 95th percentile of a store, the endpoints
   * of a service. Several checks climb the same rungs; the first of them tells, and many answers
   * tell more than one.
   */
  private static List<String> times(List<Diagnosed> checks) {
    Map<String, Duration> times = new LinkedHashMap<>();
    for (Diagnosed check : checks) {
      if (check.result().outcome() instanceof Passed passed && !passed.measurements().isEmpty()) {
        String resource = check.id().resource();
        if (!resource.equals(row(resource))) {
          times.putIfAbsent(
              resource.substring(resource.lastIndexOf('.') + 1), check.result().took());
        } else if (!resource.startsWith(Kind.SERVICES + ".")) {
          passed.measurements().stream()
              .filter(it -> !it.name().endsWith(" p50") && !it.name().endsWith(" p99"))
              .forEach(it -> times.putIfAbsent(it.name(), it.took()));
        }
      }
    }
    List.copyOf(times.keySet()).stream()
        .filter(it -> it.endsWith(P95))
        .forEach(it -> times.remove(it.substring(0, it.length() - P95.length())));
    return times.entrySet().stream()
        .map(it -> it.getKey() + " " + Durations.measured(it.getValue()))
        .toList();
  }
}
