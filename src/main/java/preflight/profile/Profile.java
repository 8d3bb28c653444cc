package preflight.profile;

import java.nio.file.Path;
import java.util.List;
import preflight.check.plan.Plan;
import preflight.check.plan.PlannedCheck;
import preflight.profile.reading.VariableUse;
import preflight.resource.Environment;
import preflight.resource.Target;

/**
 * A profile with its parents and packs.
 *
 * @param digest {@code sha256:} and hex, over the bytes of all files that were read
 * @param files that were read for it, and those that it names
 * @param values where everything in it came from
 * @param variables what it reads of the caller's environment
 */
public record Profile(
    Path file,
    String digest,
    List<Path> files,
    Environment environment,
    Plan plan,
    Values values,
    List<VariableUse> variables) {

  public Profile {
    files = List.copyOf(files);
    variables = List.copyOf(variables);
  }

  /** The same profile with another plan. */
  public Profile with(Plan other) {
    return new Profile(file, digest, files, environment, other, values, variables);
  }

  /** The same profile of an environment of which some services are reached elsewhere. */
  public Profile in(Environment other) {
    List<PlannedCheck> checks =
        plan.checks().stream()
            .map(it ->
                it.target() instanceof Target<?> target
                    ? it.about(new Target<>(other.find(target.name()).orElseThrow(), other))
                    : it)
            .toList();
    return new Profile(file, digest, files, other, plan.with(checks, List.of()), values, variables);
  }
}
