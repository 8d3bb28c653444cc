package preflight.source.house;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import preflight.source.RuleResult;
import preflight.source.rule.HouseRule;
import preflight.source.rule.ReadFile;
import preflight.source.syntax.Language;
import preflight.source.syntax.Parser;
import preflight.source.syntax.SyntaxTree;
import preflight.source.tree.Role;
import preflight.source.tree.Roles;
import preflight.source.tree.SourceTree;

/** The rules of the house over one source tree, with what the tree itself allows. */
public final class HouseRules {

  private final SourceTree tree;
  private final Roles roles;
  private final Inspection inspection;

  /**
   * Looks only at what earlier runs did not see.
   *
   * @param variables of this process, which say where caches are
   */
  public HouseRules(SourceTree tree, Roles roles, Map<String, String> variables) {
    this(
        tree,
        roles,
        grammar(),
        FileNotes.of(tree, variables),
        HouseAnswers.of(tree, roles, variables));
  }

  /** Remembers nothing. */
  HouseRules(SourceTree tree, Roles roles) {
    this(tree, roles, grammar());
  }

  HouseRules(SourceTree tree, Roles roles, ReadFile.Grammar grammar) {
    this(tree, roles, grammar, FileNotes.forgotten());
  }

  HouseRules(SourceTree tree, Roles roles, ReadFile.Grammar grammar, FileNotes notes) {
    this(tree, roles, grammar, notes, HouseAnswers.forgotten(tree, roles));
  }

  HouseRules(
      SourceTree tree,
      Roles roles,
      ReadFile.Grammar grammar,
      FileNotes notes,
      HouseAnswers answers) {
    this.tree = tree;
    this.roles = roles;
    this.inspection = new Inspection(tree, roles, grammar, notes, answers);
  }

  /** Loads the native library when the first file is parsed, and tries once. */
  static final class NativeGrammar implements ReadFile.Grammar {
    private @Nullable Parser parser;
    private Parser.@Nullable NoNativeLibrary trouble;

    @Override
    public SyntaxTree parse(Language language, byte[] bytes) throws Parser.NoNativeLibrary {
      return parser().parse(language, bytes);
    }

    private synchronized Parser parser() throws Parser.NoNativeLibrary {
      if (trouble != null) {
        throw trouble;
      }
      if (parser == null) {
        try {
          parser = new Parser();
        } catch (Parser.NoNativeLibrary e) {
          trouble = e;
          throw e;
        }
      }
      return parser;
    }
  }

  /** The native one. */
  static ReadFile.Grammar grammar() {
    return new NativeGrammar();
  }

  /** The baseline of the tree; an empty one where it has none. */
  public Baseline.Reading baseline() {
    return tree.file(Baseline.FILE)
        .<Baseline.Reading>map(it ->
            switch (tree.read(it)) {
              case SourceTree.Content.Bytes(byte[] bytes) -> Baseline.read(bytes);
              case SourceTree.Content.Unread(String why) ->
                  new Baseline.Reading.Invalid(
                      java.util.List.of("%s:1:1: it %s".formatted(Baseline.FILE, why)));
            })
        .orElseGet(() -> new Baseline.Reading.Read(Baseline.NONE));
  }

  /**
   * Asks rules.
   *
   * @param known the ids of all rules that a comment may allow
   */
  public Settlement<HouseRule<?>> judge(
      Collection<? extends HouseRule<?>> rules, Baseline baseline, Set<String> known)
      throws InterruptedException {
    Inspection.Inspected inspected = inspection.inspect(rules);
    Set<String> judged = new LinkedHashSet<>();
    rules.forEach(it -> judged.add(it.id()));
    return Settlement.of(
        inspected.results(), inspected.allowances(), baseline, judged, known, inspected.files());
  }

  /** How many files of a role there are, and how many of them break no rule. */
  public record Score(int files, int sound) {

    /** In whole percent, rounded down: 100 is said only of all. */
    public int percent() {
      return files == 0 ? 100 : (int) (100L * sound / files);
    }
  }

  /**
   * By role, over the source files of the tree; what the baseline allows is broken all the same.
   */
  public SortedMap<Role, Score> scores(Settlement<?> settlement) {
    Set<String> broken = new LinkedHashSet<>();
    settlement.open().values().stream()
        .map(RuleResult::findings)
        .forEach(it -> it.forEach(each -> broken.add(each.path())));
    settlement.standing().values().forEach(it -> it.forEach(each -> broken.add(each.path())));
    Map<Role, int[]> counts = new LinkedHashMap<>();
    for (String path : tree.files().keySet()) {
      if (Language.of(path).isPresent()) {
        int[] count = counts.computeIfAbsent(roles.of(path), _ -> new int[2]);
        count[0]++;
        count[1] += broken.contains(path) ? 0 : 1;
      }
    }
    var scores = new TreeMap<Role, Score>();
    counts.forEach((role, count) -> scores.put(role, new Score(count[0], count[1])));
    return scores;
  }
}
