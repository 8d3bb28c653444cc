package preflight.report.run;

import java.util.List;
import java.util.Optional;
import preflight.check.FailureClass;

/** Shows of every scenario what a right diagnosis says and what this one says; Markdown. */
public final class DiagnosisMatrix {

  private DiagnosisMatrix() {}

  /** One scenario. */
  public record Row(String scenario, Answer expected, Answer got) {
    boolean right() {
      return expected.equals(got);
    }
  }

  /**
   * A diagnosis in short.
   *
   * @param roots ids of the blocking root causes, the worst first; empty where nothing blocks
   * @param to the class of the first of them
   */
  public record Answer(int exit, List<String> roots, Optional<FailureClass> to) {
    public Answer {
      roots = List.copyOf(roots);
    }

    @Override
    public String toString() {
      String root = roots.isEmpty() ? "nothing" : "`" + String.join("`, `", roots) + "`";
      return root + to.map(it -> " " + it).orElse("") + ", exit " + exit;
    }
  }

  /** A page with one line per scenario, in the order of the rows. */
  public static String markdown(List<Row> rows) {
    long right = rows.stream().filter(Row::right).count();
    StringBuilder page = new StringBuilder();
    page.append("# Diagnosis matrix\n\n")
        .append("What a right diagnosis of every scenario says, and what this one says.")
        .append(" Derived; do not edit.\n\n")
        .append("**%d of %d right.**\n\n".formatted(right, rows.size()))
        .append("| scenario | expected | got | |\n| --- | --- | --- | --- |\n");
    for (Row row : rows) {
      page.append(
          "| %s | %s | %s | %s |\n"
              .formatted(
                  cell(row.scenario()),
                  cell(row.expected().toString()),
                  row.right() ? "the same" : cell(row.got().toString()),
                  row.right() ? "✓" : "**✗**"));
    }
    return page.toString();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }
}
