package preflight.report;

import java.util.List;
import java.util.function.Consumer;
import preflight.text.Listing;

/** Keeps what people read as long as people read; the JSON report has all. */
public final class Bounded {

  /** Paragraphs of one kind. */
  private static final int PARAGRAPHS = 50;

  /** Names in one line. */
  private static final int NAMES = 20;

  private Bounded() {}

  /** Shows the first of many, and says how many more there are. */
  public static <T> void paragraphs(
      List<T> all, String what, Consumer<? super T> show, Consumer<String> say) {
    all.stream().limit(PARAGRAPHS).forEach(show);
    if (all.size() > PARAGRAPHS) {
      say.accept(
          "and %d more %s; the JSON report lists all of them: -o json=FILE"
              .formatted(all.size() - PARAGRAPHS, what));
    }
  }

  /** The first of many names. */
  public static String names(List<?> all) {
    return Listing.line(all, NAMES);
  }
}
