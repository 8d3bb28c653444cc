package preflight.profile.reading;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody probably meant to write. */
public final class Suggestions {

  private Suggestions() {}

  /** The closest of the known words, if one is close; the same word in another case is. */
  public static Optional<String> closest(String written, Collection<String> known) {
    String plain = plain(written);
    return known.stream()
        .filter(it -> distance(plain, plain(it)) <= Math.max(1, plain.length() / 3))
        .min(
            Comparator.<String>comparingInt(it -> distance(plain, plain(it)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** The end of a sentence: {@code ; did you mean 'host'?}, or what is known, or nothing. */
  public static String sentence(String written, Collection<String> known) {
    return closest(written, known)
        .map("; did you mean '%s'?"::formatted)
        .orElseGet(() -> known.isEmpty() ? "" : "; known: " + listed(known));
  }

  private static String listed(Collection<String> known) {
    String first = String.join(", ", known.stream().limit(20).toList());
    return known.size() > 20 ? first + ", …" : first;
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }

  /** Insertions, deletions, replacements and swaps of neighbours that turn one into the other. */
  private static int distance(String one, String other) {
    int[][] cost = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && one.charAt(i - 1) == other.charAt(j - 2)
                && one.charAt(i - 2) == other.charAt(j - 1);
        if (swapped) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[one.length()][other.length()];
  }
}
