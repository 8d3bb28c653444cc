package preflight.source.image;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import preflight.source.image.ignore.CleanPath;
import preflight.source.tree.SourceTree;
import preflight.source.tree.TreePath;

/**
 * The builds that files of a tree describe: Cloud Build ({@code docker build}, kaniko) with what it
 * deploys, and Compose. Only what stands there literally, or by a substitution with a default, is a
 * build.
 */
public final class BuildFiles {

  private static final Pattern CLOUD_BUILD =
      Pattern.compile("(?:.*/)?cloudbuild[\\w.-]*\\.(?:ya?ml|json)");

  private static final Pattern COMPOSE =
      Pattern.compile("(?:.*/)?(?:docker-)?compose([\\w.-]*)\\.ya?ml");

  /** Files of a build that is not the one that is deployed. */
  private static final Pattern DEVELOPMENT =
      Pattern.compile(
          "(?i).*(\\b|_)(dev|devel|development|local|test|tests|ci|override|debug)(\\b|_).*");

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(_?[A-Z][A-Z0-9_]*)\\}?");

  private static final Set<String> WITH_VALUE =
      Set.of(
          "-t",
          "--tag",
          "-f",
          "--file",
          "--build-arg",
          "--target",
          "--cache-from",
          "--cache-to",
          "--network",
          "--platform",
          "--progress",
          "--label",
          "--secret",
          "--ssh",
          "--output",
          "-o",
          "--dockerfile",
          "--destination",
          "--context");

  private final SourceTree tree;
  private final List<Found> all = new ArrayList<>();

  /**
   * A build.
   *
   * @param names of what it builds, as its file calls it
   * @param deployed names of services that the same file deploys it to
   * @param file that says so
   */
  public record Found(Build build, Set<String> names, Set<String> deployed, String file) {

    public Found {
      names = Set.copyOf(names);
      deployed = Set.copyOf(deployed);
    }
  }

  private BuildFiles(SourceTree tree) {
    this.tree = tree;
  }

  /** The builds of a tree, in the order of the files that describe them. */
  public static List<Found> in(SourceTree tree) {
    var files = new BuildFiles(tree);
    for (String path : tree.files().keySet()) {
      Matcher compose = COMPOSE.matcher(path);
      if (CLOUD_BUILD.matcher(path).matches()) {
        files.yaml(path).ifPresent(it -> files.cloudBuild(path, it));
      } else if (compose.matches() && !DEVELOPMENT.matcher(compose.group(1)).matches()) {
        files.yaml(path).ifPresent(it -> files.compose(path, it));
      }
    }
    return List.copyOf(files.all);
  }

  /**
   * The one build that is a service's: the one whose file deploys it, or else the one that is
   * called as it is; empty where several are, or none.
   *
   * @param names of the service, in the profile and in Cloud Run
   */
  public static Optional<Found> of(List<Found> builds, Set<String> names) {
    List<Found> deployed =
        builds.stream().filter(it -> it.deployed().stream().anyMatch(names::contains)).toList();
    List<Found> called =
        builds.stream()
            .filter(it -> it.deployed().isEmpty())
            .filter(it ->
                it.names().stream()
                    .map(name -> plain(name).replaceFirst(".*/", ""))
                    .anyMatch(names::contains))
            .toList();
    List<Found> mine = deployed.isEmpty() ? called : deployed;
    return mine.stream().map(Found::build).distinct().count() == 1
        ? Optional.of(mine.getFirst())
        : Optional.empty();
  }

  private Optional<Map<?, ?>> yaml(String path) {
    if (!(tree.file(path).map(tree::read).orElse(null)
        instanceof SourceTree.Content.Bytes(byte[] bytes))) {
      return Optional.empty();
    }
    try {
      var settings = LoadSettings.builder().setMaxAliasesForCollections(20).build();
      return new Load(settings).loadFromString(new String(bytes, StandardCharsets.UTF_8))
              instanceof Map<?, ?> map
          ? Optional.of(map)
          : Optional.empty();
    } catch (YamlEngineException | ClassCastException e) {
      return Optional.empty();
    }
  }

  private static Stream<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list.stream() : Stream.empty();
  }

  // Cloud Build.

  private void cloudBuild(String path, Map<?, ?> file) {
    Map<String, String> defaults = new HashMap<>();
    if (file.get("substitutions") instanceof Map<?, ?> map) {
      map.forEach((name, value) -> defaults.put(String.valueOf(name), String.valueOf(value)));
    }
    var builds = new ArrayList<Found>();
    Map<String, Set<String>> deployments = new HashMap<>();
    list(file.get("steps"))
        .forEach(step -> {
          if (step instanceof Map<?, ?> it) {
            String in = text(it.get("dir"), defaults).orElse("");
            for (List<String> words : commands(it, defaults)) {
              build(words, in, path).ifPresent(builds::add);
              deployment(words)
                  .ifPresent(found ->
                      deployments
                          .computeIfAbsent(found.image(), _ -> new HashSet<>())
                          .add(found.service()));
            }
          }
        });
    for (Found it : builds) {
      var deployed = new HashSet<String>();
      deployments.forEach((image, services) -> {
        if (it.names().stream().anyMatch(name -> plain(name).equals(plain(image)))) {
          deployed.addAll(services);
        }
      });
      all.add(new Found(it.build(), it.names(), deployed, path));
    }
  }

  /** Without its tag: {@code eu.gcr.io/p/app:1} is {@code eu.gcr.io/p/app}. */
  private static String plain(String image) {
    return image.replaceFirst("@.*", "").replaceFirst(":[^/]*$", "");
  }

  private static Optional<String> text(@Nullable Object value, Map<String, String> defaults) {
    return value instanceof String it
        ? Optional.of(
            VARIABLE
                .matcher(it)
                .replaceAll(found ->
                    Matcher.quoteReplacement(defaults.getOrDefault(found.group(1), found.group()))))
        : Optional.empty();
  }

  /** The commands of a step, each as its words. */
  private static List<List<String>> commands(Map<?, ?> step, Map<String, String> defaults) {
    String name = String.valueOf(step.get("name"));
    String entry = String.valueOf(step.containsKey("entrypoint") ? step.get("entrypoint") : "");
    List<String> arguments =
        list(step.get("args")).flatMap(it -> text(it, defaults).stream()).toList();
    Optional<String> script = text(step.get("script"), defaults);
    if (script.isEmpty() && entry.matches("(.*/)?(ba|da)?sh") && !arguments.isEmpty()) {
      script = Optional.of(arguments.getLast());
    }
    if (script.isPresent()) {
      return ShellCommand.of(script.get()).stream().map(ShellCommand::words).toList();
    }
    String program =
        entry.isEmpty()
            ? name.contains("kaniko")
                ? "kaniko"
                : name.replaceFirst(":[^/]*$", "").replaceFirst(".*/", "")
            : entry.replaceFirst(".*/", "");
    String known =
        program.equals("cloud-sdk") || program.equals("google-cloud-cli") ? "gcloud" : program;
    return arguments.isEmpty()
        ? List.of()
        : List.of(Stream.concat(Stream.of(known), arguments.stream()).toList());
  }

  private Optional<Found> build(List<String> words, String in, String path) {
    int from =
        words.getFirst().equals("kaniko")
            ? 1
            : words.getFirst().equals("docker") && words.contains("build")
                ? words.indexOf("build") + 1
                : words.size();
    if (from >= words.size()) {
      return Optional.empty();
    }
    var flags = new LinkedHashMap<String, List<String>>();
    String context = words.getFirst().equals("kaniko") ? "." : "";
    for (int i = from; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      if (!word.startsWith("-")) {
        context = word;
      } else if (word.startsWith("--") && equals > 0) {
        add(flags, word.substring(0, equals), word.substring(equals + 1));
      } else if (WITH_VALUE.contains(word) && i + 1 < words.size()) {
        add(flags, word, words.get(++i));
      }
    }
    context = first(flags, "--context").orElse(context).replaceFirst("^dir://(/workspace/?)?", "");
    context = context.isEmpty() && !words.getFirst().equals("docker") ? "." : context;
    Optional<String> file =
        first(flags, "-f").or(() -> first(flags, "--file")).or(() -> first(flags, "--dockerfile"));
    var names = new HashSet<String>();
    for (String flag : List.of("-t", "--tag", "--destination")) {
      names.addAll(flags.getOrDefault(flag, List.of()));
    }
    Map<String, String> arguments = new LinkedHashMap<>();
    for (String it : flags.getOrDefault("--build-arg", List.of())) {
      String[] halves = it.split("=", 2);
      if (halves.length == 2 && !halves[1].contains("$")) {
        arguments.put(halves[0], halves[1]);
      }
    }
    String at = join(in, context);
    return names.isEmpty() || context.isEmpty()
        ? Optional.empty()
        : found(path, at, join(in, file.orElse(join(context, "Dockerfile"))), flags, arguments)
            .map(it -> new Found(it, names, Set.of(), path));
  }

  private static void add(Map<String, List<String>> flags, String name, String value) {
    flags.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
  }

  private static Optional<String> first(Map<String, List<String>> flags, String name) {
    return flags.getOrDefault(name, List.of()).stream().findFirst();
  }

  private static String join(String folder, String path) {
    return folder.isEmpty() || path.startsWith("/") ? path : folder + "/" + path;
  }

  /**
   * The build starts at the root of the tree, or in the folder of its own file; empty where both
   * may be.
   */
  private Optional<Build> found(
      String path,
      String context,
      String dockerfile,
      Map<String, List<String>> flags,
      Map<String, String> arguments) {
    var found = new ArrayList<Build>();
    for (String base : Stream.of("", TreePath.folder(path)).distinct().toList()) {
      String file = CleanPath.below(join(base, dockerfile));
      if (tree.files().containsKey(file)) {
        found.add(
            new Build(
                file,
                CleanPath.below(join(base, context)),
                first(flags, "--target"),
                arguments,
                false));
      }
    }
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private record Deployment(String service, String image) {}

  /** {@code gcloud run deploy SERVICE --image IMAGE}. */
  private static Optional<Deployment> deployment(List<String> words) {
    int run = words.indexOf("run");
    if (!words.getFirst().equals("gcloud") || run < 0) {
      return Optional.empty();
    }
    int verb = Math.max(words.indexOf("deploy"), words.indexOf("update"));
    if (verb < run || verb + 1 >= words.size() || words.get(verb + 1).startsWith("-")) {
      return Optional.empty();
    }
    for (int i = verb; i < words.size(); i++) {
      if (words.get(i).startsWith("--image=")) {
        return Optional.of(new Deployment(words.get(verb + 1), words.get(i).substring(8)));
      }
      if (words.get(i).equals("--image") && i + 1 < words.size()) {
        return Optional.of(new Deployment(words.get(verb + 1), words.get(i + 1)));
      }
    }
    return Optional.empty();
  }

  // Compose.

  private void compose(String path, Map<?, ?> file) {
    if (!(file.get("services") instanceof Map<?, ?> services)) {
      return;
    }
    services.forEach((name, value) -> {
      if (value instanceof Map<?, ?> service) {
        composed(path, service.get("build"))
            .filter(it -> !DEVELOPMENT.matcher(it.dockerfile()).matches())
            .ifPresent(it -> all.add(new Found(it, Set.of(String.valueOf(name)), Set.of(), path)));
      }
    });
  }

  private Optional<Build> composed(String path, @Nullable Object build) {
    Map<?, ?> parts =
        build instanceof String it
            ? Map.of("context", it)
            : build instanceof Map<?, ?> map ? map : Map.of();
    // Compose begins at the folder of its file where a mapping names no context.
    if (!((build instanceof Map<?, ?> && !parts.containsKey("context") ? "." : parts.get("context"))
            instanceof String context)
        || context.contains("$")
        || context.contains("://")) {
      return Optional.empty();
    }
    String at = join(TreePath.folder(path), context);
    String dockerfile =
        CleanPath.below(join(at, parts.get("dockerfile") instanceof String it ? it : "Dockerfile"));
    Map<String, String> arguments = new LinkedHashMap<>();
    if (parts.get("args") instanceof Map<?, ?> map) {
      map.forEach((name, value) -> {
        if (value != null && !String.valueOf(value).contains("$")) {
          arguments.put(String.valueOf(name), String.valueOf(value));
        }
      });
    }
    Optional<String> target =
        parts.get("target") instanceof String it && !it.contains("$")
            ? Optional.of(it)
            : Optional.empty();
    return tree.files().containsKey(dockerfile)
            && !(parts.get("target") instanceof String t && DEVELOPMENT.matcher(t).matches())
        ? Optional.of(new Build(dockerfile, CleanPath.below(at), target, arguments, false))
        : Optional.empty();
  }
}
