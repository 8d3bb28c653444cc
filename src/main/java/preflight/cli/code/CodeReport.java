package preflight.cli.code;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import preflight.check.ExitCode;
import preflight.check.Severity;
import preflight.source.Finding;
import preflight.source.Gap;
import preflight.source.RuleResult;
import preflight.source.house.HouseRules.Score;
import preflight.source.tree.Role;
import preflight.text.Listing;
import preflight.text.Plural;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code preflight code} says.
 *
 * @param prefix what the paths of the tree begin with, from where the process runs
 * @param images what is looked at of each image
 * @param comments how many findings comments allow
 * @param read how many files were read
 * @param failing whether warnings fail
 */
record CodeReport(
    String prefix,
    List<Ruled> ruled,
    SortedMap<Role, Score> scores,
    List<String> images,
    int comments,
    int read,
    boolean failing) {

  private static final int SHOWN = 4;

  /**
   * What one rule of the plan says.
   *
   * @param standing what the baseline allows
   */
  record Ruled(String rule, Severity severity, RuleResult open, List<Finding> standing) {

    /** Only what is found in some files; a change of one file breaks the imports of another. */
    Ruled in(Set<String> paths) {
      if (rule.startsWith("image-")) {
        return this;
      }
      return new Ruled(
          rule,
          severity,
          new RuleResult(
              open.findings().stream().filter(it -> paths.contains(it.path())).toList(),
              open.gaps().stream()
                  .filter(it -> it.path().isEmpty() || paths.contains(it.path()))
                  .toList()),
          standing);
    }
  }

  /** A row of the table: how often a rule is broken, how often it may be. */
  record Row(String rule, String severity, int now, int target, int gap, String priority) {}

  List<Row> rows() {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (Ruled it : ruled) {
      int target = it.standing.size();
      int gap = it.open.findings().size();
      if (gap + target > 0) {
        String priority =
            gap == 0
                ? "none"
                : switch (it.severity) {
                  case BLOCKER -> "high";
                  case WARNING -> "medium";
                  case INFO -> "low";
                };
        rows.put(
            it.rule, new Row(it.rule, lower(it.severity), gap + target, target, gap, priority));
      }
    }
    List<Row> sorted = new ArrayList<>(rows.values());
    List<String> order = List.of("high", "medium", "low", "none");
    sorted.sort(
        Comparator.comparingInt((Row it) -> order.indexOf(it.priority))
            .thenComparing(Comparator.comparingInt(Row::gap).reversed())
            .thenComparing(Row::rule));
    return sorted;
  }

  private static String lower(Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }

  private List<Finding> findings() {
    var all = new TreeSet<Finding>();
    ruled.forEach(it -> all.addAll(it.open.findings()));
    return List.copyOf(all);
  }

  /** What could not be judged, with the rules that wanted to. */
  private SortedMap<Gap, List<String>> gaps() {
    var gaps = new TreeMap<Gap, List<String>>();
    for (Ruled it : ruled) {
      it.open.gaps().forEach(gap -> gaps.computeIfAbsent(gap, _ -> new ArrayList<>()).add(it.rule));
    }
    return gaps;
  }

  /** As the gate: what failed goes before what is unknown. */
  ExitCode exit() {
    boolean warned = false;
    boolean unknown = false;
    for (Ruled it : ruled) {
      boolean blocks = it.severity == Severity.BLOCKER;
      if (blocks && !it.open.findings().isEmpty()) {
        return ExitCode.CODE;
      }
      unknown |= blocks && !it.open.gaps().isEmpty();
      warned |=
          it.severity == Severity.WARNING
              && !(it.open.findings().isEmpty() && it.open.gaps().isEmpty());
    }
    return unknown ? ExitCode.INCONCLUSIVE : warned && failing ? ExitCode.WARNINGS : ExitCode.GO;
  }

  void human(PrintWriter out) {
    List<Finding> findings = findings();
    for (Finding it : findings) {
      out.println("%s%s: %s: %s".formatted(prefix, it.place(), it.rule(), it.message()));
    }
    gaps()
        .forEach((gap, rules) ->
            out.println(
                "%s: unknown: %s (%s)"
                    .formatted(
                        gap.path().isEmpty() ? prefix + "." : prefix + gap.path(),
                        gap.why(),
                        Listing.line(rules, SHOWN))));
    table(out);
    scores.forEach((role, score) -> {
      if (role == Role.PRODUCTION || role == Role.TEST) {
        out.println(
            "score: %d %% of %s break no rule"
                .formatted(score.percent(), Plural.of(score.files(), role.word() + " file")));
      }
    });
    images.forEach(out::println);
    long files = findings.stream().map(Finding::path).distinct().count();
    out.println(
        "%s in %s; allowed: %d by comments, %d by the baseline; %s read"
            .formatted(
                Plural.of(findings.size(), "finding"),
                Plural.of((int) files, "file"),
                comments,
                baseline(),
                Plural.of(read, "file")));
  }

  private int baseline() {
    return ruled.stream().mapToInt(it -> it.standing.size()).sum();
  }

  private void table(PrintWriter out) {
    List<Row> rows = rows();
    if (rows.isEmpty()) {
      return;
    }
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("rule", "now", "target", "gap", "priority"));
    rows.forEach(
        it -> lines.add(List.of(it.rule, "" + it.now, "" + it.target, "" + it.gap, it.priority)));
    int width = lines.stream().mapToInt(it -> it.getFirst().length()).max().orElse(0);
    out.println();
    for (List<String> it : lines) {
      out.println(
          "%s  %6s  %6s  %6s  %s"
              .formatted(
                  it.getFirst() + " ".repeat(width - it.getFirst().length()),
                  it.get(1),
                  it.get(2),
                  it.get(3),
                  it.get(4)));
    }
    out.println();
  }

  /** The document of {@code -o json}. */
  record Document(
      List<Found> findings,
      List<Unjudged> unknown,
      List<Row> rules,
      List<Scored> scores,
      List<String> images,
      Allowed allowed,
      int filesRead,
      int exitCode) {}

  record Found(String rule, String path, int line, int column, String message, String subject) {}

  record Unjudged(String path, String why, List<String> rules) {}

  record Scored(String role, int files, int sound, int percent) {}

  record Allowed(int comments, int baseline) {}

  void json(PrintWriter out) {
    List<Unjudged> unknown = new ArrayList<>();
    gaps()
        .forEach((gap, rules) -> unknown.add(new Unjudged(prefix + gap.path(), gap.why(), rules)));
    List<Scored> scored = new ArrayList<>();
    scores.forEach(
        (role, it) -> scored.add(new Scored(role.word(), it.files(), it.sound(), it.percent())));
    var document =
        new Document(
            findings().stream()
                .map(it ->
                    new Found(
                        it.rule(),
                        prefix + it.path(),
                        it.line(),
                        it.column(),
                        it.message(),
                        it.subject()))
                .toList(),
            unknown,
            rows(),
            scored,
            images,
            new Allowed(comments, baseline()),
            read,
            exit().code());
    var mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    out.print(mapper.writeValueAsString(document));
    out.println();
  }
}
