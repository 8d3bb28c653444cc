package preflight.profile.planning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import preflight.check.CheckDefinition;
import preflight.check.Glob;
import preflight.check.plan.Plan;
import preflight.check.plan.PlannedCheck;
import preflight.profile.reading.Suggestions;
import preflight.resource.Environment;
import preflight.resource.Kind;

/**
 * What {@code --only} and {@code --skip} leave of a plan. Each is a glob ({@code *}, {@code ?})
 * over ids of checks, names of resources, kinds, and {@code check/resource}.
 */
public record Selection(List<String> only, List<String> skip) {

  public static final Selection ALL = new Selection(List.of(), List.of());

  public Selection {
    only = List.copyOf(only);
    skip = List.copyOf(skip);
  }

  /** What came of a selection. */
  public sealed interface Selected {

    /** The plan, in which what was not selected is excluded. */
    record Some(Plan plan) implements Selected {}

    /** Globs that no check, resource or kind bears: the usage is wrong, once per glob. */
    record Unknown(List<String> messages) implements Selected {
      public Unknown {
        messages = List.copyOf(messages);
      }
    }

    /** Everything is known and nothing is left. */
    record Nothing() implements Selected {}
  }

  public Selected apply(Plan plan, List<CheckDefinition> catalogue, Environment environment) {
    Set<String> known = known(plan, catalogue, environment);
    List<String> unknown =
        Stream.concat(
                unknown("--only", only, known).stream(), unknown("--skip", skip, known).stream())
            .toList();
    if (!unknown.isEmpty()) {
      return new Selected.Unknown(unknown);
    }
    List<PlannedCheck> checks = new ArrayList<>();
    for (PlannedCheck check : plan.checks()) {
      Optional<String> by = excludedBy(check);
      checks.add(by.isPresent() ? check.excludedBy(by.get()) : check);
    }
    return checks.stream().allMatch(it -> it.excluded().isPresent())
        ? new Selected.Nothing()
        : new Selected.Some(plan.with(checks, List.of()));
  }

  private Optional<String> excludedBy(PlannedCheck check) {
    Set<String> names = names(check);
    if (!only.isEmpty() && only.stream().noneMatch(it -> matches(it, names))) {
      return Optional.of("--only " + String.join(" --only ", only));
    }
    return skip.stream().filter(it -> matches(it, names)).findFirst().map("--skip "::concat);
  }

  private static Set<String> names(PlannedCheck check) {
    Set<String> names = new LinkedHashSet<>();
    names.add(check.id().check());
    names.add(check.id().catalogued());
    names.add(check.id().resource());
    names.add(check.id().toString());
    names.add(Catalogue.kindOf(check.definition()).key());
    return names;
  }

  private static Set<String> known(
      Plan plan, List<CheckDefinition> catalogue, Environment environment) {
    Set<String> known = new LinkedHashSet<>();
    catalogue.forEach(it -> known.add(it.id()));
    Arrays.stream(Kind.values()).forEach(it -> known.add(it.key()));
    environment.resources().forEach(it -> known.add(it.name().toString()));
    plan.checks().forEach(it -> known.addAll(names(it)));
    return known;
  }

  private static List<String> unknown(String flag, List<String> globs, Set<String> known) {
    return globs.stream()
        .filter(it -> !matches(it, known))
        .map(it -> "%s: nothing is called '%s'%s".formatted(flag, it, suggestion(it, known)))
        .toList();
  }

  private static String suggestion(String glob, Set<String> known) {
    return Suggestions.closest(glob, known).map("; did you mean '%s'?"::formatted).orElse("");
  }

  private static boolean matches(String glob, Collection<String> names) {
    return new Glob(glob).matchesAny(names);
  }
}
