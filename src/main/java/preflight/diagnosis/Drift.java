package preflight.diagnosis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.check.command.Command;
import preflight.resource.terraform.Terraform;
import preflight.resource.terraform.Terraform.Block;

/** Says of commands that change what Terraform manages where the next apply takes them back. */
record Drift(Terraform terraform) {

  private static final Pattern UPDATE =
      Pattern.compile("gcloud run services update '?(?<name>[a-z0-9-]+)'? (?<flags>.*)");
  private static final Pattern CREATE =
      Pattern.compile("gcloud secrets create '?(?<name>[A-Za-z0-9_-]+)'?( .*)?");

  /** What flags change, in the order in which they are looked for. */
  private static final Map<String, String> ATTRIBUTES = attributes();

  private static Map<String, String> attributes() {
    var attributes = new LinkedHashMap<String, String>();
    attributes.put("--(update|set|remove|clear)-(env-vars|secrets)", "template.containers.env");
    attributes.put("--(memory|cpu)", "template.containers.resources");
    attributes.put("--port", "template.containers.ports");
    attributes.put("--image", "template.containers.image");
    attributes.put("--service-account", "template.service_account");
    attributes.put("--(max|min)-instances", "template.scaling");
    attributes.put("--(vpc-|clear-vpc-|network|subnet)", "template.vpc_access");
    attributes.put("--ingress", "ingress");
    attributes.put("--add-custom-audiences", "custom_audiences");
    return attributes;
  }

  /** One sentence about the first such command. */
  Optional<String> sentence(List<Command> commands) {
    // A new version of a secret is nobody's but ours, and services name it as they did.
    boolean stores =
        commands.stream().anyMatch(it -> it.toString().contains("secrets versions add"));
    for (Command command : commands) {
      Matcher update = UPDATE.matcher(command.toString());
      if (update.find() && !stores) {
        Optional<String> attribute = attribute(String.valueOf(update.group("flags")));
        if (attribute.isPresent()) {
          return Optional.of(
              of("google_cloud_run_", "service", String.valueOf(update.group("name")))
                  .map(it ->
                      "Terraform manages this: change %s, %s, in %s:%d, too; the next apply takes this command back."
                          .formatted(it.address(), attribute.get(), it.file(), it.line()))
                  .orElseGet(() ->
                      "If Terraform manages the service (look in %s), change its %s there, too; else the next apply takes this command back."
                          .formatted(terraform.directory(), attribute.get())));
        }
      }
      Matcher create = CREATE.matcher(command.toString());
      if (create.find()) {
        return of("google_secret_manager_", "secret", String.valueOf(create.group("name")))
            .map(it ->
                "Terraform manages this: %s in %s:%d makes the secret, so apply that instead of creating it."
                    .formatted(it.address(), it.file(), it.line()));
      }
    }
    return Optional.empty();
  }

  private Optional<Block> of(String prefix, String suffix, String name) {
    return terraform.find(prefix, suffix, name);
  }

  private static Optional<String> attribute(String flags) {
    return ATTRIBUTES.entrySet().stream()
        .filter(it -> Pattern.compile("(^| )" + it.getKey()).matcher(flags).find())
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
