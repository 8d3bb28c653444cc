package preflight.source.house;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import preflight.source.Finding;
import preflight.source.RuleResult;

/**
 * Findings after what the source and the baseline allow.
 *
 * @param open what counts, by what was asked
 * @param standing what the baseline allows and still stands, by what was asked
 * @param allowed how many findings comments allow, by rule
 * @param unneeded what allows something that is not there any more, and what is written wrongly
 * @param files all files that were read
 */
public record Settlement<K>(
    Map<K, RuleResult> open,
    Map<K, List<Finding>> standing,
    Map<String, Integer> allowed,
    List<Finding> unneeded,
    SortedSet<String> files) {

  /** The rule that findings in {@link #unneeded} are of. */
  public static final String RULE = "code-suppression";

  private record At(String rule, String path, int line) {}

  /**
   * Settles results.
   *
   * @param judged the rules that were asked: nothing is said of what allows others
   * @param known all rules that there are
   */
  static <K> Settlement<K> of(
      Map<K, RuleResult> results,
      Collection<Allowance> allowances,
      Baseline baseline,
      Set<String> judged,
      Set<String> known,
      SortedSet<String> files) {
    var unneeded = new ArrayList<Finding>();
    Map<At, Allowance> allowing = new HashMap<>();
    for (Allowance it : allowances) {
      if (it.flaw().isPresent()) {
        unneeded.add(
            finding(
                it,
                "allows nothing: it " + it.flaw().get() + "; write preflight: allow RULE, reason"));
      } else if (!known.contains(it.rule())) {
        unneeded.add(finding(it, "allows nothing: no rule is called " + it.rule()));
      } else {
        allowing.put(new At(it.rule(), it.path(), it.line()), it);
        allowing.putIfAbsent(new At(it.rule(), it.path(), it.covers()), it);
      }
    }
    Set<Allowance> used = new HashSet<>();
    Map<String, Integer> allowed = new HashMap<>();
    Map<K, List<Finding>> left = new LinkedHashMap<>();
    Map<Baseline.Key, Integer> counts = new HashMap<>();
    results.forEach((asked, result) -> {
      var rest = new ArrayList<Finding>();
      for (Finding it : result.findings()) {
        Allowance by = allowing.get(new At(it.rule(), it.path(), it.line()));
        if (by == null) {
          rest.add(it);
          counts.merge(Baseline.Key.of(it), 1, Integer::sum);
        } else {
          used.add(by);
          allowed.merge(it.rule(), 1, Integer::sum);
        }
      }
      left.put(asked, rest);
    });
    Map<K, RuleResult> open = new LinkedHashMap<>();
    Map<K, List<Finding>> standing = new LinkedHashMap<>();
    left.forEach((asked, findings) -> {
      var counted = new ArrayList<Finding>();
      var kept = new ArrayList<Finding>();
      for (Finding it : findings) {
        int now = counts.getOrDefault(Baseline.Key.of(it), 0);
        int may = baseline.allowed().getOrDefault(Baseline.Key.of(it), 0);
        if (now <= may) {
          kept.add(it);
        } else {
          counted.add(may == 0 ? it : more(it, now, may));
        }
      }
      RuleResult result = results.getOrDefault(asked, RuleResult.NOTHING);
      open.put(asked, new RuleResult(counted, result.gaps()));
      standing.put(asked, List.copyOf(kept));
    });
    allowances.stream()
        .filter(it -> it.flaw().isEmpty() && judged.contains(it.rule()) && !used.contains(it))
        .filter(it -> gapless(results, it))
        .forEach(it ->
            unneeded.add(
                finding(
                    it,
                    "%s is not broken there any more; remove the comment".formatted(it.rule()))));
    baseline
        .allowed()
        .forEach((key, may) -> {
          int now = counts.getOrDefault(key, 0);
          if (now < may && judged.contains(key.rule()) && gapless(results, key)) {
            unneeded.add(
                new Finding(
                    RULE,
                    Baseline.FILE,
                    1,
                    1,
                    "allows %d of %s about %s in %s, and %s; lower it with: preflight code --write-baseline"
                        .formatted(
                            may,
                            key.rule(),
                            key.subject(),
                            key.path(),
                            now == 0 ? "none is left" : now + " are left"),
                    key.rule() + " " + key.path() + " " + key.subject()));
          }
        });
    return new Settlement<>(open, standing, Map.copyOf(allowed), List.copyOf(unneeded), files);
  }

  private static Finding more(Finding it, int now, int may) {
    return new Finding(
        it.rule(),
        it.path(),
        it.line(),
        it.column(),
        "%s (%d in this file, and the baseline allows %d)".formatted(it.message(), now, may),
        it.subject());
  }

  /** What could not be looked at says nothing of what allows it. */
  private static boolean gapless(Map<?, RuleResult> results, Allowance allowance) {
    return gapless(results, new Baseline.Key(allowance.rule(), allowance.path(), ""));
  }

  private static boolean gapless(Map<?, RuleResult> results, Baseline.Key key) {
    return results.values().stream()
        .flatMap(it -> it.gaps().stream())
        .noneMatch(it -> it.path().isEmpty() || key.path().startsWith(it.path()));
  }

  private static Finding finding(Allowance it, String message) {
    return new Finding(
        RULE, it.path(), it.line(), 1, message, it.rule().isEmpty() ? "?" : it.rule());
  }
}
