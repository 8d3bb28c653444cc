package preflight.profile.planning;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import preflight.check.plan.Plan;
import preflight.profile.Declared;
import preflight.profile.reading.Yaml;
import preflight.resource.Environment;
import preflight.resource.Kind;
import preflight.resource.Service;

/**
 * Finds Dockerfiles that a profile names and that are not here: they may be where the gate runs.
 */
public final class AbsentDockerfiles {

  private AbsentDockerfiles() {}

  public static List<Plan.Notice> in(Declared declared, Environment environment) {
    List<Plan.Notice> found = new ArrayList<>();
    Path root = Path.of(environment.source().map(it -> it.root()).orElse(""));
    declared.forEach((name, entry) -> {
      Service service = environment.services().get(name.name());
      if (name.kind() == Kind.SERVICES
          && service != null
          && service.image().isPresent()
          && entry.value() instanceof Yaml.Mapping mapping) {
        Path file = root.resolve(service.image().get().dockerfile());
        Yaml.Entry image = mapping.entries().get("image");
        if (image != null && Files.notExists(file)) {
          found.add(new Plan.Notice("there is no " + file + " here", image.place()));
        }
      }
    });
    return found;
  }
}
