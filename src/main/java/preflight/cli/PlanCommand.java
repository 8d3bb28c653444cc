package preflight.cli;

import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import preflight.check.CheckId;
import preflight.check.ExitCode;
import preflight.check.Plan;
import preflight.check.PlannedCheck;
import preflight.diagnosis.GraphText;
import preflight.profile.Mode;
import preflight.profile.Profile;
import preflight.text.Durations;

@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Show which checks would run, in which order, and what each needs. Contacts nothing.",
    footer = {"", "Example: preflight plan staging"})
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
        gate.read(environment, Mode.RUN, shell.environment(), trust.trusted(), clock);
    if (profile.isEmpty()) {
      return ExitCode.INVALID.code();
    }
    if (graph == null) {
      print(profile.get().plan());
    } else {
      var drawn = new GraphText(profile.get().environment());
      shell.out().print(graph == GraphFormat.TEXT ? drawn.text() : drawn.mermaid());
    }
    return ExitCode.GO.code();
  }

  private void print(Plan plan) {
    int width = plan.checks().stream().mapToInt(it -> it.id().toString().length()).max().orElse(0);
    for (PlannedCheck check : plan.checks()) {
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
    shell.out().println(plan.checks().size() + " checks");
  }
}
