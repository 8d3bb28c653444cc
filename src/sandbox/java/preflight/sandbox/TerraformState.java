package preflight.sandbox;

import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.EnvVar;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What {@code terraform show -json} says of the services of a sandbox. */
final class TerraformState {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private TerraformState() {}

  static Path file(Path sandbox) {
    return sandbox.resolve("terraform.json");
  }

  static void write(Blueprint blueprint, Path sandbox) throws IOException {
    Files.writeString(file(sandbox), JsonMapper.shared().writeValueAsString(of(blueprint)));
  }

  private static ObjectNode of(Blueprint blueprint) {
    ObjectNode root = JSON.objectNode();
    root.put("format_version", "1.0").put("terraform_version", "1.9.8");
    ArrayNode resources = root.putObject("values").putObject("root_module").putArray("resources");
    boolean drifted =
        blueprint.services().stream()
            .anyMatch(it -> it.fault().filter(Fault.MEMORY_LOWERED_BY_HAND::equals).isPresent());
    for (Service service : blueprint.services()) {
      // Whoever repairs the others by hand drifts from Terraform, which is a scenario of its own.
      if (!drifted && !service.name().equals("frontend")) {
        continue;
      }
      ObjectNode resource = resources.addObject();
      resource
          .put("address", "google_cloud_run_v2_service." + service.name())
          .put("mode", "managed")
          .put("type", "google_cloud_run_v2_service")
          .put("name", service.name())
          .put("provider_name", "registry.terraform.io/hashicorp/google")
          .put("schema_version", 1);
      ObjectNode values = resource.putObject("values");
      values
          .put("name", service.cloudRun())
          .put("location", Blueprint.REGION)
          .put("project", Blueprint.PROJECT);
      template(service, values.putArray("template").addObject());
    }
    return root;
  }

  private static void template(Service service, ObjectNode to) {
    RevisionTemplate template = CloudRunMessages.declared(service).getTemplate();
    to.put("service_account", template.getServiceAccount());
    to.putArray("scaling")
        .addObject()
        .put("max_instance_count", template.getScaling().getMaxInstanceCount());
    to.putArray("vpc_access")
        .addObject()
        .put("connector", template.getVpcAccess().getConnector())
        .put("egress", template.getVpcAccess().getEgress().name());
    ArrayNode containers = to.putArray("containers");
    template.getContainersList().forEach(it -> container(service, it, containers.addObject()));
    ArrayNode volumes = to.putArray("volumes");
    template.getVolumesList().forEach(it -> volume(it, volumes.addObject()));
  }

  private static void container(Service service, Container container, ObjectNode to) {
    to.put("image", container.getImage());
    to.putArray("ports")
        .addObject()
        .put("container_port", container.getPorts(0).getContainerPort());
    ObjectNode limits = to.putArray("resources").addObject().putObject("limits");
    container.getResources().getLimitsMap().forEach(limits::put);
    if (service.fault().filter(Fault.MEMORY_LOWERED_BY_HAND::equals).isPresent()) {
      limits.put("memory", "2Gi");
    }
    ArrayNode env = to.putArray("env");
    container.getEnvList().forEach(it -> variable(it, env.addObject()));
    ArrayNode mounts = to.putArray("volume_mounts");
    container
        .getVolumeMountsList()
        .forEach(it ->
            mounts.addObject().put("name", it.getName()).put("mount_path", it.getMountPath()));
  }

  private static void variable(EnvVar variable, ObjectNode to) {
    to.put("name", variable.getName());
    if (variable.hasValueSource()) {
      var secret = variable.getValueSource().getSecretKeyRef();
      to.putArray("value_source")
          .addObject()
          .putArray("secret_key_ref")
          .addObject()
          .put("secret", secret.getSecret())
          .put("version", secret.getVersion());
    } else {
      to.put("value", variable.getValue());
    }
  }

  private static void volume(Volume volume, ObjectNode to) {
    to.put("name", volume.getName());
    ObjectNode secret = to.putArray("secret").addObject();
    secret.put("secret", volume.getSecret().getSecret());
    ArrayNode items = secret.putArray("items");
    volume
        .getSecret()
        .getItemsList()
        .forEach(it -> items.addObject().put("path", it.getPath()).put("version", it.getVersion()));
  }
}
