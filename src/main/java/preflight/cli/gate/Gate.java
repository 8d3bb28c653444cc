package preflight.cli.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import preflight.catalog.Catalog;
import preflight.check.ExitCode;
import preflight.check.Vantage;
import preflight.check.plan.Deployment;
import preflight.check.plan.Plan;
import preflight.cli.Shell;
import preflight.cli.UsageMistake;
import preflight.cli.Version;
import preflight.deployment.DeploymentReading;
import preflight.diagnosis.Diagnoser;
import preflight.diagnosis.Diagnosis;
import preflight.diagnosis.Graph;
import preflight.engine.Engine;
import preflight.engine.Limits;
import preflight.engine.Run;
import preflight.probe.GitCheckout;
import preflight.probe.google.GoogleApis;
import preflight.probe.run.OwnNetwork;
import preflight.profile.Linted;
import preflight.profile.Profile;
import preflight.profile.ProfileReader;
import preflight.profile.Reading;
import preflight.profile.planning.Selection;
import preflight.profile.reading.Mistake;
import preflight.profile.reading.Mode;
import preflight.profile.reading.Profiles;
import preflight.report.ReportDocument;
import preflight.report.ReportReading;
import preflight.report.Style;
import preflight.report.TerminalWriter;
import preflight.report.run.JsonReport;
import preflight.report.run.RunContext;
import preflight.report.run.ShortReport;
import preflight.resource.Environment;
import preflight.resource.Relation;
import preflight.resource.network.TrustedHosts;
import preflight.text.Durations;
import preflight.text.Plural;

/** The way from the name of an environment to a verdict. */
public final class Gate {

  /** Names the file that deploy-with-preflight reads the verdict from. */
  private static final String PROOF = "PREFLIGHT_PROOF";

  /** What one result costs after the checks: diagnosis and report. */
  private static final Duration REPORTING = Duration.ofNanos(30_000);

  /** What any report costs a JVM that has not written one. */
  private static final Duration FIRST_REPORT = Duration.ofMillis(500);

  /** What is known already takes no longer. */
  private static final Duration SHORTEST = Duration.ofMillis(200);

  private final Shell shell;

  public Gate(Shell shell) {
    this.shell = shell;
  }

  /**
   * Reads a profile, or prints every mistake in it.
   *
   * @param variables what <code>${env:NAME}</code> is filled in from
   * @param trusted the hosts that may get Google credentials
   */
  public Optional<Profile> read(
      String environment,
      Mode mode,
      Map<String, String> variables,
      TrustedHosts trusted,
      Clock clock) {
    Reading reading =
        switch (locate(environment)) {
          case Profiles.Located.Found(Path file) ->
              reader(variables, trusted, clock).read(file, repeated(environment, file), mode);
          case Profiles.Located.Missing(Mistake mistake) -> new Reading.Invalid(List.of(mistake));
        };
    return switch (reading) {
      case Reading.Read(Profile profile) -> Optional.of(profile);
      case Reading.Invalid(var mistakes) -> {
        tell(mistakes);
        yield Optional.empty();
      }
    };
  }

  /** Reads the packs of a source tree that no profile declares, or prints every mistake in them. */
  public Optional<Profile> readSource(
      List<Path> packs,
      Map<String, String> dockerfiles,
      Map<String, String> variables,
      Clock clock) {
    return switch (reader(variables, TrustedHosts.GOOGLE, clock).readSource(packs, dockerfiles)) {
      case Reading.Read(Profile profile) -> Optional.of(profile);
      case Reading.Invalid(var mistakes) -> {
        tell(mistakes);
        yield Optional.empty();
      }
    };
  }

  /** Looks at a profile or a pack, and prints every mistake in it. */
  public Linted lint(
      String environment, Map<String, String> variables, TrustedHosts trusted, Clock clock) {
    Linted linted =
        switch (locate(environment)) {
          case Profiles.Located.Found(Path file) -> reader(variables, trusted, clock).lint(file);
          case Profiles.Located.Missing(Mistake mistake) -> new Linted.Invalid(List.of(mistake));
        };
    if (linted instanceof Linted.Invalid(List<Mistake> mistakes)) {
      tell(mistakes);
    }
    return linted;
  }

  /** Whether there is a profile of that name. */
  public boolean knows(String environment) {
    return !environment.isBlank() && locate(environment) instanceof Profiles.Located.Found;
  }

