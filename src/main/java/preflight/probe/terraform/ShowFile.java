package preflight.probe.terraform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import preflight.file.RegularFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Files with the JSON of {@code terraform show -json}, of a state or of a plan: "JSON Output
 * Format" in Terraform's documentation, which OpenTofu keeps. Each is read once.
 */
public final class ShowFile implements TerraformShow {

  // In MiB; a plan of a whole organisation has some.
  private static final int LARGEST = 64;

  /** A minor version adds, a major one breaks; 0.1 and 0.2 are those of Terraform 0.12 to 1.0. */
  private static final Pattern KNOWN = Pattern.compile("[01]\\.[0-9]{1,4}");

  /** Up to 0.12 without its registry; OpenTofu has another one. */
  private static final Pattern PROVIDER =
      Pattern.compile(
          "google(?:-beta)?|registry\\.(?:terraform\\.io|opentofu\\.org)/hashicorp/google(?:-beta)?");

  private final Path profile;
  private final Map<String, Reading> known = new ConcurrentHashMap<>();

  /**
   * Reads files.
   *
   * @param profile the directory that paths in the profile start from
   */
  public ShowFile(Path profile) {
    this.profile = profile;
  }

  @Override
  public Reading read(String path) {
    return known.computeIfAbsent(path, this::file);
  }

  private Reading file(String path) {
    Path file = profile.resolve(path);
    if (Files.isDirectory(file)) {
      return new Reading.Directory();
    }
    return switch (RegularFile.read(file, LARGEST)) {
      case RegularFile.Content.Bytes bytes -> document(bytes.array());
      case RegularFile.Content.Missing() -> new Reading.Unfit("is not there");
      case RegularFile.Content.Unfit(String why) -> new Reading.Unfit(why);
      case RegularFile.Content.Closed(String why) -> new Reading.Unfit(why);
    };
  }

  private static Reading document(byte[] bytes) {
    JsonNode root;
    try {
      root = JsonMapper.shared().readTree(bytes);
    } catch (JacksonException _) {
      return new Reading.Unfit("is no JSON");
    }
    String version = root.path("format_version").asString("");
    if (version.isEmpty()) {
      return new Reading.Unfit(
          root.has("lineage") || root.path("version").isNumber()
              ? "is a state file: give it the JSON of `terraform show -json`"
              : "is no JSON of `terraform show -json`");
    }
    if (!KNOWN.matcher(version).matches()) {
      return new Reading.Unfit(
          "has the format %s, which is not known"
              .formatted(version.matches("[0-9.]{1,12}") ? version : "of another program"));
    }
    if (root.path("errored").asBoolean(false)) {
      return new Reading.Unfit("is a plan that ended with an error, so that it is not whole");
    }
    boolean plan = root.has("planned_values");
    List<Managed> found = new ArrayList<>();
    List<String> foreign = new ArrayList<>();
    collect(root.path(plan ? "planned_values" : "values").path("root_module"), found, foreign);
    return foreign.isEmpty()
        ? new Reading.Document(plan, found)
        : new Reading.Unfit(
            "has a resource %s of a provider that is not Google's own"
                .formatted(foreign.getFirst()));
  }

  private static void collect(JsonNode module, List<Managed> found, List<String> foreign) {
    for (JsonNode each : module.path("resources")) {
      String type = each.path("type").asString("");
      if (each.path("mode").asString("managed").equals("managed") && type.startsWith("google_")) {
        if (!PROVIDER.matcher(each.path("provider_name").asString("google")).matches()) {
          foreign.add(type);
        }
        found.add(new Managed(each.path("address").asString(type), type, each.path("values")));
      }
    }
    for (JsonNode child : module.path("child_modules")) {
      collect(child, found, foreign);
    }
  }
}
