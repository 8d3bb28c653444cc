package preflight.source.script.module;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import preflight.source.script.module.Resolution.ForDevelopment;
import preflight.source.script.module.Resolution.Found;
import preflight.source.script.module.Resolution.Installed;
import preflight.source.script.module.Resolution.Missing;
import preflight.source.script.module.Resolution.Open;
import preflight.source.script.module.Resolution.OtherCase;
import preflight.source.script.module.Resolution.Undeclared;
import preflight.source.tree.TreePath;

/**
 * Resolves imports as Node.js, TypeScript and the usual bundlers agree on it. Where they would not
 * agree, or a configuration that is a program decides, the answer is open.
 */
public final class ScriptResolver {

  private static final List<String> EXTENSIONS =
      List.of(
          "", ".ts", ".tsx", ".mts", ".cts", ".d.ts", ".js", ".jsx", ".mjs", ".cjs", ".json",
          ".node", ".vue", ".svelte", ".d.mts", ".d.cts");

  /** What TypeScript reads for a name that is written as it is emitted. */
  private static final Map<String, List<String>> EMITTED =
      Map.of(
          ".js", List.of(".ts", ".tsx", ".d.ts", ".jsx"),
          ".jsx", List.of(".tsx", ".ts"),
          ".mjs", List.of(".mts", ".d.mts", ".ts"),
          ".cjs", List.of(".cts", ".d.cts", ".ts"));

  /** Further files beside a module that do not stand in for it. */
  private static final Pattern BESIDE =
      Pattern.compile(".*\\.(test|spec|stories|story|snap|md|mdx|d)(\\.[a-z]+)?");

  private static final Set<String> BUILT_IN =
      Set.of(
          ("_http_agent assert async_hooks buffer child_process cluster console constants crypto"
                  + " dgram diagnostics_channel dns domain events fs http http2 https inspector"
                  + " module net os path perf_hooks process punycode querystring readline repl"
                  + " stream string_decoder sys timers tls trace_events tty url util v8 vm wasi"
                  + " worker_threads zlib test sqlite sea")
              .split(" ", -1));

  /** Packages that the host of the code brings along. */
  private static final Set<String> HOSTED =
      Set.of(
          "electron",
          "vscode",
          "bun",
          "obsidian",
          "atom",
          "k6",
          "aws-lambda",
          "aws-sdk",
          "chrome",
          "deno",
          "meteor",
          "original-fs",
          "figma",
          "photoshop",
          "uxp");

  private static final Pattern PACKAGE =
      Pattern.compile("(@[a-z0-9~-][a-z0-9._~-]*/)?[a-zA-Z0-9][a-zA-Z0-9._-]*(/.*)?");

  /** Configurations of bundlers, in which names can be given any meaning. */
  private static final Pattern BUNDLER =
      Pattern.compile(
          "(vite|vitest|webpack|rollup|rspack|rsbuild|esbuild|next|nuxt|svelte|astro|babel|metro|craco|vue"
              + "|electron\\.vite|tsup|quasar|gatsby-node|remix|farm|snowpack)[.\\w-]*\\.(js|ts|mjs|cjs|mts|json)"
              + "|\\.babelrc.*|angular\\.json|project\\.json|gulpfile.*|build\\.(js|ts|mjs)|esbuild.*|deno\\.jsonc?");

  private static final List<String> LOCKS =
      List.of(
          "package-lock.json",
          "npm-shrinkwrap.json",
          "yarn.lock",
          "pnpm-lock.yaml",
          "bun.lock",
          "bun.lockb");

  private final ScriptTree tree;
  private final Map<String, String> packages = new TreeMap<>();
  private final Map<String, List<PackageJson>> manifests = new HashMap<>();
  private final Map<String, List<TsConfig>> configs = new HashMap<>();
  private final Map<String, Boolean> bundled = new HashMap<>();
  private final Map<String, Map<String, Boolean>> locked = new HashMap<>();

  public ScriptResolver(ScriptTree tree) {
    this.tree = tree;
    for (String file : tree.files()) {
      if (file.equals(PackageJson.FILE) || file.endsWith("/" + PackageJson.FILE)) {
        manifest(ScriptTree.folder(file))
            .filter(it -> !it.name().isEmpty())
            .ifPresent(it -> packages.putIfAbsent(it.name(), it.folder()));
      }
    }
  }

