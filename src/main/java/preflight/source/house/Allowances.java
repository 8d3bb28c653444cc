package preflight.source.house;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import preflight.source.Finding;
import preflight.source.Gap;
import preflight.source.RuleResult;
import preflight.source.rule.HouseRule;
import preflight.source.rule.Overview;
import preflight.source.rule.ReadFile;
import preflight.source.tree.Role;
import preflight.source.tree.Roles;
import preflight.source.tree.SourceFile;
import preflight.source.tree.SourceTree;

/** What a tree allows rules that are not of the house: by comments, and by its baseline. */
public final class Allowances {

  private final SourceTree tree;
  private final Roles roles;
  private final HouseAnswers answers;

  public Allowances(SourceTree tree, Roles roles) {
    this(tree, roles, Map.of());
  }

  /**
   * Looks only at what earlier runs did not see.
   *
   * @param variables of this process, which say where caches are
   */
  public Allowances(SourceTree tree, Roles roles, Map<String, String> variables) {
    this.tree = tree;
    this.roles = roles;
    this.answers = HouseAnswers.of(tree, roles, variables);
  }

  /** Reads files for comments that allow something, and asks nothing of them. */
  private record Comments(Set<String> paths) implements HouseRule<String> {

    @Override
    public String id() {
      return Settlement.RULE;
    }

    @Override
    public Set<String> words() {
      return Set.of(Allowance.MARK);
    }

    @Override
    public boolean concerns(SourceFile file, Role role) {
      return paths.contains(file.path());
    }

    @Override
    public void look(ReadFile file, Consumer<? super String> seen) {
      // What reads the file notes its comments by itself.
    }

    @Override
    public List<Finding> conclude(List<String> seen, Overview overview) {
      return List.of();
    }
  }

  /** A result, less what the tree allows. */
  public RuleResult settle(RuleResult result) throws InterruptedException {
    if (result.findings().isEmpty()) {
      return result;
    }
    Set<String> paths = new LinkedHashSet<>();
    Set<String> rules = new LinkedHashSet<>();
    for (Finding it : result.findings()) {
      paths.add(it.path());
      rules.add(it.rule());
    }
    return switch (new HouseRules(tree, roles).baseline()) {
      case Baseline.Reading.Read(Baseline baseline) ->
          settle(Map.of("", result), paths, rules, baseline)
              .open()
              .getOrDefault("", RuleResult.NOTHING);
      case Baseline.Reading.Invalid(List<String> mistakes) ->
          result.and(
              new RuleResult(
                  List.of(),
                  List.of(new Gap(Baseline.FILE, "has a mistake: " + mistakes.getFirst()))));
    };
  }

  /**
   * Settles results.
   *
   * @param paths of all files that were judged
   * @param rules that were asked; what allows others is not looked at
   */
  public <K> Settlement<K> settle(
      Map<K, RuleResult> results, Collection<String> paths, Set<String> rules, Baseline baseline)
      throws InterruptedException {
    Set<String> looked = new LinkedHashSet<>(paths);
    results.values().forEach(it -> it.findings().forEach(each -> looked.add(each.path())));
    Inspection.Inspected inspected =
        new Inspection(tree, roles, new HouseRules.NativeGrammar(), FileNotes.forgotten(), answers)
            .inspect(List.of(new Comments(looked)));
    return Settlement.of(
        results,
        inspected.allowances().stream()
            .filter(it -> it.flaw().isEmpty() && rules.contains(it.rule()))
            .toList(),
        baseline,
        rules,
        rules,
        new TreeSet<>(paths));
  }
}
