package preflight.cli.gate;

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
import preflight.check.plan.Weakening;
import preflight.cli.Terminal;
import preflight.cli.UsageMistake;
import preflight.cli.gate.OutputOption.Format;
import preflight.diagnosis.Policy;
import preflight.engine.Limits;
import preflight.profile.planning.Selection;
import preflight.report.run.HumanReport;
import preflight.resource.network.TrustedHosts;
import preflight.text.Durations;

/** The flags of everything that runs a plan. */
public final class RunOptions {

  /** Where a machine can say that it is. */
  public enum From {
    INSIDE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What can fail a run that would otherwise pass. */
  public enum FailOn {
    WARNING;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int PER_TARGET = 8;
  public static final Duration LONGEST = Duration.ofHours(24);
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
          "Format of the report: human (default), short, json, junit, sarif, github, gitlab,"
              + " markdown, html, prometheus or tap; with =FILE, into a file. Repeatable.")
  private List<String> outputs = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "inside",
      description =
          "Say that this machine is inside the VPC: then a private address that does not answer is FAILED, not UNKNOWN.")
  private @Nullable From from;

  @Option(
      names = "--fail-on",
      paramLabel = "warning",
      description = "Exit with 14, not 0, if the verdict is GO with warnings.")
  private @Nullable FailOn failOn;

  @Option(
      names = "--allow-unknown",
      description =
          "Treat checks that could not run as warnings, as long as at least half of the blocking checks"
              + " ran and each service gave an answer. Never covers checks that the deadline cut off.",
      // Else picocli sets a flag to the opposite of its default, which a variable may have set.
      fallbackValue = "true")
  private boolean allowUnknown;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      description =
          "Time limit of the whole run, such as 30s or 2m (default: ${DEFAULT-VALUE}). The process ends"
              + " at most a second later.",
      defaultValue = "60s")
  private Duration deadline = DEADLINE;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "How many checks run at the same time (default: ${DEFAULT-VALUE}).",
      defaultValue = "64")
  private int jobs;

  @Option(
      names = "--color",
      paramLabel = "auto|always|never",
      description = "When to use colour (default: ${DEFAULT-VALUE}). auto obeys NO_COLOR.",
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
          "Use this time for the report and for expiry dates, such as 2026-01-31T12:00:00Z. What has"
              + " already expired stays expired.")
  private @Nullable String now;

  @Option(
      names = {"-v", "--verbose"},
      description = "Also print one line for every check, and the place of a defect.",
      fallbackValue = "true")
  private boolean verbose;

  @Option(
      names = "--compare",
      paramLabel = "ENV|FILE",
      description = "Also check that no credential is used in that other environment, too.")
  private @Nullable String compare;

  @Option(
      names = "--history",
      description = "Scan the whole Git history for credentials, not only the current files.",
      fallbackValue = "true")
  private boolean history;

  @Mixin private SelectionOptions selection = new SelectionOptions();

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
  public void check() {
    outputs();
    limits();
    clock();
  }

  public List<OutputOption> outputs() {
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
                .orElse("only one report can go to stdout; write the others to files"));
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
                "--output", "the report would overwrite %s, which this run reads".formatted(it));
          });
    }
  }

  /** Writes for people and to the screen, whatever else was asked for. */
  public void onScreen() {
    outputs.clear();
  }

  /** Empties what earlier runs wrote where the reports of this one are to stand. */
  public void withdraw() {
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

  Selection selection() {
    return selection.selection();
  }

  /** Whether some report says which commit is checked out; finding out takes its time. */
  boolean wantsCommit() {
    return outputs().stream().anyMatch(it -> it.format() == Format.JSON);
  }

  /** How {@code run} tells people. */
  public Gate.Telling report() {
    return (run, style, out) ->
        new HumanReport(style, verbose).write(run.diagnosis(), run.context(), out);
  }

  /** Whether the caller says that this machine is inside the VPC. */
  boolean inside() {
    return from == From.INSIDE;
  }

  Policy policy(boolean strict) {
    return new Policy(failOn == FailOn.WARNING, allowUnknown, strict);
  }

  Limits limits() {
    if (jobs < 1) {
      throw new UsageMistake("--jobs", "--jobs must be at least 1");
    }
    if (!deadline.isPositive()) {
      throw new UsageMistake("--deadline", "--deadline must be greater than 0");
    }
    if (deadline.compareTo(LONGEST) > 0) {
      throw new UsageMistake("--deadline", "--deadline must be at most 24h");
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
          new Weakening(
              "checks that could not run", "count as warnings", origin("--allow-unknown")));
    }
    if (deadline.compareTo(DEADLINE) < 0) {
      found.add(
          new Weakening(
              "the run",
              "ends after %s, by default after %s"
                  .formatted(Durations.text(deadline), Durations.text(DEADLINE)),
              origin("--deadline")));
    }
    if (from != null) {
      found.add(new Weakening("this machine", "counts as inside the VPC", origin("--from")));
    }
    if (now != null) {
      found.add(
          new Weakening(
              "the report",
              "uses the time %s; what has expired by now stays expired".formatted(now),
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
