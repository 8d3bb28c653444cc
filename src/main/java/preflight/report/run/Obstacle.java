package preflight.report.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import preflight.check.CheckId;
import preflight.check.Outcome.Unknown;
import preflight.diagnosis.Diagnosed;
import preflight.diagnosis.Diagnosis;
import preflight.text.Listing;

/**
 * What kept checks from being answered; the same obstacle of many checks is one.
 *
 * @param unknown of the first of them
 * @param ids in the order of the plan
 */
record Obstacle(Unknown unknown, List<CheckId> ids) {

  static List<Obstacle> in(Diagnosis diagnosis) {
    Map<List<Object>, Obstacle> byText = new LinkedHashMap<>();
    for (Diagnosed check : diagnosis.checks()) {
      if (check.result().outcome() instanceof Unknown unknown) {
        byText
            .computeIfAbsent(
                List.of(unknown.reason(), unknown.observed(), unknown.commands()),
                _ -> new Obstacle(unknown, new ArrayList<>()))
            .ids()
            .add(check.id());
      }
    }
    return List.copyOf(byText.values());
  }

  /** For example {@code secret-exists/secrets.REDIS_HOST and 3 more}. */
  String whose() {
    return Listing.line(ids, 1);
  }

  /** What was seen, and of what kind it is. */
  String text() {
    return "%s (%s)"
        .formatted(unknown.observed(), unknown.reason().name().toLowerCase(Locale.ROOT));
  }
}
