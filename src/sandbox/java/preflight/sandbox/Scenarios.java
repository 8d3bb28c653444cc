package preflight.sandbox;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every scenario there is, sorted by name. */
public final class Scenarios {

  private static final List<Scenario> ALL =
      Stream.of(
              List.of(Scenario.healthy("Everything is as it should be.")),
              SecretScenarios.all(),
              StoreScenarios.all(),
              ManagedScenarios.all(),
              ServiceScenarios.all(),
              RevisionScenarios.all(),
              PlatformScenarios.all(),
              CodeScenarios.all())
          .flatMap(List::stream)
          .sorted(Comparator.comparing(Scenario::name))
          .toList();

  private Scenarios() {}

  public static List<Scenario> all() {
    return ALL;
  }

  public static Optional<Scenario> named(String name) {
    return ALL.stream().filter(scenario -> scenario.name().equals(name)).findFirst();
  }

  /** The name that somebody who typed this most likely meant, if one is close to it. */
  public static Optional<String> nearest(String typed) {
    return ALL.stream()
        .map(Scenario::name)
        .filter(name -> distance(typed, name) <= Math.max(1, typed.length() / 3))
        .min(Comparator.comparingInt(name -> distance(typed, name)));
  }

  /** Levenshtein's distance. */
  private static int distance(String from, String to) {
    int[] above = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[to.length()];
  }
}
