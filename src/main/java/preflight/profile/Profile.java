package preflight.profile;

import java.nio.file.Path;
import java.util.List;
import preflight.check.Plan;
import preflight.resource.Environment;

/**
 * A profile with its parents and packs.
 *
 * @param digest {@code sha256:} and hex, over the bytes of all files that were read
 * @param values where everything in it came from
 * @param variables what it reads of the caller's environment
 */
public record Profile(
    Path file,
    String digest,
    Environment environment,
    Plan plan,
    Values values,
    List<VariableUse> variables) {

  public Profile {
    variables = List.copyOf(variables);
  }
}
