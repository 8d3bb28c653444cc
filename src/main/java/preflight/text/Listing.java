package preflight.text;

import java.util.ArrayList;
import java.util.List;

/** Shows the first of many things, and says how many more there are. */
public final class Listing {

  private Listing() {}

  /** Each of the first, and {@code and 3 more} as the last. */
  public static List<String> words(List<?> all, int shown) {
    List<String> words = new ArrayList<>(all.stream().limit(shown).map(Object::toString).toList());
    if (all.size() > shown) {
      words.add("and %d more".formatted(all.size() - shown));
    }
    return words;
  }

  /** For example {@code a, b and 3 more}. */
  public static String line(List<?> all, int shown) {
    String first = String.join(", ", all.stream().limit(shown).map(Object::toString).toList());
    return all.size() > shown ? "%s and %d more".formatted(first, all.size() - shown) : first;
  }
}
