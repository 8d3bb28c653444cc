package preflight.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import preflight.check.Vantage;
import preflight.check.Weakening;
import preflight.cli.OutputOption.Format;
import preflight.diagnosis.Policy;
import preflight.engine.Durations;
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
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /** What makes a verdict milder; every report lists it with where it was said. */
  static final Set<String> WEAKENING =
      Set.of("--allow-unknown", "--deadline", "--from", "--now", "--only", "--skip");

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

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
      description =
          "Treat checks that could not run as warnings, while they are at most as many as those that"
              + " did, and each service gave an answer; never those that the deadline cut off.",
      // Else picocli sets a flag to the opposite of its default, which a variable may have set.
      fallbackValue = "true")
  private boolean allowUnknown;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      description =
          "For the whole run from its start, such as 30s or 2m; the process ends at most a second"
              + " later (default: ${DEFAULT-VALUE}).",
      defaultValue = "60s")
  private Duration deadline = DEADLINE;

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
          "Date the report, and judge expiry, as of then: 2026-01-31T12:00:00Z; what has expired"
              + " stays expired.")
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
    for (int i = 0; i < parsed.size(); i++) {
      OutputOption each = parsed.get(i);
      if (parsed.subList(0, i).stream().anyMatch(each::collidesWith)) {
        throw new UsageMistake(
            "--output",
            each.file()
                .map(it -> "two reports would go to " + it.named())
                .orElse("only one report can go to stdout; give the others a file"));
      }
    }
    return parsed;
  }

  /** Refuses to write a report over what the run reads. */
  void keep(List<Path> files) {
    for (OutputOption each : outputs()) {
      files.stream()
          .filter(it -> each.file().filter(report -> report.is(it)).isPresent())
          .findFirst()
          .ifPresent(it -> {
            throw new UsageMistake(
                "--output", "a report would overwrite %s, which this run reads".formatted(it));
          });
    }
  }

  /** Empties what earlier runs wrote where the reports of this one are to stand. */
  void withdraw() {
    for (OutputOption each : outputs()) {
      try {
        if (each.file().isPresent()) {
          each.file().get().withdraw();
        }
      } catch (IOException _) {
        throw new UsageMistake(
            "--output", "the report cannot be written to " + each.file().get().named());
      }
    }
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

  /**
   * By which expiry is judged: a pretended moment can bring it nearer, and never put it off, else
   * it would bring back what has expired.
   */
  Clock expiry() {
    Clock pretended = clock();
    Clock machine = Clock.systemUTC();
    return pretended.instant().isAfter(machine.instant()) ? pretended : machine;
  }

  /** What the caller said that makes the verdict milder than it would be, and where. */
  List<Weakening> weakenings() {
    List<Weakening> found = new ArrayList<>();
    if (allowUnknown) {
      found.add(
          new Weakening("what could not be checked", "only warns", origin("--allow-unknown")));
    }
    if (deadline.compareTo(DEADLINE) < 0) {
      found.add(
          new Weakening(
              "the run",
              "has %s, %s by default".formatted(Durations.text(deadline), Durations.text(DEADLINE)),
              origin("--deadline")));
    }
    if (from != null) {
      found.add(new Weakening("this machine", "is inside the VPC by word", origin("--from")));
    }
    if (now != null) {
      found.add(
          new Weakening(
              "the report",
              "is dated %s; nothing that has expired by now is valid by it".formatted(now),
              origin("--now")));
    }
    return found;
  }

  /** A flag as it was typed, or else the variable that says it. */
  private String origin(String flag) {
    CommandLine.ParseResult parsed = Objects.requireNonNull(command).commandLine().getParseResult();
    OptionSpec typed = parsed.matchedOption(flag);
    if (typed == null) {
      return FlagVariables.name(command.findOption(flag)).orElse(flag);
    }
    // Of a switch without a value, the parser knows one all the same.
    String without =
        typed.arity().max() == 0
            ? flag
            : flag + " " + String.join(" ", typed.originalStringValues());
    return parsed.originalArgs().stream()
        .filter(it -> it.startsWith(flag + "="))
        .findFirst()
        .orElse(without);
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
