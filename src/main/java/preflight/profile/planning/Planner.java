package preflight.profile.planning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.check.CheckDefinition;
import preflight.check.CheckId;
import preflight.check.Place;
import preflight.check.plan.ClassOverride;
import preflight.check.plan.PlannedCheck;
import preflight.check.plan.Retry;
import preflight.check.plan.Waiver;
import preflight.profile.Declared;
import preflight.profile.decoding.Decoder;
import preflight.profile.decoding.Written;
import preflight.profile.reading.Mistakes;
import preflight.profile.reading.Yaml;
import preflight.resource.Environment;
import preflight.resource.Resource;
import preflight.resource.ResourceName;
import preflight.resource.Service;
import preflight.resource.Target;

/** Crosses the resources of a profile with the rules of its packs. */
public final class Planner {

  private final List<Rule> rules;
  private final Map<CheckNames.Named, Yaml.Mapping> overrides;
  private final Decoder decoder;
  private final Mistakes mistakes;
  private final IdentityHashMap<Rule, Optional<Settled>> shared = new IdentityHashMap<>();

  /** Rule and overrides, merged and decoded; the same for all resources without an own override. */
  private record Settled(Yaml.Mapping node, Written.Rule settings, Record with) {}

  public Planner(
      List<Rule> rules,
      Map<CheckNames.Named, Yaml.Mapping> overrides,
      Decoder decoder,
      Mistakes mistakes) {
    this.rules = rules;
    this.overrides = overrides;
    this.decoder = decoder;
    this.mistakes = mistakes;
  }

  /** Every check of every resource, in the order of the resources and then of the rules. */
  public List<Decided> decide(Declared declared) {
    List<Decided> all = new ArrayList<>();
    for (ResourceName resource : declared.names()) {
      rulesFor(resource).forEach(rule -> decide(rule, resource).ifPresent(all::add));
    }
    rules.stream().filter(it -> !shared.containsKey(it)).forEach(this::checkUnused);
    return all;
  }

  /**
   * The checks of a job that somebody may be about to deploy: those of services that judge jobs,
   * too.
   */
  public List<PlannedCheck> ofJobs(Environment environment, Place profile) {
    Service job = Service.job("job");
    List<PlannedCheck> all = new ArrayList<>();
    rulesFor(job.name())
        .forEach(rule ->
            decide(rule, job.name())
                .map(it ->
                    planned(
                        new Target<>(job, environment), it, profile, Set.of(), Optional.empty()))
                .ifPresent(all::add));
    return List.copyOf(all);
  }

  /** What selects nothing here is wrong all the same where its thresholds are. */
  private void checkUnused(Rule rule) {
    if (overrides.keySet().stream().noneMatch(it -> it.isAbout(rule))) {
      rule.node().mapping("with").ifPresent(_ -> settle(rule, rule.node()));
    }
  }

  private Iterable<Rule> rulesFor(ResourceName resource) {
    Map<String, Rule> chosen = new LinkedHashMap<>();
    for (Rule rule : rules) {
      Rule earlier = chosen.get(rule.name());
      if (rule.selects(resource) && (earlier == null || rule.replaces(earlier))) {
        chosen.remove(rule.name());
        chosen.put(rule.name(), rule);
      }
    }
    return chosen.values();
  }

  private Optional<Decided> decide(Rule rule, ResourceName resource) {
    Yaml.Mapping forAll = overridden(rule, rule.node(), Optional.empty());
    var only = Optional.of(resource.toString());
    boolean own =
        overrides.containsKey(new CheckNames.Named(rule.check().id(), only))
            || overrides.containsKey(new CheckNames.Named(rule.name(), only));
    Optional<Settled> settled =
        own
            ? settle(rule, overridden(rule, forAll, only))
            : shared.computeIfAbsent(rule, _ -> settle(rule, forAll));
    return settled.map(
        it -> new Decided(rule.check(), resource, it.node(), it.settings(), it.with()));
  }

  /** What is said of one of several goes before what is said of all of them. */
  private Yaml.Mapping overridden(Rule rule, Yaml.Mapping node, Optional<String> resource) {
    Yaml.Mapping now = overridden(node, new CheckNames.Named(rule.check().id(), resource));
    return rule.id().isEmpty() ? now : overridden(now, new CheckNames.Named(rule.name(), resource));
  }

  private Yaml.Mapping overridden(Yaml.Mapping node, CheckNames.Named name) {
    Yaml.Mapping override = overrides.get(name);
    return override == null ? node : new Yaml.Mapping(node.place(), node.under(override).entries());
  }

  private Optional<Settled> settle(Rule rule, Yaml.Mapping node) {
    Optional<Written.Rule> settings = decoder.record(node, Written.Rule.class, node.place());
    Yaml.Entry to = node.entries().get("class");
    if (to != null && !node.entries().containsKey("reason")) {
      mistakes.add(to.place(), "a class of your own needs a reason");
    }
    Yaml.Entry with = node.entries().get("with");
    Place where = with == null ? node.place() : with.place();
    Yaml given = with == null ? new Yaml.Mapping(where, Map.of()) : with.value();
    Optional<? extends Record> thresholds = decoder.record(given, rule.check().thresholds(), where);
    return settings.isPresent() && thresholds.isPresent()
        ? Optional.of(new Settled(node, settings.get(), thresholds.get()))
        : Optional.empty();
  }

  /** The plan of what was decided, for the resources that are complete. */
  public static List<PlannedCheck> plan(
      List<Decided> decided,
      Environment environment,
      Declared declared,
      Function<CheckId, Optional<Waiver>> waivers) {
    Map<ResourceName, Resource> resources =
        environment.resources().collect(Collectors.toMap(Resource::name, it -> it));
    Set<CheckId> ids = decided.stream().map(Decided::id).collect(Collectors.toSet());
    List<PlannedCheck> plan = new ArrayList<>();
    for (Decided one : decided) {
      Resource resource = resources.get(one.resource());
      if (resource != null) {
        Place place = declared.placeOf(one.resource());
        Target<?> target = new Target<>(resource, environment);
        plan.add(planned(target, one, place, ids, waivers.apply(one.id())));
      }
    }
    return plan;
  }

  /** The types agree because rules are refused on resources that their check does not fit. */
  private static PlannedCheck planned(
      Target<?> target, Decided decided, Place place, Set<CheckId> ids, Optional<Waiver> waiver) {
    Written.Rule settings = decided.settings();
    return new PlannedCheck(
        decided.id(),
        decided.check(),
        target,
        decided.with(),
        settings.severity(),
        settings.timeout(),
        settings.retry().map(it -> new Retry(it.attempts(), it.backoff())).orElse(Retry.NONE),
        needs(decided.check(), decided.id().resource(), ids),
        Optional.empty(),
        waiver,
        settings.to().map(it -> new ClassOverride(it, settings.reason().orElse(""))),
        place);
  }

  private static List<CheckId> needs(CheckDefinition check, String resource, Set<CheckId> planned) {
    return needed(check, resource, planned).distinct().toList();
  }

  /** A rung that no pack asks for is passed over to the one below it. */
  private static Stream<CheckId> needed(
      CheckDefinition check, String resource, Set<CheckId> planned) {
    return Arrays.stream(check.doc().needs())
        .map(CheckDefinition::of)
        .flatMap(it -> {
          CheckId id = new CheckId(it.id(), resource);
          return planned.contains(id) ? Stream.of(id) : needed(it, resource, planned);
        });
  }
}