  private Profiles.Located locate(String environment) {
    if (environment.isBlank()) {
      throw new UsageMistake("the name of the environment is empty; perhaps a variable is not set");
    }
    return new Profiles(shell.directory(), shell.installation().home()).locate(environment);
  }

  /**
   * What a printed command calls the profile: what the caller typed, or the name by which a file
   * that was named in full is found, too.
   */
  private String repeated(String typed, Path file) {
    if (!Path.of(typed).isAbsolute()) {
      return typed;
    }
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
    return locate(name).equals(new Profiles.Located.Found(file)) ? name : typed;
  }

  private ProfileReader reader(Map<String, String> variables, TrustedHosts trusted, Clock clock) {
    return new ProfileReader(
        Catalog.definitions(),
        variables,
        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
        shell.installation().home(),
        trusted);
  }

  private void tell(List<Mistake> mistakes) {
    mistakes.forEach(it -> shell.err().println(it));
    shell
        .err()
        .println(
            "preflight: %s; Preflight contacted nothing"
                .formatted(Plural.of(mistakes.size(), "mistake")));
  }

  /** How people are told of a run; programs are told the same way always. */
  public interface Telling {
    void tell(Finished run, Style style, TerminalWriter out);
  }

  /** A run that came to its end, or was interrupted. */
  public record Finished(Graph graph, Diagnosis diagnosis, RunContext context) {

    public ReportDocument document() {
      return new JsonReport(context).document(diagnosis);
    }
  }

  /**
   * Runs the plan of an environment, writes the reports, and says how to exit.
   *
   * @param since when its time began to run
   */
  public int run(
      String environment,
      Map<String, String> variables,
      RunOptions options,
      Telling telling,
      long since) {
    return run(
        environment, variables, options, new DeploymentOptions(), Optional.empty(), telling, since);
  }

  /**
   * Judges a deployment that is over: waits for its revisions, runs the plan, and compares. The
   * time to wait is not that of the run.
   */
  public int runAfter(
      String environment,
      Map<String, String> variables,
      RunOptions options,
      AfterOptions after,
      Telling telling) {
    switch (after.reading().orElseThrow()) {
      case ReportReading.Unreadable(var exit, String why) -> {
        shell.err().println("preflight: " + why);
        return exit.code();
      }
      case ReportReading.Read(ReportDocument before) -> {
        Optional<Profile> read =
            read(environment, Mode.RUN, variables, options.trusted(), options.expiry());
        if (read.isEmpty()) {
          return ExitCode.INVALID.code();
        }
        after.fits(before, read.get().environment().name());
        return new Aftercare(shell, read.get().environment(), options, after)
            .judged(
                before,
                it ->
                    run(
                        environment,
                        variables,
                        options,
                        new DeploymentOptions(),
                        Optional.of(it),
                        telling,
                        System.nanoTime()));
      }
    }
  }

  /** Does so before a deployment. */
  public int run(
      String environment,
      Map<String, String> variables,
      RunOptions options,
      DeploymentOptions deployment,
      Telling telling,
      long since) {
    return run(environment, variables, options, deployment, Optional.empty(), telling, since);
  }

  private int run(
      String environment,
      Map<String, String> variables,
      RunOptions options,
      DeploymentOptions deployment,
      Optional<Aftercare.Case> after,
      Telling telling,
      long since) {
    List<OutputOption> outputs = options.outputs();
    Clock clock = options.expiry();
    Limits limits = options.limits();
    try (var watchdog = new Watchdog(limits.deadline(), since, shell.end())) {
      Optional<Profile> read =
          read(environment, Mode.RUN, variables, options.trusted(), clock)
              .map(it -> after.map(each -> each.reached(it)).orElse(it));
      if (read.isEmpty()) {
        return ExitCode.INVALID.code();
      }
      options.keep(read.get().files());
      Optional<DeploymentReading> deploying =
          deployment.reading(read.get().environment(), shell.directory());
      if (deploying.orElse(null) instanceof DeploymentReading.Invalid(List<Mistake> mistakes)) {
        tell(mistakes);
        return ExitCode.INVALID.code();
      }
      Profile profile =
          deploying
              .flatMap(DeploymentReading::understood)
              .map(it -> read.get().deploying(it.jobs()))
              .orElseGet(read::get);
      Optional<Plan> selected =
          select(profile, options.selection())
              .map(it -> it.with(it.checks(), options.weakenings()));
      if (selected.isEmpty()) {
        return ExitCode.INVALID.code();
      }
      Optional<Profile> other =
          options.compare().flatMap(it -> read(it, Mode.RUN, variables, options.trusted(), clock));
      if (options.compare().isPresent() && other.isEmpty()) {
        return ExitCode.INVALID.code();
      }
      other.ifPresent(it -> options.keep(it.files()));
      Vantage vantage = vantage(profile.environment(), options);
      var scope =
          new Probes.Scope(
              variables,
              clock,
              vantage,
              other.map(Profile::environment),
              options.history(),
              options.trusted(),
              deploying,
              RuleIds.of(selected.get()));
      try (var probes = new Probes(profile.environment(), scope);
          var _ = new Interruption(limits.deadline(), since)) {
        Plan plan = selected.get();
        Asked asked =
            ask(
                profile,
                plan,
                limits,
                options,
                vantage,
                since,
                after.map(Aftercare.Case::after),
                probes);
        watchdog.canReport(() -> write(asked.unfinished(limits), outputs, options, telling));
        Finished finished = asked.finished(options, deployment.strict());
        after.ifPresent(it -> it.seen(finished.diagnosis()));
        return watchdog.write(() ->
            write(finished, outputs, options, telling)
                ? proven(environment, finished, deployment.asksAfter())
                : ExitCode.UNWRITTEN.code());
      }
    }
  }

