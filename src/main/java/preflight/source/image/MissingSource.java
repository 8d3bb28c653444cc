package preflight.source.image;

/**
 * What an instruction copies and the context lacks.
 *
 * @param why as a clause
 */
public record MissingSource(String file, int line, String source, String why) {

  @Override
  public String toString() {
    return "%s:%d: copies '%s', which %s".formatted(file, line, source, why);
  }
}
