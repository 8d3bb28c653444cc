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
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import preflight.catalog.code.house.CodeScore;
import preflight.check.ExitCode;
import preflight.check.Severity;
import preflight.check.plan.Plan;
import preflight.check.plan.PlannedCheck;
import preflight.cli.FormatOption;
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
import preflight.source.house.Allowances;
import preflight.source.house.Baseline;
import preflight.source.house.HouseRules;
import preflight.source.house.Settlement;
import preflight.source.house.SourceHouse;
import preflight.source.rule.HouseRule;
import preflight.source.service.StartRules;
import preflight.source.tree.ChangedFiles;
import preflight.source.tree.Roles;
import preflight.source.tree.WorkingTree;

@Command(
    name = "code",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Check a source tree by the rules of the house, and the images that it builds by what keeps them from starting."
            + " Contacts nothing, and needs no profile.",
    footer = {
      "",
      "Example: preflight code                         # the tree around this folder",
      "         preflight code backend --pack house.yaml --changed-since origin/main",
      "docs/code.md tells how to write rules, and how to allow what may stay."
    })
public final class CodeCommand implements Callable<Integer> {

  private static final String TESTS = "code-test-imports";

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

  @Mixin private FormatOption output = new FormatOption();

  @Mixin private SelectionOptions selection = new SelectionOptions();

