package preflight.check;

import org.jspecify.annotations.Nullable;

/**
 * A check of one resource, written {@code check/resource}.
 *
 * @param check its id; of several on one resource, {@code exec.queue}
 */
public record CheckId(String check, String resource) {

  /** The check's id in the catalogue: {@code exec} of {@code exec.queue}. */
  public String catalogued() {
    int dot = check.indexOf('.');
    return dot < 0 ? check : check.substring(0, dot);
  }

  // A diagnosis looks up ids by the hundred thousand, and what a record generates is slow in C1.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CheckId it && check.equals(it.check) && resource.equals(it.resource);
  }

  @Override
  public int hashCode() {
    return 31 * check.hashCode() + resource.hashCode();
  }

  @Override
  public String toString() {
    return check + "/" + resource;
  }
}
