package preflight.catalog.platform;

import java.util.List;
import preflight.catalog.platform.ServiceVariables.Source;
import preflight.catalog.platform.ServiceVariables.Sources;
import preflight.check.Outcome;
import preflight.check.command.Command;
import preflight.check.command.GcloudFlags;
import preflight.check.signal.Signal;
import preflight.check.signal.Wire;
import preflight.probe.run.Variable;
import preflight.resource.Service;
import preflight.resource.Target;

/** Variables that must not be set, wherever they come from. */
final class UnwantedVariables {

  private UnwantedVariables() {}

  static String expected(List<String> names) {
    return "none of " + String.join(", ", names);
  }

  /**
   * Judges the sources.
   *
   * @param expected in words
   * @param says what is said of the service before the variable's name
   */
  static Outcome judge(
      Target<Service> target,
      Sources sources,
      List<String> names,
      String expected,
      Signal signal,
      String says) {
    for (Source source : sources.all()) {
      List<String> present = names.stream().filter(source.variables()::containsKey).toList();
      if (!present.isEmpty()) {
        var failed =
            Outcome.failed(
                    signal,
                    expected,
                    "%s sets %s".formatted(source.label(), String.join(", ", present)))
                .fact("variable", present.getFirst())
                .fact("variables", String.join(" and ", present))
                .fact(Wire.FACT, Wire.fact(target.name().toString(), present))
                .fact("change", source.selected().then(removal(source, present)))
                .saying(says + " " + present.getFirst());
        return source.repaired(failed, ShellVariables.unset(present));
      }
    }
    return Outcome.passed("none of " + names.size() + " is set");
  }

  /** gcloud removes plain variables and those from secrets by different arguments. */
  private static Command removal(Source source, List<String> present) {
    List<String> secrets =
        present.stream()
            .filter(it -> source.variables().get(it) instanceof Variable.FromSecret)
            .toList();
    List<String> plain = present.stream().filter(it -> !secrets.contains(it)).toList();
    return Command.of(
            (plain.isEmpty() ? "" : "--remove-env-vars={plain}")
                + (plain.isEmpty() || secrets.isEmpty() ? "" : " ")
                + (secrets.isEmpty() ? "" : "--remove-secrets={secrets}"))
        .with("plain", GcloudFlags.names(plain))
        .with("secrets", GcloudFlags.names(secrets));
  }
}
