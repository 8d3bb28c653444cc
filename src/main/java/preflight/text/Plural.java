package preflight.text;

/** Counts things in words. */
public final class Plural {

  private Plural() {}

  /** For example {@code 1 failure}, {@code 6 failures}. */
  public static String of(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
