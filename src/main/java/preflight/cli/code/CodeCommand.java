package preflight.cli.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import preflight.catalog.code.CodeScore;
import preflight.check.ExitCode;
import preflight.check.plan.Plan;
import preflight.check.plan.PlannedCheck;
import preflight.cli.Shell;
import preflight.cli.UsageMistake;
import preflight.cli.Version;
import preflight.cli.gate.Gate;
import preflight.cli.gate.RuleIds;
import preflight.cli.gate.RunOptions;
import preflight.cli.gate.SelectionOptions;
import preflight.cli.gate.TrustOptions;
import preflight.profile.Profile;
import preflight.profile.reading.Mode;
import preflight.resource.Source;
import preflight.source.Finding;
import preflight.source.RuleResult;
import preflight.source.house.Baseline;
import preflight.source.house.HouseRules;
import preflight.source.house.Settlement;
import preflight.source.house.SourceHouse;
import preflight.source.rule.HouseRule;
import preflight.source.tree.ChangedFiles;
import preflight.source.tree.WorkingTree;

@Command(
    name = "code",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Check a source tree by the rules of the house. Contacts nothing, and needs no profile.",
    footer = {
      "",
      "Example: preflight code                         # the tree around this folder",
      "         preflight code backend --pack house.yaml --changed-since origin/main",
      "docs/code.md tells how to write rules, and how to allow what may stay."
    })
public final class CodeCommand implements Callable<Integer> {

