package preflight.source.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import preflight.resource.service.ServiceImage;
import preflight.source.Finding;
import preflight.source.Gap;
import preflight.source.RuleResult;
import preflight.source.image.Build;
import preflight.source.image.BuildFaults;
import preflight.source.rule.ImportTimeCalls;
import preflight.source.tree.Role;
import preflight.source.tree.Roles;
import preflight.source.tree.SourceTree;

/** What keeps the images of a tree from starting, by rules that need nothing but the tree. */
public final class StartRules implements AutoCloseable {

  /** Those that a file alone can break. */
  public static final Set<String> OF_FILES = Set.of("code-syntax", "code-undefined-name");

  /** All of them. */
  public static final Set<String> ALL =
      Set.of(
          "code-syntax",
          "code-undefined-name",
          "code-call-contract",
          BuildFaults.RULE,
          "code-import-time-call",
          "image-imports",
          "image-late-imports");

  private final SourceTree tree;
  private final Roles roles;
  private final CodeTree code;

  public StartRules(SourceTree tree, Roles roles, Map<String, String> variables) {
    this.tree = tree;
    this.roles = roles;
    this.code = new CodeTree(tree, variables);
  }

  /**
   * An image of the tree.
   *
   * @param build empty where its context is not known
   * @param declared whether somebody said that it holds code
   */
  public record Image(String dockerfile, Optional<Build> build, boolean declared) {

    /** As a profile declares it. */
    public static Image of(ServiceImage declared) {
      Build build = TreeSourceCode.build(declared);
      return new Image(build.dockerfile(), Optional.of(build), true);
    }
  }

  /** Images by the Dockerfiles of the tree, by names made of their folders. */
  public SortedMap<String, Image> images() throws InterruptedException {
    return FoundImages.in(tree, roles, code);
  }

  /**
   * What the rules say.
   *
   * @param results by rule; what several images break in one place stands there once
   * @param files that were judged
   * @param told what was looked at, in a line for each image
   */
  public record Judged(
      SortedMap<String, RuleResult> results, SortedSet<String> files, List<String> told) {}

  /** Asks rules of images. */
  public Judged judge(SortedMap<String, Image> images, Map<String, Map<String, Record>> asked)
      throws InterruptedException {
    var merged = new Merged(images.size() > 1);
    SortedSet<String> files = new TreeSet<>();
    var told = new ArrayList<String>();
    for (var each : images.entrySet()) {
      String name = each.getKey();
      Image image = each.getValue();
      Map<String, Record> with = asked.getOrDefault(name, Map.of());
      // Of a context that was guessed, nothing is missing for certain.
      Set<String> rules =
          with.keySet().stream()
              .filter(it -> !it.equals(BuildFaults.RULE) || isCertain(image))
              .collect(Collectors.toSet());
      if (rules.isEmpty()) {
        continue;
      }
      if (image.build().isEmpty()) {
        merged.gap(
            rules,
            new Gap(
                image.dockerfile(),
                "can be built from the root of the tree and from its own folder; declare the"
                    + " image in a profile"));
        continue;
      }
      String about = "image %s: %s".formatted(name, context(image.build().get()));
      switch (code.read(image.build().get(), roles, "all", it -> it)) {
        case SourceCode.Answer.Undeclared(String what) ->
            merged.gap(rules, new Gap(image.dockerfile(), what));
        case SourceCode.Answer.Unread(String why) ->
            merged.gap(rules, new Gap("", "gives no image: " + why));
        case SourceCode.Answer.Read(ServiceCode read, var _) -> {
          List<String> known = new ArrayList<>();
          for (String rule : rules) {
            if (read.unjudged(rule).isEmpty()) {
              known.add(rule);
            }
          }
          if (known.isEmpty()) {
            told.add("%s; runs code that is not judged".formatted(about));
          } else if (!image.declared() && read.production().isEmpty()) {
            told.add(about + "; holds no code of the tree");
          } else {
            files.addAll(read.production());
            told.add(about + "; " + read.summary());
            for (String rule : known) {
              merged.add(name, rule, result(read, rule, with.get(rule)));
            }
          }
        }
      }
    }
    return new Judged(merged.results(), files, told);
  }

  private static boolean isCertain(Image image) {
    return image.declared() || !image.dockerfile().contains("/");
  }

  private static String context(Build build) {
    return "%s, built from %s"
        .formatted(
            build.dockerfile(),
            build.context().isEmpty() ? "the root of the tree" : build.context());
  }

  private static RuleResult result(ServiceCode code, String rule, @Nullable Record with)
      throws InterruptedException {
    return switch (rule) {
      case BuildFaults.RULE -> new RuleResult(code.build().certain(), List.of());
      case "code-syntax" -> code.syntax();
      case "code-undefined-name" -> code.names();
      case "code-call-contract" -> code.calls();
      case "image-imports" -> code.imports();
      case "image-late-imports" -> code.lateImports();
      case "code-import-time-call" ->
          code.importTimeCalls(
              with instanceof ImportTimeCalls calls ? calls : new ImportTimeCalls());
      default -> throw new IllegalArgumentException(rule);
    };
  }

  /** Asks the rules that need no image, of all production files. */
  public Judged files(Set<String> rules) throws InterruptedException {
    List<String> paths =
        tree.files().keySet().stream()
            .filter(it -> it.endsWith(".py") && roles.of(it) == Role.PRODUCTION)
            .toList();
    SortedMap<String, RuleResult> results = new TreeMap<>();
    if (rules.contains("code-syntax")) {
      results.put("code-syntax", code.syntax(paths));
    }
    if (rules.contains("code-undefined-name")) {
      results.put("code-undefined-name", code.names(paths));
    }
    return new Judged(results, new TreeSet<>(paths), List.of());
  }

  /** Tests that cannot be imported. */
  public RuleResult tests() throws InterruptedException {
    return code.tests(roles);
  }

  /** Results of several images. */
  private static final class Merged {
    private final boolean several;
    private final SortedMap<String, SortedMap<Finding, List<String>>> findings = new TreeMap<>();
    private final Map<String, List<Gap>> gaps = new HashMap<>();

    Merged(boolean several) {
      this.several = several;
    }

    void add(String image, String rule, RuleResult result) {
      SortedMap<Finding, List<String>> all = findings.computeIfAbsent(rule, _ -> new TreeMap<>());
      result.findings().forEach(it -> all.computeIfAbsent(it, _ -> new ArrayList<>()).add(image));
      gaps.computeIfAbsent(rule, _ -> new ArrayList<>()).addAll(result.gaps());
    }

    void gap(Collection<String> rules, Gap gap) {
      rules.forEach(it -> add("", it, new RuleResult(List.of(), List.of(gap))));
    }

    SortedMap<String, RuleResult> results() {
      SortedMap<String, RuleResult> results = new TreeMap<>();
      findings.forEach((rule, found) -> {
        var all = new ArrayList<Finding>();
        found.forEach((it, images) -> all.add(several ? named(it, images) : it));
        results.put(rule, new RuleResult(all, gaps.getOrDefault(rule, List.of())));
      });
      return results;
    }

    private static Finding named(Finding it, List<String> images) {
      return new Finding(
          it.rule(),
          it.path(),
          it.line(),
          it.column(),
          "%s (%s %s)"
              .formatted(
                  it.message(),
                  images.size() == 1 ? "in the image" : "in the images",
                  String.join(", ", images)),
          it.subject());
    }
  }

  /** Keeps what was read for the next run. */
  @Override
  public void close() {
    code.close();
  }
}
