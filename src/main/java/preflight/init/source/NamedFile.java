package preflight.init.source;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import preflight.check.Place;
import preflight.deployment.manifest.Manifest;
import preflight.file.RegularFile;
import preflight.init.compose.ComposeReader;
import preflight.init.found.FoundService;
import preflight.init.found.Inventory;
import preflight.profile.reading.Mistake;
import preflight.profile.reading.Mistakes;
import preflight.profile.reading.SourceText;
import preflight.profile.reading.Yaml;
import preflight.profile.reading.YamlParser;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file that says what services are: a manifest of Knative, a Compose file, or what {@code
 * terraform show -json} prints. Which it is, its content tells.
 *
 * @param file to be opened
 * @param base the folder that paths of the profile begin at
 * @param variables of the caller, which a Compose file may read
 */
public record NamedFile(Path file, Path base, Map<String, String> variables) implements Source {

  // In MiB; a state of a whole organisation has some.
  private static final int LARGEST = 64;

  @Override
  public SourceReading read() {
    String told = String.valueOf(file.getFileName());
    var first = new Place(file.toString(), 1, 1);
    if (RegularFile.read(file, LARGEST) instanceof RegularFile.Content.Bytes content
        && startsAsJson(content.array())) {
      return json(content.array(), told, first);
    }
    var mistakes = new Mistakes();
    return SourceText.read(file, first, mistakes)
        .map(it -> yaml(it, told, first))
        .orElseGet(() -> new SourceReading.Invalid(mistakes.all()));
  }

  private static boolean startsAsJson(byte[] bytes) {
    for (byte each : bytes) {
      if (each > ' ') {
        return each == '{';
      }
    }
    return false;
  }

  private SourceReading json(byte[] content, String told, Place first) {
    JsonNode root;
    try {
      root = JsonMapper.shared().readTree(content);
    } catch (JacksonException _) {
      return invalid(first, "expected JSON of terraform show -json; this is no JSON");
    }
    if (root.has("apiVersion") || root.has("services")) {
      // JSON is YAML as well.
      var mistakes = new Mistakes();
      return SourceText.read(file, first, mistakes)
          .map(it -> yaml(it, told, first))
          .orElseGet(() -> new SourceReading.Invalid(mistakes.all()));
    }
    if (root.has("terraform_version") && root.has("lineage")) {
      return invalid(
          first,
          "this is the state itself, whose form is Terraform's own; write what terraform show -json"
              + " prints into a file");
    }
    if (!root.has("format_version")) {
      return invalid(first, "expected what terraform show -json prints");
    }
    return new SourceReading.Read(new TerraformInventory(root, told).inventory());
  }

  private SourceReading yaml(SourceText text, String told, Place first) {
    var mistakes = new Mistakes();
    List<Yaml.Mapping> documents = YamlParser.documents(text.file(), text.text(), mistakes);
    if (documents.isEmpty()) {
      return new SourceReading.Invalid(
          mistakes.none() ? List.of(new Mistake(first, "the file is empty")) : mistakes.all());
    }
    if (documents.stream().anyMatch(it -> it.value("apiVersion").isPresent())) {
      return manifest(text, told, first);
    }
    if (documents.getFirst().mapping("services").isPresent()
        && documents.getFirst().value("environment").isEmpty()) {
      return new ComposeReader(file, base, variables).read(overridden(documents.getFirst()));
    }
    return invalid(
        first,
        "expected a manifest of Cloud Run (gcloud run services describe NAME --format=export), a"
            + " Compose file, or what terraform show -json prints");
  }

  /** As Compose does by itself, with the file of overrides beside it. */
  private Yaml.Mapping overridden(Yaml.Mapping root) {
    Path override =
        file.resolveSibling(
            String.valueOf(file.getFileName()).replaceFirst("(\\.ya?ml)$", ".override$1"));
    var mistakes = new Mistakes();
    return RegularFile.read(override, 1) instanceof RegularFile.Content.Bytes _
        ? SourceText.read(override, new Place(override.toString(), 1, 1), mistakes)
            .flatMap(it -> YamlParser.parse(it.file(), it.text(), mistakes))
            .map(root::under)
            .orElse(root)
        : root;
  }

  private static SourceReading manifest(SourceText text, String told, Place first) {
    Manifest.Declared declared = new Manifest(told).declared(text);
    if (declared.services().isEmpty()) {
      return new SourceReading.Invalid(
          declared.mistakes().isEmpty()
              ? List.of(new Mistake(first, "the file declares no service of Cloud Run"))
              : declared.mistakes());
    }
    List<FoundService> services =
        declared.services().stream().map(DeclaredServices::found).toList();
    return new SourceReading.Read(
        new Inventory(
            List.of(told),
            // Its number is no name that people know.
            declared.project().map(Set::of).orElse(Set.of()),
            declared.region().map(Set::of).orElse(Set.of()),
            services,
            List.of(),
            DeclaredServices.connectors(services),
            new TreeSet<>(),
            Optional.empty(),
            declared.mistakes().stream()
                .map(it -> "%s:%d: %s".formatted(told, it.place().line(), it.message()))
                .toList()));
  }

  private static SourceReading invalid(Place place, String why) {
    return new SourceReading.Invalid(List.of(new Mistake(place, why)));
  }
}
