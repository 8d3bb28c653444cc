package preflight.report;

import java.util.List;
import java.util.function.Consumer;

/** Keeps what people read as long as people read; the JSON report has all. */
final class Bounded {

  /** Paragraphs of one kind. */
  private static final int PARAGRAPHS = 50;

  /** Names in one line. */
  private static final int NAMES = 20;

  private Bounded() {}

  /** Shows the first of many, and says how many more there are. */
  static <T> void paragraphs(
      List<T> all, String what, Consumer<? super T> show, Consumer<String> say) {
    all.stream().limit(PARAGRAPHS).forEach(show);
    if (all.size() > PARAGRAPHS) {
      say.accept(
          "and %d more %s; the JSON report has all: -o json=FILE"
              .formatted(all.size() - PARAGRAPHS, what));
    }
  }

  /** The first of many names. */
  static String names(List<?> all) {
    String names = String.join(", ", all.stream().limit(NAMES).map(Object::toString).toList());
    return all.size() > NAMES ? "%s and %d more".formatted(names, all.size() - NAMES) : names;
  }
}
