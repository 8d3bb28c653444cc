package preflight.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import preflight.check.Vantage;
import preflight.cli.OutputOption.Format;
import preflight.diagnosis.Policy;
import preflight.engine.Limits;
import preflight.report.HumanReport;
import preflight.resource.TrustedHosts;

/** The flags of everything that runs a plan. */
final class RunOptions {

  /** Where a machine can say that it is. */
  enum From {
    INSIDE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What can fail a run that would otherwise pass. */
  enum FailOn {
    WARNING;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int PER_TARGET = 8;
  private static final Duration LONGEST = Duration.ofHours(24);

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT[=FILE]",
      description =
          "Write the report as human (default), short or json, to stdout or to a file; repeatable.")
  private List<String> outputs = new ArrayList<>();

  @Option(
      names = "--only",
      paramLabel = "GLOB",
      description =
          "Run only these: globs over check ids, names of resources and types; repeatable.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--skip",
      paramLabel = "GLOB",
      description = "Run all but these, and list them in the report; repeatable.")
  private List<String> skip = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "inside",
      description = "This machine is inside the VPC: what it cannot reach has failed.")
  private @Nullable From from;

  @Option(
      names = "--fail-on",
      paramLabel = "warning",
      description = "Exit with 14 where only warnings stand against GO.")
  private @Nullable FailOn failOn;

  @Option(
      names = "--allow-unknown",
      description = "Let what could not be checked only warn.",
      // Else picocli sets a flag to the opposite of its default, which a variable may have set.
      fallbackValue = "true")
  private boolean allowUnknown;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      description = "For the whole run, such as 30s or 2m (default: ${DEFAULT-VALUE}).",
      defaultValue = "60s")
  private Duration deadline = Duration.ofSeconds(60);

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Checks at once (default: ${DEFAULT-VALUE}).",
      defaultValue = "64")
  private int jobs;

  @Option(
      names = "--color",
      paramLabel = "auto|always|never",
      description = "When to colour; NO_COLOR is honoured (default: ${DEFAULT-VALUE}).",
      defaultValue = "auto")
  private Terminal.ColorMode color = Terminal.ColorMode.AUTO;

  @Option(
      names = "--no-progress",
      description = "Show no progress on stderr.",
      fallbackValue = "true")
  private boolean noProgress;

  @Option(
      names = "--now",
      paramLabel = "INSTANT",
      description =
          "Judge expiry and waivers, and date the report, as of then: 2026-01-31T12:00:00Z.")
  private @Nullable String now;

  @Option(
      names = {"-v", "--verbose"},
      description = "One line for every check, and where a defect happened.",
      fallbackValue = "true")
  private boolean verbose;

  @Option(
      names = "--compare",
      paramLabel = "ENV|FILE",
      description = "Also check that no credential is one of that environment's.")
  private @Nullable String compare;

  @Option(
      names = "--history",
      description = "Search everything that was ever committed for credentials, not only what is.",
      fallbackValue = "true")
  private boolean history;

  @Mixin private TrustOptions trust = new TrustOptions();

  TrustedHosts trusted() {
    return trust.trusted();
  }

  Optional<String> compare() {
    return Optional.ofNullable(compare);
  }

  boolean history() {
    return history;
  }

  /**
   * Looks at everything that can be wrong before anything is started.
   *
   * @throws UsageMistake at the first
   */
  void check() {
    outputs();
    limits();
    clock();
  }

  List<OutputOption> outputs() {
    if (outputs.isEmpty()) {
      return List.of(new OutputOption(Format.HUMAN, Optional.empty()));
    }
    List<OutputOption> parsed = outputs.stream().map(OutputOption::parse).toList();
    if (parsed.stream().filter(it -> it.file().isEmpty()).count() > 1) {
      throw new UsageMistake(
          "--output", "only one report can go to stdout; give the others a file");
    }
    return parsed;
  }

  List<String> only() {
    return only;
  }

  List<String> skip() {
    return skip;
  }

  /** Whether some report says which commit is checked out; finding out takes its time. */
  boolean wantsCommit() {
    return outputs().stream().anyMatch(it -> it.format() == Format.JSON);
  }

  /** How {@code run} tells people. */
  Gate.Telling report() {
    return (run, style, out) ->
        new HumanReport(style, verbose).write(run.diagnosis(), run.context(), out);
  }

  /** As told, or as Cloud Run's own variables say. */
  Vantage vantage(Map<String, String> environment) {
    boolean cloudRun =
        environment.containsKey("K_SERVICE") || environment.containsKey("CLOUD_RUN_JOB");
    return from == From.INSIDE || cloudRun ? Vantage.INSIDE : Vantage.LOCAL;
  }

  Policy policy() {
    return new Policy(failOn == FailOn.WARNING, allowUnknown);
  }

  Limits limits() {
    if (jobs < 1) {
      throw new UsageMistake("--jobs", "--jobs needs at least 1");
    }
    if (!deadline.isPositive()) {
      throw new UsageMistake("--deadline", "--deadline needs more than nothing");
    }
    if (deadline.compareTo(LONGEST) > 0) {
      throw new UsageMistake("--deadline", "--deadline is at most 24h");
    }
    return new Limits(jobs, PER_TARGET, deadline);
  }

  Clock clock() {
    if (now == null) {
      return Clock.systemUTC();
    }
    try {
      return Clock.fixed(Instant.parse(now), ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new UsageMistake(
          "--now", "--now needs an instant such as 2026-01-31T12:00:00Z, not " + now);
    }
  }

  Terminal.ColorMode color() {
    return color;
  }

  boolean progress(Terminal terminal) {
    return !noProgress && terminal.err() && !terminal.dumb();
  }
}
