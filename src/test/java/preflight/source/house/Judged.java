package preflight.source.house;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import preflight.source.Finding;
import preflight.source.RuleResult;
import preflight.source.rule.HouseRule;
import preflight.source.tree.Roles;
import preflight.source.tree.SourceTree;
import preflight.source.tree.TreeOf;

/** Asks a rule about sources in which the comment {@code expect} marks each line with a finding. */
public final class Judged {

  private Judged() {}

  /** Paths and texts in turn. */
  public static Map<String, String> sources(String... pathsAndTexts) {
    Map<String, String> sources = new LinkedHashMap<>();
    for (int i = 0; i < pathsAndTexts.length; i += 2) {
      sources.put(pathsAndTexts[i], pathsAndTexts[i + 1]);
    }
    return sources;
  }

  /** Holds that a rule finds the marked lines and no other one; its findings. */
  public static List<Finding> marked(HouseRule<?> rule, String... pathsAndTexts) {
    Map<String, String> sources = sources(pathsAndTexts);
    List<String> expected = new ArrayList<>();
    sources.forEach((path, text) -> {
      List<String> lines = text.lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).matches(".*(?:#|//) expect.*")) {
          expected.add(path + ":" + (i + 1));
        }
      }
    });
    List<Finding> found = findings(rule, TreeOf.files(sources));
    assertThat(found.stream().map(it -> it.path() + ":" + it.line()))
        .as(() -> found.toString())
        .containsExactlyInAnyOrderElementsOf(expected);
    return found;
  }

  public static List<Finding> findings(HouseRule<?> rule, SourceTree tree) {
    return result(rule, tree).findings();
  }

  public static RuleResult result(HouseRule<?> rule, SourceTree tree) {
    return requireNonNull(settle(List.of(rule), tree, Baseline.NONE).open().get(rule));
  }

  public static Settlement<HouseRule<?>> settle(
      List<HouseRule<?>> rules, SourceTree tree, Baseline baseline) {
    try {
      return new HouseRules(tree, new Roles())
          .judge(
              rules, baseline, Set.of("code-forbidden", "code-direct-environ", "code-large-file"));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