  @Mixin private TrustOptions trust = new TrustOptions();

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
    try {
      return profile == null ? ofTree(path == null ? "." : path) : ofProfile(profile);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED.code();
    }
  }

  /** What is asked, and of what. */
  private record Asked(
      WorkingTree tree,
      String shown,
      Source source,
      StartRules start,
      SortedMap<String, StartRules.Image> images) {}

  private int ofProfile(String name) throws InterruptedException {
    Optional<Profile> read =
        gate.read(name, Mode.PLAN, shell.environment(), trust.trusted(), Clock.systemUTC());
    if (read.isEmpty()) {
      return ExitCode.INVALID.code();
    }
    Source source = source(read.get());
    String shown = path != null ? path : source.root();
    Optional<Plan> plan =
        gate.select(RuleIds.only(read.get(), StartRules.ALL), selection.selection());
    if (plan.isEmpty()) {
      return ExitCode.INVALID.code();
    }
    Optional<WorkingTree> tree = tree(shown);
    if (tree.isEmpty()) {
      return ExitCode.INCONCLUSIVE.code();
    }
    SortedMap<String, StartRules.Image> images = new TreeMap<>();
    read.get()
        .environment()
        .services()
        .forEach((service, it) ->
            it.image().ifPresent(image -> images.put(service, StartRules.Image.of(image))));
    Roles roles = SourceHouse.roles(source);
    try (var start = new StartRules(tree.get(), roles, shell.environment())) {
      return judge(new Asked(tree.get(), shown, source, start, images), plan.get());
    }
  }

  /** By the Dockerfiles of the tree, where it has some. */
  private int ofTree(String shown) throws InterruptedException {
    Optional<WorkingTree> tree = tree(shown);
    if (tree.isEmpty()) {
      return ExitCode.INCONCLUSIVE.code();
    }
    try (var start = new StartRules(tree.get(), new Roles(), shell.environment())) {
      SortedMap<String, StartRules.Image> images = start.images();
      SortedMap<String, String> dockerfiles = new TreeMap<>();
      images.forEach((name, it) -> dockerfiles.put(name, it.dockerfile()));
      if (images.isEmpty()) {
        // A service that stands for all files.
        dockerfiles.put("tree", "Dockerfile");
      }
      Optional<Profile> read =
          gate.readSource(
              packs.stream().map(shell.directory()::resolve).toList(),
              dockerfiles,
              shell.environment(),
              Clock.systemUTC());
      if (read.isEmpty()) {
        return ExitCode.INVALID.code();
      }
      Optional<Plan> plan =
          gate.select(
              RuleIds.only(read.get(), images.isEmpty() ? StartRules.OF_FILES : StartRules.ALL),
              selection.selection());
      return plan.isEmpty()
          ? ExitCode.INVALID.code()
          : judge(new Asked(tree.get(), shown, source(read.get()), start, images), plan.get());
    }
  }

  private static Source source(Profile profile) {
    return profile
        .environment()
        .source()
        .orElseThrow(() -> new UsageMistake("--profile", "the profile declares no source"));
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

  private int judge(Asked asked, Plan plan) throws InterruptedException {
    WorkingTree tree = asked.tree();
    String shown = asked.shown();
    if (tree.files().isEmpty()) {
      shell
          .err()
          .println("preflight: '%s' has no file, or Git ignores all of them".formatted(shown));
      return ExitCode.INCONCLUSIVE.code();
    }
    var house = new HouseRules(tree, SourceHouse.roles(asked.source()), shell.environment());
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
    Settlement<HouseRule<?>> settled = house.judge(RuleIds.of(plan), baseline, RuleIds.all());
    StartRules.Judged judged = start(asked, plan);
    Settlement<String> started =
        new Allowances(tree, SourceHouse.roles(asked.source()), shell.environment())
            .settle(judged.results(), judged.files(), judged.results().keySet(), baseline);
    if (writeBaseline) {
      Set<String> rules = new HashSet<>(judged.results().keySet());
      RuleIds.of(plan).forEach(it -> rules.add(it.id()));
      return write(asked, List.of(settled, started), rules, baseline);
    }
    List<CodeReport.Ruled> ruled = ruled(plan, house, settled, started);
    Set<String> files = new HashSet<>(settled.files());
    files.addAll(judged.files());
    var report =
        new CodeReport(
            prefix(shown),
            changedSince == null ? ruled : ruled.stream().map(it -> it.in(changed)).toList(),
            house.scores(settled),
            judged.told(),
            sum(settled) + sum(started),
            files.size(),
            failOn != null);
    switch (output.format()) {
      case HUMAN -> report.human(shell.out());
      case JSON -> report.json(shell.out());
    }
    return report.exit().code();
  }

  private static int sum(Settlement<?> settled) {
    return settled.allowed().values().stream().mapToInt(it -> it).sum();
  }

  private static StartRules.Judged start(Asked asked, Plan plan) throws InterruptedException {
    Map<String, Map<String, Record>> rules = RuleIds.start(plan);
    StartRules.Judged judged;
    if (asked.images().isEmpty()) {
      Set<String> all = new TreeSet<>();
      rules.values().forEach(it -> all.addAll(it.keySet()));
      judged = asked.start().files(all);
    } else {
      judged = asked.start().judge(asked.images(), rules);
    }
    boolean tests =
        plan.checks().stream()
            .anyMatch(it -> it.excluded().isEmpty() && it.definition().id().equals(TESTS));
    if (!tests) {
      return judged;
    }
    SortedMap<String, RuleResult> results = new TreeMap<>(judged.results());
    results.put(TESTS, asked.start().tests());
    return new StartRules.Judged(results, judged.files(), judged.told());
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
      Plan plan, HouseRules house, Settlement<HouseRule<?>> settled, Settlement<String> started) {
    List<CodeReport.Ruled> ruled = new ArrayList<>();
    started
        .open()
        .forEach((rule, open) ->
            ruled.add(
                new CodeReport.Ruled(
                    rule,
                    severity(plan, rule),
                    open,
                    started.standing().getOrDefault(rule, List.of()))));
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
                new RuleResult(settled.unneeded(), List.of())
                    .and(new RuleResult(started.unneeded(), List.of())),
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

  /** The worst of all services that are asked. */
  private static Severity severity(Plan plan, String rule) {
    return plan.checks().stream()
        .filter(it -> it.excluded().isEmpty() && it.definition().id().equals(rule))
        .map(PlannedCheck::severityAfterWaiver)
        .max(Comparator.naturalOrder())
        .orElse(Severity.INFO);
  }

  private int write(Asked asked, List<Settlement<?>> settled, Set<String> judged, Baseline before) {
    WorkingTree tree = asked.tree();
    String shown = asked.shown();
    List<Finding> standing = new ArrayList<>();
    List<String> unseen = new ArrayList<>();
    for (Settlement<?> each : settled) {
      each.open().values().forEach(it -> standing.addAll(it.findings()));
      each.standing().values().forEach(standing::addAll);
      each.open().values().forEach(it -> it.gaps().forEach(gap -> unseen.add(gap.path())));
    }
    var counts = new TreeMap<>(Baseline.of(standing).allowed());
    // What was not asked, or could not be looked at, stays as it was.
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
