package preflight.source.image.dockerfile;

/**
 * What a builder refuses.
 *
 * @param file below the root of the tree
 * @param line from 1
 * @param why as a sentence without a full stop
 */
public record Mistake(String file, int line, String why) {

  @Override
  public String toString() {
    return "%s:%d: %s".formatted(file, line, why);
  }
}
