package preflight.probe.secret.form;

/**
 * A stretch of bytes that looks like a credential.
 *
 * @param what the variable, the form or the account; never a value on purpose
 * @param ours whether {@code what} is a word of ours, and not of the file
 */
public record Sighting(int from, int to, String what, boolean ours, Looks looks) {

  public boolean overlaps(Sighting other) {
    return from < other.to && other.from < to;
  }
}