  /** As the caller says, or as Cloud Run says of this process; without evidence, outside. */
  private Vantage vantage(Environment environment, RunOptions options) {
    if (options.inside()) {
      return Vantage.INSIDE;
    }
    if (!OwnNetwork.isOnCloudRun(shell.environment())) {
      return Vantage.LOCAL;
    }
    try (var apis = new GoogleApis(environment.gcp(), options.trusted())) {
      return new OwnNetwork(shell.environment(), apis).attached() ? Vantage.INSIDE : Vantage.LOCAL;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Vantage.LOCAL;
    }
  }

  /** A run whose results nobody has looked at yet. */
  private record Asked(
      Run run,
      Environment environment,
      List<Relation> seen,
      Optional<Deployment> deployment,
      RunContext context) {

    Finished finished(RunOptions options, boolean strict) {
      var graph = new Graph(environment, seen);
      return new Finished(
          graph, new Diagnoser(graph, options.policy(strict), deployment).diagnose(run), context);
    }

    /** Without the diagnosis, for which there was no time. */
    Finished unfinished(Limits limits) {
      var graph = new Graph(environment, seen);
      return new Finished(
          graph,
          Diagnosis.without(
              run,
              "the deadline of %s passed before the diagnosis and the report were complete"
                  .formatted(Durations.text(limits.deadline()))),
          context);
    }
  }

  private Asked ask(
      Profile profile,
      Plan plan,
      Limits limits,
      RunOptions options,
      Vantage vantage,
      long since,
      Optional<RunContext.After> after,
      Probes probes) {
    Instant startedAt = options.clock().instant();
    var progress =
        new Progress(
            shell.err(),
            options.progress(shell.terminal()),
            plan.checks().size(),
            shell.terminal().width());
    Run answered =
        new Engine(limits, probes.checks(), progress::finished)
            .run(plan, left(limits, plan, since));
    // Most of it is known from the checks; what is not may take what they left.
    Duration asking = left(limits, plan, since);
    Optional<Deployment> deployment =
        probes.deployment(asking.compareTo(SHORTEST) < 0 ? SHORTEST : asking);
    // It knows what was read when it is made.
    Run run = probes.lastLook().at(answered);
    probes.end();
    progress.end();
    var context =
        new RunContext(
            Version.text(),
            profile.environment().name(),
            profile.file().toString(),
            profile.digest(),
            options.wantsCommit() ? GitCheckout.head(shell.directory()) : Optional.empty(),
            vantage,
            startedAt,
            probes.apiCalls(),
            after,
            Stream.concat(
                    profile.environment().relations().stream(), probes.seenRelations().stream())
                .distinct()
                .toList());
    return new Asked(run, profile.environment(), probes.seenRelations(), deployment, context);
  }

  /** The deadline is that of the process: what came before the checks and what follows counts. */
  private static Duration left(Limits limits, Plan plan, long since) {
    Duration reporting =
        REPORTING
            .multipliedBy(plan.checks().size())
            .plus(FIRST_REPORT)
            .plus(limits.deadline().dividedBy(20));
    Duration most = limits.deadline().dividedBy(4);
    return limits
        .deadline()
        .minusNanos(System.nanoTime() - since)
        .minus(reporting.compareTo(most) < 0 ? reporting : most);
  }

