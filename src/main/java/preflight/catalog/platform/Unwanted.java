package preflight.catalog.platform;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.catalog.platform.ServiceVariables.Source;
import preflight.catalog.platform.ServiceVariables.Sources;
import preflight.check.Outcome;
import preflight.check.Signal;
import preflight.probe.run.Variable;

/** Variables that must not be set, wherever they come from. */
final class Unwanted {

  private Unwanted() {}

  static String expected(List<String> names) {
    return "none of " + String.join(", ", names);
  }

  /**
   * Judges the sources.
   *
   * @param says what is said of the service before the variable's name
   */
  static Outcome judge(Sources sources, List<String> names, Signal signal, String says) {
    for (Source source : sources.all()) {
      List<String> present = names.stream().filter(source.variables()::containsKey).toList();
      if (!present.isEmpty()) {
        var failed =
            Outcome.failed(
                    signal,
                    expected(names),
                    "%s sets %s".formatted(source.label(), String.join(", ", present)))
                .fact("variable", present.getFirst())
                .fact("variables", String.join(" and ", present))
                .fact("change", source.selected() + removal(source, present))
                .saying(says + " " + present.getFirst());
        return source.repaired(failed, "unset " + String.join(" ", present));
      }
    }
    return Outcome.passed("none of " + names.size() + " is set");
  }

  /** gcloud removes plain variables and those from secrets by different arguments. */
  private static String removal(Source source, List<String> present) {
    return Stream.of(
            argument("--remove-env-vars=", Variable.Plain.class, source, present),
            argument("--remove-secrets=", Variable.FromSecret.class, source, present))
        .filter(it -> !it.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private static String argument(
      String flag, Class<? extends Variable> kind, Source source, List<String> present) {
    List<String> names =
        present.stream().filter(it -> kind.isInstance(source.variables().get(it))).toList();
    return names.isEmpty() ? "" : flag + String.join(",", names);
  }
}
