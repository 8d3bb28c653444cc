package preflight.profile.planning;

import preflight.check.CheckDefinition;
import preflight.check.CheckId;
import preflight.profile.decoding.Written;
import preflight.profile.reading.Yaml;
import preflight.resource.ResourceName;

/**
 * A check of a resource with everything that pack and profile say of it.
 *
 * @param node rule and overrides, merged
 * @param with thresholds, of the check's own type
 */
public record Decided(
    CheckDefinition check,
    ResourceName resource,
    Yaml.Mapping node,
    Written.Rule settings,
    Record with) {

  public CheckId id() {
    return new CheckId(check.id() + settings.id().map("."::concat).orElse(""), resource.toString());
  }
}
