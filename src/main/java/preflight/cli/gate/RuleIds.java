package preflight.cli.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import preflight.catalog.Catalog;
import preflight.check.CheckDefinition;
import preflight.check.plan.Plan;
import preflight.check.plan.PlannedCheck;
import preflight.profile.Profile;
import preflight.resource.Source;
import preflight.source.rule.HouseRule;

/** The rules of the house, as a plan and the catalogue name them. */
public final class RuleIds {

  private RuleIds() {}

  /** The rules that a plan asks, with their parameters. */
  public static List<HouseRule<?>> of(Plan plan) {
    List<HouseRule<?>> rules = new ArrayList<>();
    plan.checks().stream()
        .filter(it -> it.excluded().isEmpty())
        .forEach(it -> {
          if (it.with() instanceof HouseRule<?> rule) {
            rules.add(rule);
          }
        });
    return rules;
  }

  /** The plan of a profile without what asks anything but the source tree for its rules. */
  public static Profile only(Profile profile) {
    List<PlannedCheck> checks =
        profile.plan().checks().stream().filter(it -> isOfTheHouse(it.definition())).toList();
    return profile.with(new Plan(checks, profile.plan().notices(), profile.plan().weakenings()));
  }

  private static boolean isOfTheHouse(CheckDefinition check) {
    return check.doc().on() == Source.class && check.id().startsWith("code-");
  }

  /** The ids of all checks of source: what a comment may allow. */
  public static Set<String> all() {
    return Catalog.definitions().stream()
        .map(CheckDefinition::id)
        .filter(it -> it.startsWith("code-") || it.startsWith("image-"))
        .collect(Collectors.toSet());
  }
}
