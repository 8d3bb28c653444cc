package preflight.source.image;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.file.PackedTable;

/** What is known of published images by their names alone: a table, the first row that fits. */
public final class Bases {

  private static final List<Row> ROWS = rows();

  private Bases() {}

  /**
   * A row of the table.
   *
   * @param image matches a reference without digest
   * @param language empty where the image has none
   * @param version a template over the groups of the pattern; empty where the name does not tell
   * @param system Debian's, Ubuntu's or Alpine's release, whose packages are known
   * @param directory where the image begins
   * @param pythonPath what it sets
   * @param installed Python distributions; a star for those that nobody knows
   */
  public record Row(
      Pattern image,
      String language,
      String version,
      String system,
      String directory,
      String pythonPath,
      List<String> installed) {}

  /** A reference, with what the first row that fits says of it. */
  public record Base(String image, Row row, Matcher matcher) {

    public Optional<String> language() {
      return Optional.of(row.language()).filter(it -> !it.isEmpty());
    }

    public Optional<String> version() {
      return Optional.of(matcher.replaceFirst(row.version())).filter(it -> !it.isEmpty());
    }

    public Optional<String> system() {
      return Optional.of(matcher.replaceFirst(row.system())).filter(it -> !it.isEmpty());
    }
  }

  public static Optional<Base> of(String reference) {
    String image = withoutDigest(reference);
    for (Row row : ROWS) {
      Matcher matcher = row.image().matcher(image);
      if (matcher.matches()) {
        return Optional.of(new Base(image, row, matcher));
      }
    }
    return Optional.empty();
  }

  private static String withoutDigest(String reference) {
    int at = reference.indexOf('@');
    return at < 0 ? reference : reference.substring(0, at);
  }

  private static List<Row> rows() {
    return PackedTable.lines(Bases.class, "bases.txt").stream().map(Bases::row).toList();
  }

  private static Row row(String line) {
    String[] cells = line.strip().split(" +", -1);
    return new Row(
        Pattern.compile(cells[0]),
        cell(cells, 1),
        cell(cells, 2),
        cell(cells, 3),
        cell(cells, 4),
        cell(cells, 5),
        Arrays.stream(cell(cells, 6).split(",", -1)).filter(it -> !it.isEmpty()).toList());
  }

  private static String cell(String[] cells, int index) {
    return index < cells.length && !cells[index].equals("-") ? cells[index] : "";
  }
}
