package preflight.source.house;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import preflight.resource.Source;
import preflight.source.Gap;
import preflight.source.RuleResult;
import preflight.source.rule.HouseRule;
import preflight.source.tree.Role;
import preflight.source.tree.Roles;
import preflight.source.tree.SourceTree;
import preflight.source.tree.WorkingTrees;

/** The house of the source trees of a profile, each of which is read once in a run. */
public final class SourceHouse implements House {

  private final List<HouseRule<?>> rules;
  private final Set<String> known;
  private final WorkingTrees trees;
  private final Map<String, String> variables;
  private final Map<String, Judged> judged = new HashMap<>();

  /**
   * @param rules all that the run asks
   * @param known the ids of all rules that there are, which a comment may allow
   * @param trees of this run
   * @param variables of this process, which say where caches are
   */
  public SourceHouse(
      List<HouseRule<?>> rules,
      Set<String> known,
      WorkingTrees trees,
      Map<String, String> variables) {
    this.trees = trees;
    this.variables = Map.copyOf(variables);
    this.rules = List.copyOf(rules);
    this.known = Set.copyOf(known);
  }

  /**
   * A tree that was looked at.
   *
   * @param trouble why it was not, or not as its baseline asks
   */
  private record Judged(
      Settlement<HouseRule<?>> settled,
      SortedMap<Role, HouseRules.Score> scores,
      RuleResult trouble) {}

  /** What files of a source are there for, as its profile says. */
  public static Roles roles(Source source) {
    Map<Role, List<String>> declared = new EnumMap<>(Role.class);
    declared.put(Role.PRODUCTION, source.production());
    declared.put(Role.TEST, source.tests());
    declared.put(Role.GENERATED, source.generated());
    return new Roles(declared);
  }

  @Override
  public RuleResult judge(Source source, HouseRule<?> rule) throws InterruptedException {
    Judged all = all(source);
    return all.settled.open().getOrDefault(rule, RuleResult.NOTHING).and(all.trouble);
  }

  @Override
  public RuleResult suppressions(Source source) throws InterruptedException {
    Judged all = all(source);
    return new RuleResult(all.settled.unneeded(), List.of()).and(all.trouble);
  }

  @Override
  public SortedMap<Role, HouseRules.Score> scores(Source source) throws InterruptedException {
    return all(source).scores;
  }

  private synchronized Judged all(Source source) throws InterruptedException {
    @Nullable Judged known = judged.get(source.root());
    if (known == null) {
      known = look(source);
      judged.put(source.root(), known);
    }
    return known;
  }

  private Judged look(Source source) throws InterruptedException {
    SourceTree tree;
    try {
      tree = trees.of(Path.of(source.root()));
    } catch (IOException e) {
      return nothing("", "cannot be listed at " + source.root());
    }
    var house = new HouseRules(tree, roles(source), variables);
    return switch (house.baseline()) {
      case Baseline.Reading.Invalid(List<String> mistakes) ->
          nothing(Baseline.FILE, "has a mistake: " + mistakes.getFirst());
      case Baseline.Reading.Read(Baseline baseline) -> {
        Settlement<HouseRule<?>> settled = house.judge(rules, baseline, known);
        yield new Judged(settled, house.scores(settled), RuleResult.NOTHING);
      }
    };
  }

  private static Judged nothing(String path, String why) {
    return new Judged(
        new Settlement<>(new LinkedHashMap<>(), Map.of(), Map.of(), List.of(), new TreeSet<>()),
        new TreeMap<>(),
        new RuleResult(List.of(), List.of(new Gap(path, why))));
  }
}
