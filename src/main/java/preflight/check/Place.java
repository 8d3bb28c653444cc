package preflight.check;

/** A place in a file; line and column count from one. */
public record Place(String file, int line, int column) {

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
