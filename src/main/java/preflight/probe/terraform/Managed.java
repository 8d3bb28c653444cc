package preflight.probe.terraform;

import java.util.List;
import java.util.Optional;
import preflight.probe.run.RevisionState;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One resource that Terraform manages. Its values may be confidential, since the document has all
 * of them in plain text; so they are asked for by name, and never listed.
 */
public final class Managed {

  private final String address;
  private final String type;
  private final JsonNode values;

  Managed(String address, String type, JsonNode values) {
    this.address = address;
    this.type = type;
    this.values = values;
  }

  /** As Terraform's commands call it: {@code module.run["backend"].google_redis_instance.cache}. */
  public String address() {
    return address;
  }

  public String type() {
    return type;
  }

  @Override
  public String toString() {
    return address;
  }

  /** Whether it is of one of these types and called so at Google. */
  public boolean is(List<String> types, String name) {
    return types.contains(type) && field("name").filter(name::equals).isPresent();
  }

  /** Whether it says of a field that it is something else than this. */
  public boolean contradicts(String field, Optional<String> expected) {
    Optional<String> said = field(field);
    return said.isPresent() && expected.isPresent() && !said.equals(expected);
  }

  /**
   * What it says of a field that holds no secret, such as {@code network}; names within it are
   * separated by dots, and of a list the first element counts. Empty where it says nothing, or does
   * not know it yet.
   */
  public Optional<String> field(String path) {
    JsonNode node = values;
    for (String key : path.split("\\.", -1)) {
      node = (node.isArray() ? node.path(0) : node).path(key);
    }
    return node.isString()
        ? Optional.of(node.asString()).filter(it -> !it.isEmpty())
        : node.isNumber() || node.isBoolean() ? Optional.of(node.asString()) : Optional.empty();
  }

  /** The revision that it makes of a service of Cloud Run; empty where that is not known yet. */
  public Optional<RevisionState> revision() {
    return new TerraformService(
            values,
            JsonNodeFactory.instance.objectNode(),
            type.equals("google_cloud_run_service")
                ? TerraformService.Type.FIRST
                : TerraformService.Type.SECOND)
        .revision();
  }
}
