package preflight.cli;

import java.util.Comparator;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Derives the page about flags and variables from the flags themselves. */
final class FlagDocument {

  private FlagDocument() {}

  /**
   * @param run the command whose flags they are
   */
  static String text(CommandLine run) {
    var page =
        new StringBuilder(
            """
            # Flags and variables

            Derived from the code. What a flag of `run`, `triage` and `demo` says, its variable can say too: a flag wins over a variable, a variable over
            the profile. An empty variable is none. What **weakens** can let a deployment pass that would be stopped without it; each report then lists it
            in one line, with the flag as it was typed or the name of the variable:

            ```
            weakened: what could not be checked (PREFLIGHT_ALLOW_UNKNOWN): only warns
            switched off: 2 checks (--skip redis): not asked
            waived: tls-expiry/services.backend (env-profiles/staging.yaml:90): until 2026-12-01 by platform: renewed on the 25th
            weakened: http-health (env-profiles/staging.yaml:71): severity info, shipped as blocker
            ```

            The same stands in `weakenings` of the JSON report. `packs`, `override` and `waivers` of a profile are listed too, and a child profile
            that asks for less than its parent, each with file and line.

            | flag | variable | | what it says |
            | --- | --- | --- | --- |
            """);
    options(run).forEach(it -> page.append(row(it)));
    return page.toString();
  }

  private static List<OptionSpec> options(CommandLine run) {
    return run.getCommandSpec().options().stream()
        .filter(it ->
            FlagVariables.name(it).isPresent() || RunOptions.WEAKENING.contains(it.longestName()))
        .sorted(Comparator.comparing(OptionSpec::longestName))
        .toList();
  }

  private static String row(OptionSpec option) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            option.longestName(),
            FlagVariables.name(option).map("`%s`"::formatted).orElse("none"),
            RunOptions.WEAKENING.contains(option.longestName()) ? "**weakens**" : "",
            String.join(" ", option.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(option.defaultValue()))
                .replace("|", "\\|"));
  }
}
