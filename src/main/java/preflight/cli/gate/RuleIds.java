package preflight.cli.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import preflight.catalog.Catalog;
import preflight.check.CheckDefinition;
import preflight.check.plan.Plan;
import preflight.check.plan.PlannedCheck;
import preflight.profile.Profile;
import preflight.resource.Service;
import preflight.resource.Source;
import preflight.resource.Target;
import preflight.source.rule.HouseRule;
import preflight.source.service.StartRules;

/** The rules of the house and of the start, as a plan and the catalogue name them. */
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

  /**
   * The plan of a profile without what asks anything but the source tree for its rules.
   *
   * @param start the rules of the start to keep, for services that say how their image is built
   */
  public static Profile only(Profile profile, Set<String> start) {
    List<PlannedCheck> checks =
        profile.plan().checks().stream()
            .filter(it ->
                isOfTheHouse(it.definition())
                    || (start.contains(it.definition().id()) && image(it).isPresent()))
            .toList();
    return profile.with(new Plan(checks, profile.plan().notices(), profile.plan().weakenings()));
  }

  /** The rules of the start that a plan asks, with their parameters, by the names of services. */
  public static Map<String, Map<String, Record>> start(Plan plan) {
    Map<String, Map<String, Record>> asked = new TreeMap<>();
    plan.checks().stream()
        .filter(it -> it.excluded().isEmpty() && StartRules.ALL.contains(it.definition().id()))
        .forEach(it ->
            image(it)
                .ifPresent(service ->
                    asked
                        .computeIfAbsent(service.name().name(), _ -> new TreeMap<>())
                        .put(it.definition().id(), it.with())));
    return asked;
  }

  private static Optional<Service> image(PlannedCheck check) {
    return check.target() instanceof Target<?> target
            && target.resource() instanceof Service service
            && service.image().isPresent()
        ? Optional.of(service)
        : Optional.empty();
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
