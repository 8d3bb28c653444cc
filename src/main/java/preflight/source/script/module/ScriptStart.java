package preflight.source.script.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import preflight.source.tree.TreePath;

/** The files that a command starts, as far as sources tell what is compiled of them. */
public final class ScriptStart {

  private static final int DEEPEST = 4;

  /** Programs that start another one. */
  private static final Set<String> PREFIXES =
      Set.of(
          "exec",
          "dumb-init",
          "tini",
          "/sbin/tini",
          "/usr/bin/tini",
          "/usr/bin/dumb-init",
          "--",
          "-g",
          "cross-env",
          "env",
          "npx",
          "dotenv");

  private static final Set<String> RUNNERS = Set.of("npm", "yarn", "pnpm", "bun");

  /** Programs that run several scripts. */
  private static final Set<String> SEVERAL = Set.of("npm-run-all", "run-s", "run-p");

  private static final Set<String> TYPESCRIPT = Set.of("tsx", "ts-node", "ts-node-dev", "nodemon");

  private static final Set<String> FRAMEWORKS =
      Set.of(
          "next", "nuxt", "vite", "remix-serve", "react-router-serve", "astro", "gatsby", "strapi");

  /** What rewrites aliases, or teaches Node.js to know them. */
  private static final List<String> REWRITE =
      List.of(
          "tsc-alias",
          "tsconfig-paths",
          "module-alias",
          "resolve-tspaths",
          "tspaths",
          "transform-paths");

  private final ScriptTree tree;
  private final ScriptResolver resolver;
  private final String folder;

  private ScriptStart(ScriptTree tree, ScriptResolver resolver, String folder) {
    this.tree = tree;
    this.resolver = resolver;
    this.folder = folder;
  }

  /** What is started. */
  public sealed interface Started {

    /**
     * Sources.
     *
     * @param plainNode whether Node.js loads them, or what the compiler makes of each of them, with
     *     nothing that resolves imports in another way
     */
    record Sources(List<String> files, boolean plainNode) implements Started {}

    /** A program that finds the files by their names. */
    record Framework(String name) implements Started {}

    /** It cannot be told. */
    record Unknown() implements Started {}
  }

  /**
   * What a command starts.
   *
   * @param folder the source of the folder that the command runs in
   * @param command its words
   */
  public static Started of(
      ScriptTree tree, ScriptResolver resolver, String folder, List<String> command) {
    return new ScriptStart(tree, resolver, folder).started(command, 0);
  }

  private Started started(List<String> command, int depth) {
    var words = new ArrayList<String>(command);
    while (!words.isEmpty()
        && (PREFIXES.contains(words.getFirst()) || words.getFirst().matches("\\w+=\\S*"))) {
      words.removeFirst();
    }
    if (words.isEmpty() || depth > DEEPEST) {
      return new Started.Unknown();
    }
    String program = words.removeFirst();
    program = TreePath.name(program);
    if (Set.of("sh", "bash").contains(program)
        && words.size() == 2
        && words.getFirst().equals("-c")) {
      return line(words.get(1), depth + 1);
    }
    if (RUNNERS.contains(program)) {
      return script(words, depth);
    }
    if (SEVERAL.contains(program)) {
      List<Started> all = words.stream().map(it -> script(List.of(it), depth)).toList();
      return all.isEmpty() ? new Started.Unknown() : together(all);
    }
    if (FRAMEWORKS.contains(program)) {
      return new Started.Framework(program);
    }
    return program.equals("node") || TYPESCRIPT.contains(program)
        ? node(words, program.equals("node"))
        : new Started.Unknown();
  }

  /** A line for a shell: each command of it starts something. */
  private Started line(String line, int depth) {
    List<Started> all =
        Stream.of(line.split("&&", -1))
            .map(String::strip)
            .map(it ->
                it.matches("(?!cd )[\\w\\s./=:@-]+")
                    ? started(List.of(it.split("\\s+", -1)), depth)
                    : new Started.Unknown())
            .toList();
    return line.matches(".*(^|&&)\\s*cd\\s.*") ? new Started.Unknown() : together(all);
  }

  /** The sources of all; without any, what the last one is. */
  private static Started together(List<Started> all) {
    var files = new ArrayList<String>();
    boolean plain = true;
    for (Started it : all) {
      if (it instanceof Started.Sources(List<String> its, boolean alone)) {
        files.addAll(its);
        plain &= alone;
      }
    }
    return files.isEmpty() ? all.getLast() : new Started.Sources(List.copyOf(files), plain);
  }

  private Started script(List<String> words, int depth) {
    List<String> names =
        words.stream()
            .filter(it -> !it.startsWith("-") && !Set.of("run", "run-script").contains(it))
            .toList();
    return names.isEmpty()
        ? new Started.Unknown()
        : resolver
            .manifest(folder)
            .flatMap(it -> it.script(names.getFirst()))
            .map(it -> line(it, depth + 1))
            .orElseGet(Started.Unknown::new);
  }

  private Started node(List<String> words, boolean plain) {
    boolean alone = plain;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.matches("(-r|--require|--import|--loader|--experimental-loader)(=.*)?")) {
        alone = false;
        i += word.contains("=") ? 0 : 1;
      } else if (!word.startsWith("-")) {
        return source(word, alone);
      }
    }
    return new Started.Unknown();
  }

  private Started source(String written, boolean alone) {
    Optional<String> path = ScriptTree.join(folder, written);
    if (path.isEmpty()) {
      return new Started.Unknown();
    }
    Optional<String> own =
        Stream.of("", ".js", ".mjs", ".cjs", "/index.js")
            .map(it -> path.get() + it)
            .filter(tree::has)
            .findFirst();
    if (own.isPresent()) {
      return new Started.Sources(List.of(own.get()), alone && !own.get().matches(".*\\.[mc]?tsx?"));
    }
    for (TsConfig config : resolver.configs(folder.isEmpty() ? "x" : folder + "/x")) {
      Optional<String> compiled =
          config
              .outDir()
              .filter(it -> path.get().startsWith(it + "/"))
              .map(it -> path.get().substring(it.length() + 1).replaceFirst("\\.[mc]?js$", ""))
              .flatMap(it -> compiledFrom(config, it));
      if (compiled.isPresent()) {
        return new Started.Sources(List.of(compiled.get()), alone && isPlainlyCompiled());
      }
    }
    return new Started.Unknown();
  }

  private Optional<String> compiledFrom(TsConfig config, String rest) {
    List<String> roots =
        config.rootDir().map(List::of).orElseGet(() -> List.of(below("src"), folder));
    List<String> found =
        roots.stream()
            .flatMap(root ->
                Stream.of(rest, rest + "/index").flatMap(it -> ScriptTree.join(root, it).stream()))
            .flatMap(it -> Stream.of(it + ".ts", it + ".tsx", it + ".mts", it + ".cts"))
            .filter(tree::has)
            .toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private String below(String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }

  /** Whether the build is the compiler alone, which leaves imports as they are written. */
  private boolean isPlainlyCompiled() {
    return resolver
        .manifest(folder)
        .filter(it -> REWRITE.stream().noneMatch(it.document().toString()::contains))
        .flatMap(it -> it.script("build"))
        .filter(it ->
            it.matches(
                "((rimraf|rm -rf) \\S+ *&& *)?(npx )?tsc( (-p|--project) \\S+| (-b|--build))*"))
        .isPresent();
  }
}