  private final Gate gate;
  private final Shell shell;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..1",
      description = "The folder; without it, the source root of the profile, or this folder.")
  private @Nullable String path;

  @Option(
      names = "--profile",
      paramLabel = "ENV|FILE",
      description = "Take packs, overrides and roles of paths from this profile.")
  private @Nullable String profile;

  @Option(
      names = "--pack",
      paramLabel = "FILE",
      description = "Check by this pack, too, where there is no profile; repeatable.")
  private List<Path> packs = new ArrayList<>();

  @Option(
      names = "--changed-since",
      paramLabel = "REV",
      description =
          "Show only findings in files that differ from this commit, branch or tag; new and uncommitted"
              + " files do.")
  private @Nullable String changedSince;

  @Option(
      names = "--write-baseline",
      description =
          "Allow what stands there now: write " + Baseline.FILE + " at the root of the tree.")
  private boolean writeBaseline;

  @Option(
      names = "--fail-on",
      paramLabel = "warning",
      description = "Exit with 14 if there are warnings.")
  private RunOptions.@Nullable FailOn failOn;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "human|json",
      defaultValue = "human",
      description = "Output format (default: ${DEFAULT-VALUE}).")
  private Format output = Format.HUMAN;

  @Mixin private SelectionOptions selection = new SelectionOptions();

  @Mixin private TrustOptions trust = new TrustOptions();

  /** How to write the findings. */
  public enum Format {
    HUMAN,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public CodeCommand(Gate gate, Shell shell) {
    this.gate = gate;
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (profile != null && !packs.isEmpty()) {
      throw new UsageMistake(
          "--pack", "--pack is for runs without --profile; a profile names its packs");
    }
    if (changedSince != null && writeBaseline) {
      throw new UsageMistake(
          "--changed-since", "--write-baseline looks at the whole tree; leave --changed-since out");
    }
    Clock clock = Clock.systemUTC();
    Optional<Profile> read =
        profile == null
            ? gate.readSource(
                packs.stream().map(shell.directory()::resolve).toList(), shell.environment(), clock)
            : gate.read(profile, Mode.PLAN, shell.environment(), trust.trusted(), clock);
    if (read.isEmpty()) {
      return ExitCode.INVALID.code();
    }
    Source source =
        read.get()
            .environment()
            .source()
            .orElseThrow(() -> new UsageMistake("--profile", "the profile declares no source"));
    String shown = path != null ? path : profile == null ? "." : source.root();
    return gate.select(RuleIds.only(read.get()), selection.selection())
        .map(it ->
            tree(shown)
                .map(tree -> judge(tree, shown, source, it))
                .orElse(ExitCode.INCONCLUSIVE.code()))
        .orElse(ExitCode.INVALID.code());
  }

  /** Empty, and said, where it cannot be listed. */
  private Optional<WorkingTree> tree(String shown) {
    try {
      Path folder = shell.directory().resolve(shown);
      if (!Files.exists(folder)) {
        throw new UsageMistake("there is no folder '%s'".formatted(shown));
      }
      if (!Files.isDirectory(folder)) {
        throw new UsageMistake("'%s' is no folder; name the folder of the tree".formatted(shown));
      }
      return Optional.of(WorkingTree.of(folder));
    } catch (InvalidPathException e) {
      throw new UsageMistake("'%s' is no path".formatted(shown));
    } catch (IOException e) {
      shell.err().println("preflight: '%s' cannot be listed".formatted(shown));
      return Optional.empty();
    }
  }

  private int judge(WorkingTree tree, String shown, Source source, Plan plan) {
    if (tree.files().isEmpty()) {
      shell
          .err()
          .println("preflight: '%s' has no file, or Git ignores all of them".formatted(shown));
      return ExitCode.INCONCLUSIVE.code();
    }
    var house = new HouseRules(tree, SourceHouse.roles(source), shell.environment());
    Baseline baseline = Baseline.NONE;
    switch (house.baseline()) {
      case Baseline.Reading.Read(Baseline it) -> baseline = it;
      case Baseline.Reading.Invalid(List<String> mistakes) -> {
        if (!writeBaseline) {
          mistakes.forEach(it -> shell.err().println(prefix(shown) + it));
          return ExitCode.INVALID.code();
        }
      }
    }
    Set<String> changed = changed(tree);
    Settlement<HouseRule<?>> settled;
    try {
      settled = house.judge(RuleIds.of(plan), baseline, RuleIds.all());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED.code();
    }
    if (writeBaseline) {
      return write(tree, shown, settled, baseline, plan);
    }
    List<CodeReport.Ruled> ruled = ruled(plan, house, settled);
    var report =
        new CodeReport(
            prefix(shown),
            changedSince == null ? ruled : ruled.stream().map(it -> it.in(changed)).toList(),
            house.scores(settled),
            settled,
            failOn != null);
    switch (output) {
      case HUMAN -> report.human(shell.out());
      case JSON -> report.json(shell.out());
    }
    return report.exit().code();
  }

  private Set<String> changed(WorkingTree tree) {
    if (changedSince == null) {
      return Set.of();
    }
    return switch (ChangedFiles.since(changedSince, tree)) {
      case ChangedFiles.Since(var paths) -> paths;
      case ChangedFiles.Unknown(String why) ->
          throw new UsageMistake("--changed-since", "'%s' %s".formatted(changedSince, why));
    };
  }

  /** What each check of the plan says, those of the settlement itself too. */
  private static List<CodeReport.Ruled> ruled(
      Plan plan, HouseRules house, Settlement<HouseRule<?>> settled) {
    List<CodeReport.Ruled> ruled = new ArrayList<>();
    for (PlannedCheck check : plan.checks()) {
      if (check.excluded().isPresent()) {
        continue;
      }
      if (check.with() instanceof HouseRule<?> rule) {
        ruled.add(
            new CodeReport.Ruled(
                check.id().check(),
                check.severityAfterWaiver(),
                settled.open().getOrDefault(rule, RuleResult.NOTHING),
                settled.standing().getOrDefault(rule, List.of())));
      } else if (check.definition().id().equals(Settlement.RULE)) {
        ruled.add(
            new CodeReport.Ruled(
                check.id().check(),
                check.severityAfterWaiver(),
                new RuleResult(settled.unneeded(), List.of()),
                List.of()));
      } else if (check.with() instanceof CodeScore.With with) {
        ruled.add(
            new CodeReport.Ruled(
                check.id().check(),
                check.severityAfterWaiver(),
                new RuleResult(with.below(house.scores(settled)), List.of()),
                List.of()));
      }
    }
    return ruled;
  }

  private int write(
      WorkingTree tree,
      String shown,
      Settlement<HouseRule<?>> settled,
      Baseline before,
      Plan plan) {
    List<Finding> standing = new ArrayList<>();
    settled.open().values().forEach(it -> standing.addAll(it.findings()));
    settled.standing().values().forEach(standing::addAll);
    var counts = new TreeMap<>(Baseline.of(standing).allowed());
    // What was not asked, or could not be looked at, stays as it was.
    Set<String> judged = new LinkedHashSet<>();
    RuleIds.of(plan).forEach(it -> judged.add(it.id()));
    List<String> unseen =
        settled.open().values().stream()
            .flatMap(it -> it.gaps().stream())
            .map(it -> it.path())
            .toList();
    before
        .allowed()
        .forEach((key, count) -> {
          if (!judged.contains(key.rule()) || unseen.stream().anyMatch(key.path()::startsWith)) {
            counts.merge(key, count, Math::max);
          }
        });
    Path file = tree.root().resolve(Baseline.FILE);
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      shell
          .err()
          .println("preflight: %s%s is no regular file".formatted(prefix(shown), Baseline.FILE));
      return ExitCode.UNWRITTEN.code();
    }
    try {
      Path next = tree.root().resolve(Baseline.FILE + ".tmp");
      try {
        Files.writeString(next, new Baseline(counts).text(), StandardOpenOption.CREATE_NEW);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(next);
      }
    } catch (IOException e) {
      shell
          .err()
          .println("preflight: %s%s cannot be written".formatted(prefix(shown), Baseline.FILE));
      return ExitCode.UNWRITTEN.code();
    }
    int allowed = counts.values().stream().mapToInt(it -> it).sum();
    shell
        .out()
        .println(
            "%s%s: allows %d findings in %d entries; commit it"
                .formatted(prefix(shown), Baseline.FILE, allowed, counts.size()));
    return ExitCode.GO.code();
  }

  /** What a path of the tree is called from where the process runs. */
  private static String prefix(String shown) {
    String plain = shown.startsWith("./") ? shown.substring(2) : shown;
    return plain.isEmpty() || plain.equals(".") ? "" : plain.endsWith("/") ? plain : plain + "/";
  }
}
