package preflight.check;

/** A check of one resource, written {@code check/resource}. */
public record CheckId(String check, String resource) {

  @Override
  public String toString() {
    return check + "/" + resource;
  }
}