  /** What a specifier means in a file. */
  public Resolution resolve(String file, String specifier) {
    int query = specifier.indexOf('?');
    String plain = query < 0 ? specifier : specifier.substring(0, query);
    if (plain.isEmpty() || plain.indexOf('!') >= 0 || plain.indexOf('\0') >= 0) {
      return new Open();
    }
    if (plain.startsWith("./")
        || plain.startsWith("../")
        || plain.equals(".")
        || plain.equals("..")) {
      return relative(file, plain);
    }
    if (plain.startsWith("node:") || BUILT_IN.contains(packageName(plain))) {
      return new Installed(plain);
    }
    if (plain.indexOf(':') >= 0 || plain.startsWith("/")) {
      return new Open();
    }
    Optional<Resolution> alias = alias(file, plain);
    if (alias.isPresent()) {
      return alias.get();
    }
    return PACKAGE.matcher(plain).matches() ? ofPackage(file, plain) : new Open();
  }

  private Resolution relative(String file, String specifier) {
    Optional<String> target = ScriptTree.join(ScriptTree.folder(file), specifier);
    if (target.isEmpty()) {
      return new Open();
    }
    boolean folder = specifier.endsWith("/") || specifier.endsWith(".");
    Optional<String> found = folder ? index(target.get()) : file(target.get());
    if (found.isPresent()) {
      return new Found(found.get());
    }
    if (configs(file).stream().anyMatch(it -> it.rootDirs() || !it.complete())) {
      return new Open();
    }
    return nothing(target.get());
  }

  /** What there is in place of a file that is not there. */
  private Resolution nothing(String target) {
    if (tree.hasFolder(target) || tree.mayHide(target) || isAsset(target)) {
      return new Open();
    }
    for (String extension : EXTENSIONS) {
      Optional<String> other = tree.otherCase(target + extension);
      if (other.isPresent() && (tree.has(other.get()) || index(other.get()).isPresent())) {
        return new OtherCase(target + extension, other.get());
      }
    }
    for (var it : EMITTED.entrySet()) {
      if (target.endsWith(it.getKey())) {
        String stem = target.substring(0, target.length() - it.getKey().length());
        for (String extension : it.getValue()) {
          Optional<String> other = tree.otherCase(stem + extension);
          if (other.isPresent() && tree.has(other.get())) {
            return new OtherCase(target, other.get());
          }
        }
      }
    }
    boolean variant =
        tree.startingWith(target).stream().anyMatch(it -> !BESIDE.matcher(it).matches());
    return variant ? new Open() : new Missing(target);
  }

  /** Styles, pictures and the like, which programs of all kinds make. */
  private static boolean isAsset(String target) {
    int dot = target.lastIndexOf('.');
    return dot > target.lastIndexOf('/') + 1
        && Set.of(
                "css", "scss", "sass", "less", "styl", "svg", "png", "jpg", "jpeg", "gif", "webp",
                "avif", "ico", "woff", "woff2", "ttf", "eot", "mp3", "mp4", "webm", "wasm", "html",
                "txt", "glsl", "md", "mdx", "graphql", "gql", "node", "yaml", "yml", "csv", "pdf",
                "proto", "pegjs", "grammar", "sql", "xml", "map", "worker", "macro", "ejs", "hbs")
            .contains(target.substring(dot + 1));
  }

  private Optional<String> file(String target) {
    for (String extension : EXTENSIONS) {
      if (tree.has(target + extension)) {
        return Optional.of(target + extension);
      }
    }
    for (var it : EMITTED.entrySet()) {
      if (target.endsWith(it.getKey())) {
        String stem = target.substring(0, target.length() - it.getKey().length());
        for (String extension : it.getValue()) {
          if (tree.has(stem + extension)) {
            return Optional.of(stem + extension);
          }
        }
      }
    }
    return index(target);
  }

