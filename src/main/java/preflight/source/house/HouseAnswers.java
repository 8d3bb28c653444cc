package preflight.source.house;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.SortedSet;
import java.util.TreeSet;
import preflight.source.Finding;
import preflight.source.RuleResult;
import preflight.source.facts.AnswerCache;
import preflight.source.facts.ExactText;
import preflight.source.facts.ProgramBuild;
import preflight.source.rule.HouseRule;
import preflight.source.tree.Roles;
import preflight.source.tree.SourceTree;

/** What rules said of a tree in an earlier run: asked of the same tree, they say it again. */
final class HouseAnswers {

  private final SourceTree tree;
  private final Roles roles;
  private final Optional<AnswerCache<Answer>> cache;

  /**
   * All that came of one question.
   *
   * @param rules what each said, in the order in which they were asked
   * @param read a letter for each file of the tree, in order: {@code 1} for those that were read
   */
  record Answer(List<Said> rules, List<Allowance> allowances, String read) {}

  record Said(List<Finding> findings) {}

  private HouseAnswers(SourceTree tree, Roles roles, Optional<AnswerCache<Answer>> cache) {
    this.tree = tree;
    this.roles = roles;
    this.cache = cache;
  }

  /** Remembers nothing. */
  static HouseAnswers forgotten(SourceTree tree, Roles roles) {
    return new HouseAnswers(tree, roles, Optional.empty());
  }

  /**
   * Opens what earlier runs found.
   *
   * @param variables of this process, which say where caches are
   */
  static HouseAnswers of(SourceTree tree, Roles roles, Map<String, String> variables) {
    return of(tree, roles, variables, ProgramBuild.id());
  }

  static HouseAnswers of(
      SourceTree tree, Roles roles, Map<String, String> variables, Optional<String> build) {
    return new HouseAnswers(
        tree, roles, build.map(_ -> AnswerCache.of(Answer.class, tree, variables, build)));
  }

  Optional<Inspection.Inspected> get(SequencedSet<HouseRule<?>> rules) {
    return cache
        .flatMap(it -> it.get(question(rules)))
        .filter(
            it -> it.rules().size() == rules.size() && it.read().length() == tree.files().size())
        .map(it -> inspected(rules, it));
  }

  /** What could not be looked at may be there in the next run, so an answer with a gap is none. */
  void put(SequencedSet<HouseRule<?>> rules, Inspection.Inspected inspected) {
    if (cache.isEmpty()
        || inspected.results().values().stream().anyMatch(it -> !it.gaps().isEmpty())) {
      return;
    }
    List<Said> said = new ArrayList<>();
    for (HouseRule<?> rule : rules) {
      said.add(new Said(inspected.results().getOrDefault(rule, RuleResult.NOTHING).findings()));
    }
    var read = new StringBuilder();
    tree.files().keySet().forEach(it -> read.append(inspected.files().contains(it) ? '1' : '0'));
    cache.get().put(question(rules), new Answer(said, inspected.allowances(), read.toString()));
  }

  private Inspection.Inspected inspected(SequencedSet<HouseRule<?>> rules, Answer answer) {
    Map<HouseRule<?>, RuleResult> results = new LinkedHashMap<>();
    int at = 0;
    for (HouseRule<?> rule : rules) {
      results.put(rule, new RuleResult(answer.rules().get(at++).findings(), List.of()));
    }
    SortedSet<String> files = new TreeSet<>();
    int file = 0;
    for (String path : tree.files().keySet()) {
      if (answer.read().charAt(file++) == '1') {
        files.add(path);
      }
    }
    return new Inspection.Inspected(results, answer.allowances(), files);
  }

  private String question(SequencedSet<HouseRule<?>> rules) {
    var texts = new LinkedHashSet<String>();
    rules.forEach(it -> texts.add(ExactText.of(it)));
    return "house " + roles + "\0" + String.join("\0", texts);
  }
}
