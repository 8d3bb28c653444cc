package preflight.init.draft;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import preflight.file.RegularFile;
import preflight.init.found.FoundService;
import preflight.init.found.FoundService.Build;
import preflight.init.found.Inventory;

/**
 * The Dockerfiles of a source tree, for services of which nobody says how their image is built: the
 * one in the folder that has the name of the service, or the only one of the only service.
 *
 * @param root of the tree
 * @param base the folder that paths of the profile begin at
 */
public record Dockerfiles(Path root, Path base) {

  private static final String DOCKERFILE = "Dockerfile";
  private static final Pattern COPY =
      Pattern.compile("(?im)^\\s*(?:COPY|ADD)\\s+(?!--from)(?:--\\S+\\s+)*([^\\s\\[$]+)\\s");

  Inventory in(Inventory inventory, ServiceNames names) {
    boolean only = inventory.services().size() == 1;
    List<FoundService> services =
        inventory.services().stream()
            .map(it -> build(names.of(it), only).map(it::builtBy).orElse(it))
            .toList();
    return services.equals(inventory.services()) ? inventory : inventory.of(services, shown());
  }

  private Optional<Build> build(String service, boolean only) {
    return Stream.of(service + "/", service.replace('-', '_') + "/", only ? "" : service + "/")
        .filter(it -> Files.isRegularFile(root.resolve(it + DOCKERFILE)))
        .findFirst()
        .flatMap(folder ->
            context(folder).map(it -> new Build(it, folder + DOCKERFILE, Optional.empty(), true)));
  }

  /** The folder that has what it copies: the root of the tree, or its own; else nobody knows. */
  private Optional<String> context(String folder) {
    if (!(RegularFile.read(root.resolve(folder + DOCKERFILE), 1)
        instanceof RegularFile.Content.Bytes content)) {
      return Optional.empty();
    }
    Matcher copy = COPY.matcher(new String(content.array(), StandardCharsets.UTF_8));
    List<String> copied =
        copy.results()
            .map(it -> it.group(1))
            .filter(it -> !it.matches(".*[*?].*|\\.|\\./"))
            .toList();
    return Arrays.asList(".", folder.replaceFirst("/$", "")).stream()
        .filter(it -> !it.isEmpty())
        .filter(at ->
            copied.stream()
                .allMatch(it -> Files.exists(root.resolve(at).resolve(it.replaceFirst("^/+", "")))))
        .findFirst();
  }

  private String shown() {
    return base.toAbsolutePath()
        .normalize()
        .relativize(root.toAbsolutePath().normalize())
        .toString()
        .replace('\\', '/');
  }
}
