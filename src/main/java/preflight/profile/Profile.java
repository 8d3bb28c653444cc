package preflight.profile;

import java.nio.file.Path;
import preflight.check.Plan;
import preflight.resource.Environment;

/**
 * A profile with its parents and packs.
 *
 * @param digest {@code sha256:} and hex, over the bytes of all files that were read
 * @param values where everything in it came from
 */
public record Profile(
    Path file, String digest, Environment environment, Plan plan, Values values) {}
