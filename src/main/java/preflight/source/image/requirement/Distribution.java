package preflight.source.image.requirement;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A Python distribution that is installed.
 *
 * @param name normalised: lower case, with hyphens
 * @param version where it is pinned
 * @param direct whether somebody asked for it by name
 * @param settled whether all that it needs is listed, too: by a lock
 * @param file that names it, below the root of the tree
 * @param line from 1
 */
public record Distribution(
    String name,
    Optional<String> version,
    Set<String> extras,
    boolean direct,
    boolean settled,
    String file,
    int line) {

  public Distribution {
    name = normalised(name);
    extras = Set.copyOf(extras);
  }

  /**
   * One spelling for all.
   *
   * @see <a href="https://packaging.python.org/en/latest/specifications/name-normalization/">name
   *     normalization</a>
   */
  public static String normalised(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
  }

  /** The same, as a part of a lock. */
  Distribution locked() {
    return new Distribution(name, version, extras, direct, true, file, line);
  }

  public String place() {
    return file + ":" + line;
  }
}
