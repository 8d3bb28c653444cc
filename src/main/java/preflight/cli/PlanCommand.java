package preflight.cli;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import preflight.check.CheckId;
import preflight.check.ExitCode;
import preflight.check.plan.Plan;
import preflight.check.plan.PlannedCheck;
import preflight.cli.gate.Gate;
import preflight.cli.gate.SelectionOptions;
import preflight.cli.gate.TrustOptions;
import preflight.diagnosis.GraphText;
import preflight.profile.Profile;
import preflight.profile.reading.Mode;
import preflight.text.Durations;

@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Show which checks would run, in which order, and what each needs. Contacts nothing, and"
            + " variables of the profile need not be set.",
    footer = {"", "Example: preflight plan staging --only redis"})
final class PlanCommand implements Callable<Integer> {

  private final Gate gate;
  private final Shell shell;

  @Parameters(paramLabel = "ENV|FILE", description = "The environment, or the file of its profile.")
  private String environment = "";

  @Option(
      names = "--graph",
      paramLabel = "text|mermaid",
      arity = "0..1",
      fallbackValue = "text",
      description = "Print the graph of dependencies instead, as text (default) or Mermaid.")
  private @Nullable GraphFormat graph;

  @Mixin private SelectionOptions selection = new SelectionOptions();

  @Mixin private TrustOptions trust = new TrustOptions();

  /** How to draw who depends on whom. */
  enum GraphFormat {
    TEXT,
    MERMAID
  }

  PlanCommand(Gate gate, Shell shell) {
    this.gate = gate;
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Clock clock = Clock.systemUTC();
    Optional<Profile> profile =
        gate.read(environment, Mode.PLAN, shell.environment(), trust.trusted(), clock);
    if (profile.isEmpty()) {
      return ExitCode.INVALID.code();
    }
    Optional<Plan> selected = gate.select(profile.get(), selection.selection());
    if (selected.isEmpty()) {
      return ExitCode.INVALID.code();
    }
    if (graph == null) {
      print(selected.get());
    } else {
      var drawn = new GraphText(profile.get().environment());
      shell.out().print(graph == GraphFormat.TEXT ? drawn.text() : drawn.mermaid());
    }
    return ExitCode.GO.code();
  }

  private void print(Plan plan) {
    List<PlannedCheck> checks =
        plan.checks().stream().filter(it -> it.excluded().isEmpty()).toList();
    int width = checks.stream().mapToInt(it -> it.id().toString().length()).max().orElse(0);
    for (PlannedCheck check : checks) {
      String id = check.id().toString();
      String needs =
          check.needs().stream().map(CheckId::toString).collect(Collectors.joining(", "));
      shell
          .out()
          .println(
              "%s%s  %-7s  %5s%s%s"
                  .formatted(
                      id,
                      " ".repeat(width - id.length()),
                      check.severity().name().toLowerCase(Locale.ROOT),
                      Durations.text(check.timeout()),
                      needs.isEmpty() ? "" : "  needs " + needs,
                      check.waiver().map(it -> "  waived until " + it.expires()).orElse("")));
    }
    plan.weakenings().forEach(shell.out()::println);
    plan.notices().forEach(it -> shell.out().println("note: " + it.place() + ": " + it.text()));
    switchedOff(plan);
    shell.out().println(checks.size() + (checks.size() == 1 ? " check" : " checks"));
  }

  private void switchedOff(Plan plan) {
    plan.checks().stream()
        .flatMap(it -> it.excluded().stream())
        .collect(Collectors.groupingBy(it -> it, TreeMap::new, Collectors.counting()))
        .forEach((by, count) ->
            shell
                .out()
                .println(
                    "switched off: %d check%s (%s)".formatted(count, count == 1 ? "" : "s", by)));
  }
}