  private Optional<String> index(String folder) {
    if (!tree.hasFolder(folder)) {
      return Optional.empty();
    }
    for (String extension : EXTENSIONS) {
      String path = (folder.isEmpty() ? "index" : folder + "/index") + extension;
      if (!extension.isEmpty() && tree.has(path)) {
        return Optional.of(path);
      }
    }
    return manifest(folder)
        .flatMap(it ->
            it.entries("").stream()
                .flatMap(entry -> ScriptTree.join(folder, entry).stream())
                .filter(entry -> !entry.equals(folder))
                .flatMap(entry -> file(entry).stream())
                .findFirst());
  }

  private Optional<Resolution> alias(String file, String specifier) {
    boolean pattern = false;
    for (TsConfig config : configs(file)) {
      for (String candidate : config.candidates(specifier)) {
        Optional<String> found = file(candidate);
        if (found.isPresent()) {
          return Optional.of(new Found(found.get()));
        }
        // "*" and names of packages are patterns that give way to what is installed
        pattern |= specifier.matches("(@|~|#|\\$)?/.*");
      }
      Optional<String> based =
          config.base().flatMap(it -> ScriptTree.join(it, specifier)).flatMap(this::file);
      if (based.isPresent()) {
        return Optional.of(new Found(based.get()));
      }
    }
    if (!pattern) {
      boolean open = configs(file).stream().anyMatch(it -> !it.candidates(specifier).isEmpty());
      return open ? Optional.of(new Open()) : Optional.empty();
    }
    if (aliased(file) || configs(file).stream().anyMatch(it -> !it.complete())) {
      return Optional.of(new Open());
    }
    List<Resolution> answers =
        configs(file).stream()
            .flatMap(it -> it.candidates(specifier).stream())
            .map(this::nothing)
            .toList();
    return Stream.of(Open.class, OtherCase.class, Missing.class)
        .flatMap(kind -> answers.stream().filter(kind::isInstance))
        .findFirst();
  }

  private Resolution ofPackage(String file, String specifier) {
    String name = packageName(specifier);
    if (packages.containsKey(name)) {
      return workspace(packages.get(name), specifier.substring(name.length()));
    }
    List<PackageJson> up = manifests(file);
    if (up.isEmpty() || HOSTED.contains(name)) {
      return new Open();
    }
    if (up.stream().anyMatch(it -> it.installs(name))) {
      return new Installed(name);
    }
    Optional<PackageJson> development =
        up.stream().filter(it -> it.installsForDevelopment(name)).findFirst();
    if (development.isPresent()) {
      return new ForDevelopment(name, development.get().path());
    }
    boolean mayBe =
        lockNames(file, name).orElse(true)
            || up.stream().anyMatch(it -> it.aliases(name) || it.name().equals(name))
            || aliased(file)
            || configs(file).stream().anyMatch(it -> !it.complete() || declaredBy(it, specifier))
            || insideBase(file, name);
    return mayBe ? new Open() : new Undeclared(name, up.getFirst().path());
  }

  private static boolean declaredBy(TsConfig config, String specifier) {
    return !config.candidates(specifier).isEmpty();
  }

  /** Whether a folder that aliases are usually made of has that name. */
  private boolean insideBase(String file, String name) {
    return ScriptTree.upward(file).stream()
        .flatMap(it ->
            List.of(name, "src/" + name, "app/" + name).stream()
                .map(part -> it.isEmpty() ? part : it + "/" + part))
        .anyMatch(it -> tree.hasFolder(it) || file(it).isPresent());
  }

  private Resolution workspace(String folder, String below) {
    return manifest(folder).stream()
        .flatMap(it -> it.entries(below.isEmpty() ? "" : below.substring(1)).stream())
        .flatMap(it -> ScriptTree.join(folder, it).stream())
        .flatMap(it -> file(it).stream())
        .findFirst()
        .<Resolution>map(Found::new)
        .orElseGet(Open::new);
  }

  /** Whether the lock names the package at all; empty where there is no lock. */
  private Optional<Boolean> lockNames(String file, String name) {
    boolean any = false;
    for (String folder : ScriptTree.upward(file)) {
      for (String lock : LOCKS) {
        String path = folder.isEmpty() ? lock : folder + "/" + lock;
        if (tree.has(path)) {
          any = true;
          boolean named =
              locked
                  .computeIfAbsent(path, _ -> new HashMap<>())
                  .computeIfAbsent(
                      name, _ -> tree.text(path).map(it -> names(it, name)).orElse(true));
          if (named) {
            return Optional.of(true);
          }
        }
      }
    }
    return any ? Optional.of(false) : Optional.empty();
  }

