package preflight.init.source;

import java.util.ArrayList;
import java.util.List;
import preflight.init.found.Inventory;
import preflight.profile.reading.Mistake;

/** Several sources together; of what several know, the first is believed. */
public final class Sources {

  private Sources() {}

  /** What all of them know, or why one of them says nothing. */
  public static SourceReading read(List<Source> sources) throws InterruptedException {
    Inventory all = Inventory.NOTHING;
    List<Mistake> mistakes = new ArrayList<>();
    for (Source source : sources) {
      switch (source.read()) {
        case SourceReading.Read(Inventory inventory) -> all = all.and(inventory);
        case SourceReading.Invalid(List<Mistake> more) -> mistakes.addAll(more);
        case SourceReading.Unanswered unanswered -> {
          return unanswered;
        }
      }
    }
    return mistakes.isEmpty()
        ? new SourceReading.Read(all)
        : new SourceReading.Invalid(List.copyOf(mistakes));
  }
}