  /** Whether every report could be written. */
  private boolean write(
      Finished finished, List<OutputOption> outputs, RunOptions options, Telling telling) {
    boolean written = true;
    for (OutputOption each : outputs) {
      written &= write(finished, each, options, telling);
    }
    if (outputs.stream().anyMatch(it -> it.format() == OutputOption.Format.GITHUB)) {
      new GithubFiles(shell.environment())
          .write(new JsonReport(finished.context()).document(finished.diagnosis()))
          .forEach(it -> shell.err().println("preflight: cannot write to the file of " + it));
    }
    if (outputs.stream().allMatch(it -> it.file().isPresent())) {
      // Who reads the log of a deployment sees on what it rests.
      new ShortReport().writeVerdict(finished.diagnosis(), shell.err());
      shell.err().flush();
    }
    return written;
  }

  /** Applies --only and --skip; empty, and said, where nothing is left to check. */
  public Optional<Plan> select(Profile profile, Selection selection) {
    return switch (selection.apply(profile.plan(), Catalog.definitions(), profile.environment())) {
      case Selection.Selected.Some(Plan plan) -> Optional.of(plan);
      case Selection.Selected.Unknown(List<String> messages) ->
          throw new UsageMistake(String.join("; ", messages));
      case Selection.Selected.Nothing() -> {
        shell.err().println("preflight: no check is selected; Preflight contacted nothing");
        yield Optional.empty();
      }
    };
  }

  /** Whether it could; what became of stdout is seen at the end of the process. */
  private boolean write(
      Finished finished, OutputOption output, RunOptions options, Telling telling) {
    if (output.file().isEmpty()) {
      Style style = shell.terminal().style(options.color());
      var out = shell.out().in(style);
      write(finished, output.format(), style, telling, out);
      out.flush();
      return true;
    }
    ReportFile file = output.file().get();
    try {
      file.write(out -> write(finished, output.format(), Style.PLAIN, telling, out));
      return true;
    } catch (IOException _) {
      Diagnosis diagnosis = finished.diagnosis();
      shell
          .err()
          .println(
              "preflight: cannot write the report to %s; the verdict is %s, exit code %d"
                  .formatted(file.named(), diagnosis.verdict(), diagnosis.exitCode().code()));
      return false;
    }
  }

  /** Whether deploy-with-preflight deploys on the verdict, and judges again after it. */
  public boolean isFollowed() {
    return !shell.environment().getOrDefault(PROOF, "").isEmpty();
  }

  /**
   * The exit code, once whoever deploys on it has the proof that it is that of a verdict: every
   * report is written, and no other program than this one ended with 0.
   */
  private int proven(String environment, Finished finished, Optional<String> asksAfter) {
    Diagnosis diagnosis = finished.diagnosis();
    int code = diagnosis.exitCode().code();
    if (!isFollowed() || shell.out().checkError()) {
      return code;
    }
    String proof = shell.environment().getOrDefault(PROOF, "");
    boolean known = diagnosis.deployment().filter(it -> !it.services().isEmpty()).isPresent();
    if (code == ExitCode.GO.code() && asksAfter.isPresent() && !known) {
      shell
          .err()
          .println(
              "preflight: nobody knows what the command deploys, so %s is not possible; add --deploying SERVICE. Nothing was deployed"
                  .formatted(asksAfter.get()));
      return ExitCode.USAGE.code();
    }
    try {
      if (known) {
        // With it, the deployment can be judged once it is over.
        new ReportFile(Path.of(proof + ".json"))
            .write(it -> new JsonReport(finished.context()).write(diagnosis, it));
      }
      Files.writeString(
          Path.of(proof), "%s %d %s\n".formatted(diagnosis.verdict(), code, environment));
      return code;
    } catch (IOException _) {
      shell.err().println("preflight: cannot write the verdict to " + proof);
      return ExitCode.UNWRITTEN.code();
    }
  }

  private static void write(
      Finished finished,
      OutputOption.Format format,
      Style style,
      Telling telling,
      TerminalWriter out) {
    switch (format) {
      case HUMAN -> telling.tell(finished, style, out);
      case SHORT -> new ShortReport().write(finished.diagnosis(), out);
      case JSON -> new JsonReport(finished.context()).write(finished.diagnosis(), out);
      case JUNIT, SARIF, GITHUB, GITLAB, MARKDOWN, HTML, PROMETHEUS, TAP ->
          format
              .export()
              .orElseThrow()
              .write(new JsonReport(finished.context()).document(finished.diagnosis()), out);
    }
  }
}
