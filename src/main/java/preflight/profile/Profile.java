package preflight.profile;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import preflight.check.plan.Plan;
import preflight.check.plan.PlannedCheck;
import preflight.profile.reading.VariableUse;
import preflight.resource.Environment;
import preflight.resource.Service;
import preflight.resource.Target;

/**
 * A profile with its parents and packs.
 *
 * @param digest {@code sha256:} and hex, over the bytes of all files that were read
 * @param files that were read for it, and those that it names
 * @param ofJobs the checks of any job that is about to be deployed
 * @param values where everything in it came from
 * @param variables what it reads of the caller's environment
 */
public record Profile(
    Path file,
    String digest,
    List<Path> files,
    Environment environment,
    Plan plan,
    List<PlannedCheck> ofJobs,
    Values values,
    List<VariableUse> variables) {

  public Profile {
    files = List.copyOf(files);
    variables = List.copyOf(variables);
    ofJobs = List.copyOf(ofJobs);
  }

  /** The same profile with another plan. */
  public Profile with(Plan other) {
    return new Profile(file, digest, files, environment, other, ofJobs, values, variables);
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
    return with(other, checks);
  }

  /** The same profile, to which jobs are deployed that it does not list. */
  public Profile deploying(List<Service> jobs) {
    if (jobs.isEmpty()) {
      return this;
    }
    Environment other = environment.withJobs(jobs);
    Stream<PlannedCheck> added =
        jobs.stream()
            .flatMap(job ->
                ofJobs.stream().map(it -> it.of(job.name().toString(), new Target<>(job, other))));
    return with(other, Stream.concat(in(other).plan.checks().stream(), added).toList());
  }

  private Profile with(Environment other, List<PlannedCheck> checks) {
    return new Profile(
        file, digest, files, other, plan.with(checks, List.of()), ofJobs, values, variables);
  }
}