  private static boolean names(String lock, String name) {
    return Pattern.compile("(?<![@\\w.-]|types/)" + Pattern.quote(name) + "(?![\\w-])")
        .matcher(lock)
        .find();
  }

  /** Whether a lock of npm says that only development needs the package. */
  public boolean onlyForDevelopment(String file, String name) {
    for (String folder : ScriptTree.upward(file)) {
      for (String lock : LOCKS) {
        String path = folder.isEmpty() ? lock : folder + "/" + lock;
        if (tree.has(path)) {
          return lock.endsWith(".json")
              && tree.json(path)
                  .map(it -> it.path("packages").path("node_modules/" + name).path("dev"))
                  .map(it -> it.asBoolean(false))
                  .orElse(false);
        }
      }
    }
    return false;
  }

  /** Whether a name means something by the compiler's patterns only. */
  boolean isAlias(String file, String specifier) {
    return !packages.containsKey(packageName(specifier))
        && manifests(file).stream().noneMatch(it -> it.aliases(packageName(specifier)))
        && configs(file).stream().anyMatch(it -> !it.candidates(specifier).isEmpty());
  }

  /** Whether Node.js loads the file, or what is compiled of it, as an ES module. */
  boolean isModule(String file) {
    if (file.endsWith(".mjs") || file.endsWith(".mts")) {
      return true;
    }
    return !file.endsWith(".cjs")
        && !file.endsWith(".cts")
        && manifests(file).stream().limit(1).anyMatch(PackageJson::isModule);
  }

  static String packageName(String specifier) {
    int end = specifier.indexOf('/');
    if (specifier.startsWith("@") && end >= 0) {
      end = specifier.indexOf('/', end + 1);
    }
    return end < 0 ? specifier : specifier.substring(0, end);
  }

  /** Whether a bundler up the tree is configured by a program that speaks of names. */
  private boolean aliased(String file) {
    return ScriptTree.upward(file).stream()
        .anyMatch(folder ->
            bundled.computeIfAbsent(
                folder, it -> tree.inFolder(it).stream().anyMatch(this::givesNames)));
  }

  private boolean givesNames(String path) {
    String name = TreePath.name(path);
    boolean next =
        tree.inFolder(ScriptTree.folder(path)).stream()
            .anyMatch(it -> TreePath.name(it).startsWith("next.config."));
    if (next && !name.startsWith("next.config.") && !name.contains("babel")) {
      return false; // a bundler beside Next.js makes something else
    }
    return BUNDLER.matcher(name).matches()
        && (path.endsWith("angular.json")
            || tree.text(path)
                .map(it -> Stream.of("alias", "resolver", "virtual").anyMatch(it::contains))
                .orElse(true));
  }

  /** The compilers' configurations that may govern a file: all of the folders up the tree. */
  List<TsConfig> configs(String file) {
    return configs.computeIfAbsent(ScriptTree.folder(file), _ -> readConfigs(file));
  }

  private List<TsConfig> readConfigs(String file) {
    var found = new ArrayList<TsConfig>();
    for (String folder : ScriptTree.upward(file)) {
      String prefix = folder.isEmpty() ? "" : folder + "/";
      for (String stem : List.of("tsconfig", "jsconfig")) {
        tree.startingWith(prefix + stem).stream()
            .filter(it -> it.endsWith(".json"))
            .sorted(java.util.Comparator.comparingInt(String::length))
            .map(it -> TsConfig.read(tree, it, packages))
            .forEach(found::add);
      }
    }
    return found;
  }

  List<PackageJson> manifests(String file) {
    return manifests.computeIfAbsent(
        ScriptTree.folder(file),
        _ -> ScriptTree.upward(file).stream().flatMap(it -> manifest(it).stream()).toList());
  }

  Optional<PackageJson> manifest(String folder) {
    return ScriptTree.join(folder, PackageJson.FILE)
        .flatMap(tree::json)
        .filter(it -> it.isObject())
        .map(it -> new PackageJson(folder, it));
  }
}
