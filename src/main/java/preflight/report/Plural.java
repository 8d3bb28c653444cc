package preflight.report;

/** Counts things in words. */
final class Plural {

  private Plural() {}

  /** For example {@code 1 failure}, {@code 6 failures}. */
  static String of(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
