package preflight.source.python;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import preflight.file.PackedTable;

/**
 * The modules of Python's standard library, and which version has which. Of names it knows those
 * that some version lacks.
 */
public final class StandardLibrary {

  /** The newest version that {@code standard-library.tsv} was made with. */
  private static final PythonVersion NEWEST = new PythonVersion(13);

  private final Map<String, Span> modules = new HashMap<>();
  private final Map<String, Span> names = new HashMap<>();

  /**
   * The versions that have something.
   *
   * @param since the first with it; empty where all known ones up to {@code until} have it
   * @param until the first without it
   */
  public record Span(Optional<PythonVersion> since, Optional<PythonVersion> until) {

    /** Whether a version lacks it, for certain. */
    public boolean lackedBy(PythonVersion version) {
      return since.filter(it -> version.compareTo(it) < 0).isPresent()
          || until.filter(it -> version.compareTo(it) >= 0).isPresent();
    }

    /** As a clause: {@code "it is new in Python 3.11"}, {@code "Python 3.12 removed it"}. */
    public String words() {
      return since
          .map(it -> "it is new in Python " + it)
          .orElseGet(() -> "Python " + until.orElseThrow() + " removed it");
    }
  }

  /** Reads the table that ships with the product. */
  public StandardLibrary() {
    for (String line : PackedTable.lines(StandardLibrary.class, "standard-library.tsv")) {
      String[] cells = (line + "\t\t\t").split("\t", -1);
      var span = new Span(version(cells[2]), version(cells[3]));
      if (cells[1].isEmpty()) {
        modules.put(cells[0], span);
      } else {
        names.put(cells[0] + ":" + cells[1], span);
      }
    }
  }

  private static Optional<PythonVersion> version(String cell) {
    return cell.isEmpty() ? Optional.empty() : PythonVersion.parse(cell);
  }

  /** Whether a top-level module belongs to some version. */
  public boolean has(String topLevel) {
    return topLevel.startsWith("_") || modules.containsKey(topLevel);
  }

  /** The span of a module that the version lacks; empty where it has it, or nothing is known. */
  public Optional<Span> lacks(PythonVersion version, String module) {
    return known(version, modules.get(module));
  }

  /** The span of a name of a module that the version lacks. */
  public Optional<Span> lacks(PythonVersion version, String module, String name) {
    return known(version, names.get(module + ":" + name));
  }

  private static Optional<Span> known(
      PythonVersion version, @org.jspecify.annotations.Nullable Span span) {
    return version.compareTo(NEWEST) > 0
        ? Optional.ofNullable(span).filter(it -> it.until().isPresent() && it.lackedBy(version))
        : Optional.ofNullable(span).filter(it -> it.lackedBy(version));
  }
}
