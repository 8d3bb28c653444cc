package preflight.deployment.manifest;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import preflight.resource.Gcp;
import tools.jackson.databind.JsonNode;

/**
 * The secrets to which a plan adds a version. A version names a secret of the same plan by
 * something that is not known yet; the configuration tells which it is.
 */
record CreatedSecrets(JsonNode plan) {

  private static final String SECRET = "google_secret_manager_secret";
  private static final String VERSION = "google_secret_manager_secret_version";

  Set<String> ids() {
    var ids = new TreeSet<String>();
    for (JsonNode version : plan.path("resource_changes")) {
      if (!creates(version, VERSION)) {
        continue;
      }
      JsonNode secret = version.path("change").path("after").path("secret");
      if (secret.isString()) {
        ids.add(Gcp.shortName(secret.asString()));
        continue;
      }
      Set<String> names = referred(version);
      for (JsonNode other : plan.path("resource_changes")) {
        if (creates(other, SECRET)
            && names.contains(other.path("name").asString(""))
            && module(other).equals(module(version))
            && sameInstance(other, version)) {
          JsonNode id = other.path("change").path("after").path("secret_id");
          Optional.of(id).filter(JsonNode::isString).ifPresent(it -> ids.add(it.asString()));
        }
      }
    }
    return ids;
  }

  private static boolean creates(JsonNode resource, String type) {
    return resource.path("type").asString("").equals(type)
        && TerraformPlan.actions(resource).contains("create");
  }

  private static String module(JsonNode resource) {
    return resource.path("module_address").asString("");
  }

  private static boolean sameInstance(JsonNode one, JsonNode other) {
    return !one.has("index")
        || !other.has("index")
        || one.path("index").equals(other.path("index"));
  }

  /** Names of the secrets that the configuration of a version refers to. */
  private Set<String> referred(JsonNode version) {
    JsonNode module = plan.path("configuration").path("root_module");
    for (String call : module(version).replaceAll("\\[[^\\]]*]", "").split("\\.", -1)) {
      if (!call.isEmpty() && !call.equals("module")) {
        module = module.path("module_calls").path(call).path("module");
      }
    }
    var names = new TreeSet<String>();
    for (JsonNode resource : module.path("resources")) {
      if (resource.path("type").asString("").equals(VERSION)
          && resource.path("name").equals(version.path("name"))) {
        resource
            .path("expressions")
            .path("secret")
            .path("references")
            .forEach(it -> {
              String reference = it.asString("");
              if (reference.startsWith(SECRET + ".")) {
                String rest = reference.substring(SECRET.length() + 1);
                names.add(rest.replaceAll("[.\\[].*", ""));
              }
            });
      }
    }
    return names;
  }
}
