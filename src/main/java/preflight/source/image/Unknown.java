package preflight.source.image;

/**
 * What the text does not tell.
 *
 * @param file below the root of the tree
 * @param line from 1
 * @param what as a sentence without a full stop
 */
public record Unknown(String file, int line, String what) {

  @Override
  public String toString() {
    return "%s:%d: %s".formatted(file, line, what);
  }
}
