package preflight.deployment.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import preflight.check.Place;
import preflight.profile.reading.Mistakes;
import preflight.profile.reading.SourceText;
import preflight.profile.reading.Yaml;
import preflight.profile.reading.YamlParser;

/**
 * The configuration of a build, of which the steps count that run gcloud. An image that the build
 * itself makes is not there before it.
 */
final class Build {

  /** Images that are the program of the same name. */
  private static final String GCLOUD_BUILDER = ".*/cloud-builders/gcloud(:.*)?";

  private final Path file;
  private final Mistakes mistakes;
  private final Gathered gathered;
  private final Map<String, String> given;
  private final Map<String, String> environment;

  /**
   * @param given substitutions of the command, which rule over those of the file
   * @param environment what gcloud in a step knows from the build: project and region
   */
  Build(
      Path file,
      Map<String, String> given,
      Map<String, String> environment,
      Mistakes mistakes,
      Gathered gathered) {
    this.file = file;
    this.given = given;
    this.environment = environment;
    this.mistakes = mistakes;
    this.gathered = gathered;
  }

  void read(Place named) throws Unread {
    Optional<Yaml.Mapping> root =
        SourceText.read(file, named, mistakes)
            .flatMap(it -> YamlParser.parse(it.file(), it.text(), mistakes));
    if (root.isEmpty()) {
      return;
    }
    var values = new LinkedHashMap<String, String>();
    root.get()
        .mapping("substitutions")
        .ifPresent(it ->
            it.entries()
                .keySet()
                .forEach(
                    name -> it.scalar(name).ifPresent(value -> values.put(name, value.text()))));
    values.putAll(given);
    var substitutions = new Substitutions(values);
    Set<String> images = images(root.get(), substitutions);
    Map<String, String> options =
        root.get().mapping("options").map(it -> assigned(it, substitutions)).orElse(Map.of());
    for (Yaml step : root.get().list("steps")) {
      if (step instanceof Yaml.Mapping mapping) {
        step(mapping, substitutions, options, images);
      }
    }
  }

  private void step(
      Yaml.Mapping step,
      Substitutions substitutions,
      Map<String, String> options,
      Set<String> images)
      throws Unread {
    var known = new LinkedHashMap<>(environment);
    known.putAll(options);
    known.putAll(assigned(step, substitutions));
    List<SimpleCommand> commands =
        step.scalar("script").isPresent()
            ? script(step.scalar("script").get().text(), known)
            : command(step, substitutions, known);
    for (SimpleCommand command : commands) {
      if (command.program().equals("gcloud")) {
        deploy(command, images);
      }
    }
  }

  /** Commands that deploy; others of gcloud are no concern of a deployment. */
  private void deploy(SimpleCommand command, Set<String> images) throws Unread {
    List<String> words = command.words().stream().filter(it -> !it.startsWith("-")).toList();
    List<String> path =
        words.size() > 1 && Set.of("alpha", "beta").contains(words.get(1))
            ? words.subList(2, words.size())
            : words.subList(1, words.size());
    if (!path.isEmpty() && path.getFirst().equals("run")) {
      new Gcloud(file.resolveSibling("."), mistakes, gathered)
          .read(new SimpleCommand(unmade(command.words(), images), command.environment()));
    }
  }

  /** Whatever the build makes itself is open: it is not there before. */
  private static List<String> unmade(List<String> words, Set<String> images) {
    List<String> open = new ArrayList<>();
    for (String word : words) {
      String image = word.startsWith("--image=") ? word.substring(8) : word;
      boolean made = images.contains(image);
      open.add(made ? word.replace(image, Open.MARK) : word);
    }
    return open;
  }

  private List<SimpleCommand> script(String text, Map<String, String> known) throws Unread {
    return text.contains("gcloud") ? SimpleCommand.ofText(text, known) : List.of();
  }

  private List<SimpleCommand> command(
      Yaml.Mapping step, Substitutions substitutions, Map<String, String> known) throws Unread {
    List<String> words = new ArrayList<>();
    Optional<String> entrypoint = step.scalar("entrypoint").map(Yaml.Scalar::text);
    String image = step.scalar("name").map(Yaml.Scalar::text).orElse("");
    if (entrypoint.isPresent()) {
      words.add(entrypoint.get());
    } else if (image.matches(GCLOUD_BUILDER)) {
      words.add("gcloud");
    }
    words.addAll(texts(step, "args", substitutions));
    boolean deploys = words.stream().anyMatch(it -> it.contains("gcloud"));
    return deploys ? SimpleCommand.of(words, known) : List.of();
  }

  private static Map<String, String> assigned(Yaml.Mapping node, Substitutions substitutions) {
    var assigned = new LinkedHashMap<String, String>();
    if (node.scalar("automapSubstitutions").filter(it -> it.text().equals("true")).isPresent()) {
      assigned.putAll(substitutions.filled());
    }
    for (String each : texts(node, "env", substitutions)) {
      int equals = each.indexOf('=');
      if (equals > 0) {
        assigned.put(each.substring(0, equals), each.substring(equals + 1));
      }
    }
    return assigned;
  }

  /** What steps and the end of the build push. */
  private static Set<String> images(Yaml.Mapping root, Substitutions substitutions) {
    var images = new HashSet<>(texts(root, "images", substitutions));
    for (Yaml step : root.list("steps")) {
      if (step instanceof Yaml.Mapping mapping) {
        List<String> words = texts(mapping, "args", substitutions);
        for (int i = 0; i < words.size(); i++) {
          String word = words.get(i);
          if (i > 0
              && Set.of("-t", "--tag", "push", "--destination", "--publish")
                  .contains(words.get(i - 1))) {
            images.add(word);
          }
          if (word.startsWith("--destination=") || word.startsWith("--tag=")) {
            images.add(word.substring(word.indexOf('=') + 1));
          }
        }
      }
    }
    return images;
  }

  private static List<String> texts(Yaml.Mapping node, String key, Substitutions substitutions) {
    return node.list(key).stream()
        .flatMap(it ->
            it instanceof Yaml.Scalar scalar
                ? Optional.of(substitutions.fill(scalar.text())).stream()
                : Optional.<String>empty().stream())
        .toList();
  }
}
