package preflight.profile.planning;

import java.util.Optional;
import preflight.check.CheckDefinition;
import preflight.profile.reading.Yaml;
import preflight.resource.Kind;
import preflight.resource.ResourceName;

/**
 * A rule of a pack that names a known check and something that it fits.
 *
 * @param id tells it apart from others of its check on the same resource
 * @param one the only resource that it is for; without it, all of the check's kind
 */
public record Rule(
    CheckDefinition check, Optional<String> id, Optional<ResourceName> one, Yaml.Mapping node) {

  /** What its results are called: {@code exec.queue}. */
  String name() {
    return check.id() + id.map("."::concat).orElse("");
  }

  boolean selects(ResourceName resource) {
    return one.map(resource::equals)
        .orElseGet(() ->
            resource.kind() == Catalogue.kindOf(check)
                || (resource.kind() == Kind.JOBS && check.doc().ofJobs()));
  }

  /** Whether it replaces an earlier rule for the same check and resource. */
  boolean replaces(Rule earlier) {
    return one.isPresent() || earlier.one.isEmpty();
  }
}
