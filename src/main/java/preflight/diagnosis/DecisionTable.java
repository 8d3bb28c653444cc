package preflight.diagnosis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import preflight.check.FailureClass;
import preflight.check.signal.Signal;

/**
 * From the signal of a failure to its class: ordered rows, of which the first that matches wins.
 * They stand in a table that documentation shows as it is. The ids are those of the specification;
 * rows 1 to 3 are outcomes that checks set themselves.
 */
public final class DecisionTable {

  private static final String FILE = "decision-table.md";
  private static final int HEADINGS = 2;
  private static final List<Rule> ROWS =
      text().lines().skip(HEADINGS).map(DecisionTable::row).toList();

  private DecisionTable() {}

  /** In order of precedence. */
  public static List<Rule> rows() {
    return ROWS;
  }

  /** The table in Markdown. */
  static String text() {
    try (InputStream in =
        Objects.requireNonNull(DecisionTable.class.getResourceAsStream(FILE), FILE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first row that matches. */
  static Rule rowFor(Case failure) {
    return ROWS.stream()
        .filter(it -> it.matches(failure))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("The last row matches everything"));
  }

  /** A line {@code | row | signals | when | class | sure | because |}. */
  private static Rule row(String line) {
    List<String> cells =
        Arrays.stream(line.substring(1).split("\\|", -1)).map(String::strip).toList();
    return new Rule(
        cells.get(0),
        signals(cells.get(1)),
        Condition.of(cells.get(2)),
        FailureClass.valueOf(cells.get(3)),
        Double.parseDouble(cells.get(4)),
        cells.get(5));
  }

  private static Set<Signal> signals(String cell) {
    if (cell.equals("all")) {
      return EnumSet.allOf(Signal.class);
    }
    Set<Signal> named = EnumSet.noneOf(Signal.class);
    Pattern.compile(" ")
        .splitAsStream(cell.replace("`", ""))
        .map(Signal::valueOf)
        .forEach(named::add);
    return named;
  }
}
