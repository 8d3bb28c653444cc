package preflight.cli.gate;

import java.util.Comparator;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Derives the page about flags and variables from the flags themselves. */
public final class FlagDocument {

  private FlagDocument() {}

  /**
   * The document in Markdown.
   *
   * @param run the command whose flags they are
   */
  public static String text(CommandLine run) {
    var page =
        new StringBuilder(
            """
            # Flags and variables

            Derived from the code. Each flag of `run`, `triage` and `demo` in this table has a variable. A flag wins over a variable, and a variable over the
            profile. An empty variable counts as not set. A flag that **weakens** can let a deployment pass that Preflight otherwise stops. Each report lists
            the weakenings of its run, with the flag as you typed it or the name of the variable:

            ```
            weakened: checks that could not run (PREFLIGHT_ALLOW_UNKNOWN): count as warnings
            switched off: 2 checks (--skip redis): not run
            waived: tls-expiry/services.backend (env-profiles/staging.yaml:90): until 2026-12-01 by platform: renewed on the 25th
            weakened: http-health (env-profiles/staging.yaml:71): severity info, shipped as blocker
            ```

            The JSON report has the same list in `weakenings`. The list also shows `packs`, `override` and `waivers` of a profile, and a child profile that
            demands less than its parent, each with file and line.

            Reports for people are 100 columns wide, or as wide as the terminal. `COLUMNS` (40 to 120) rules over both, also where the output goes to a file or
            a pipe: a shell does not export it by itself.

            | flag | variable | | meaning |
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
