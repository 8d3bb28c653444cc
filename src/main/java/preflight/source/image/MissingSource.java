package preflight.source.image;

/**
 * What an instruction copies and the context lacks.
 *
 * @param path of the source, below the root of the tree
 * @param why as a clause
 * @param leftOut whether the tree has it, and an ignore file leaves it out
 */
public record MissingSource(
    String file, int line, String source, String path, String why, boolean leftOut) {

  @Override
  public String toString() {
    return "%s:%d: copies '%s', which %s".formatted(file, line, source, why);
  }
}
