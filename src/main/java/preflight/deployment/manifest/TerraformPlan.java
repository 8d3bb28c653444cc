package preflight.deployment.manifest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import preflight.check.Place;
import preflight.deployment.DeploymentReading;
import preflight.deployment.DeploymentRequest;
import preflight.deployment.DeploymentRequest.ServiceRequest;
import preflight.file.RegularFile;
import preflight.probe.terraform.TerraformService;
import preflight.profile.reading.Mistake;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON of {@code terraform show -json PLAN}: what it makes of services and secrets. See "JSON
 * Output Format" in Terraform's documentation.
 */
public final class TerraformPlan {

  // In MiB; a plan of a whole organisation has some.
  private static final int LARGEST = 64;

  /** What a service may stand on, in words. */
  private static final Map<String, String> GROUND =
      Map.ofEntries(
          Map.entry("google_cloud_run_v2_service", "service"),
          Map.entry("google_cloud_run_service", "service"),
          Map.entry("google_cloud_run_v2_job", "job"),
          Map.entry("google_secret_manager_secret", "secret"),
          Map.entry("google_vpc_access_connector", "VPC connector"),
          Map.entry("google_redis_instance", "Redis instance"),
          Map.entry("google_redis_cluster", "Redis cluster"),
          Map.entry("google_sql_database_instance", "Cloud SQL instance"),
          Map.entry("google_sql_database", "database"),
          Map.entry("google_sql_user", "database user"),
          Map.entry("google_service_account", "service account"));

  private final JsonNode plan;
  private final Set<String> notes = new LinkedHashSet<>();
  private final List<ServiceRequest> services = new ArrayList<>();
  private Optional<String> project = Optional.empty();
  private Optional<String> region = Optional.empty();

  private TerraformPlan(JsonNode plan) {
    this.plan = plan;
  }

  /** Empty where the file is no JSON of Terraform. */
  public static Optional<DeploymentReading> read(Path file, String told) {
    if (!(RegularFile.read(file, LARGEST) instanceof RegularFile.Content.Bytes content)
        || !startsAsJson(content.array())) {
      return Optional.empty();
    }
    JsonNode root;
    try {
      root = JsonMapper.shared().readTree(content.array());
    } catch (JacksonException e) {
      return Optional.empty();
    }
    if (!root.has("format_version")) {
      return Optional.empty();
    }
    var first = new Place(file.toString(), 1, 1);
    if (!root.has("planned_values") && !root.has("resource_changes")) {
      return Optional.of(invalid(first, "expected a plan of Terraform, found its state"));
    }
    if (root.path("errored").asBoolean(false)) {
      return Optional.of(invalid(first, "the plan ended with an error, so that it is not whole"));
    }
    return Optional.of(new DeploymentReading.Read(new TerraformPlan(root).request(told)));
  }

  private static DeploymentReading invalid(Place place, String why) {
    return new DeploymentReading.Invalid(List.of(new Mistake(place, why)));
  }

  private static boolean startsAsJson(byte[] bytes) {
    for (byte each : bytes) {
      if (each > ' ') {
        return each == '{';
      }
    }
    return false;
  }

  private DeploymentRequest request(String told) {
    for (JsonNode resource : plan.path("resource_changes")) {
      if (resource.path("mode").asString("managed").equals("managed")) {
        change(resource);
      }
    }
    return new DeploymentRequest(
        told, project, region, services, new CreatedSecrets(plan).ids(), List.copyOf(notes));
  }

  private void change(JsonNode resource) {
    String type = resource.path("type").asString("");
    Set<String> actions = actions(resource);
    JsonNode change = resource.path("change");
    if (actions.contains("delete")) {
      String kind = GROUND.get(type);
      if (kind != null) {
        notes.add(
            "the plan deletes the %s %s%s"
                .formatted(
                    kind,
                    name(resource, change.path("before")),
                    actions.contains("create") ? " and makes it anew" : ""));
      }
    }
    if (!actions.contains("create") && !actions.contains("update")) {
      return;
    }
    if (type.equals("google_cloud_run_v2_job")) {
      workload(resource, change, TerraformService.Type.JOB);
    } else if (type.equals("google_cloud_run_v2_service")
        || type.equals("google_cloud_run_service")) {
      workload(
          resource,
          change,
          type.equals("google_cloud_run_service")
              ? TerraformService.Type.FIRST
              : TerraformService.Type.SECOND);
    }
  }

  static Set<String> actions(JsonNode resource) {
    var actions = new TreeSet<String>();
    resource.path("change").path("actions").forEach(it -> actions.add(it.asString("")));
    return actions;
  }

  private static String name(JsonNode resource, JsonNode values) {
    return values
        .path("name")
        .asString(values.path("secret_id").asString(resource.path("address").asString("")));
  }

  private void workload(JsonNode resource, JsonNode change, TerraformService.Type type) {
    JsonNode after = change.path("after");
    if (!after.path("name").isString()) {
      notes.add(
          "the name of %s is not known before it is applied"
              .formatted(resource.path("address").asString("a service")));
      return;
    }
    String name = after.path("name").asString();
    project = project.or(() -> text(after.path("project")));
    region = region.or(() -> text(after.path("location")));
    var service = new TerraformService(after, change.path("after_unknown"), type);
    Optional<Replacement> replacement = service.revision().map(Replacement::new);
    if (replacement.isEmpty()) {
      notes.add("the template of %s is not known before the plan is applied".formatted(name));
    }
    if (type == TerraformService.Type.JOB) {
      services.add(ServiceRequest.job(name, replacement.map(it -> it)));
      return;
    }
    services.add(
        new ServiceRequest(name, replacement.map(it -> it), service.serves(), service.tag()));
  }

  private static Optional<String> text(JsonNode node) {
    return node.isString() ? Optional.of(node.asString()) : Optional.empty();
  }
}
