package preflight.source.service;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import preflight.source.image.Change;
import preflight.source.image.ImageContents;
import preflight.source.image.ShellCommand;
import preflight.source.image.Step;
import preflight.source.script.module.ScriptTree;

/**
 * What the steps of an image do with packages and sources, as far as their words and the scripts of
 * a {@code package.json} tell.
 *
 * @param folder of the tree that the {@code package.json} stands in
 */
record ScriptBuild(ImageContents image, ScriptTree tree, String folder) {

  private static final int DEEPEST = 5;

  private static final Set<String> RUNNERS = Set.of("npm", "pnpm", "yarn", "bun");
  private static final Set<String> INSTALLS = Set.of("", "ci", "install", "i", "prune");

  /** What flags of an installation take. */
  private static final Set<String> VALUES = Set.of("dev", "prod", "production");

  /** Programs that write into folders of their own, and bring no packages into them. */
  private static final Set<String> COMPILERS = Set.of("tsc", "tsc-alias", "nest", "rimraf", "rm");

  /** Programs that write into folders of their own, and bring packages into them. */
  private static final Set<String> BUNDLERS =
      Set.of(
          "next",
          "vite",
          "webpack",
          "esbuild",
          "rollup",
          "tsup",
          "ncc",
          "parcel",
          "rspack",
          "rsbuild",
          "nuxt",
          "nuxi",
          "astro",
          "remix",
          "react-scripts",
          "tsdown");

  private static final Pattern OMITS =
      Pattern.compile(
          "(?s).*\\s(--omit[= ]dev|--production(=true)?|--prod|-P|--only[= ]prod(uction)?)(\\s.*)?");

  private static final Pattern INCLUDES =
      Pattern.compile("(?s).*\\s(--include[= ]dev|--production=false|--prod=false|--dev)(\\s.*)?");

  private static final Pattern INLINE = Pattern.compile("\\bNODE_ENV=production\\b");

  /** Whether a step of the build may have made a path, apart from compilers in their folders. */
  boolean mayAppear(String path) {
    return image.changes().stream().filter(it -> it.covers(path)).anyMatch(it -> !builds(it));
  }

  private boolean builds(Change change) {
    return commands(change.command(), 0).stream()
        .map(ScriptBuild::program)
        .allMatch(it -> COMPILERS.contains(it) || BUNDLERS.contains(it));
  }

  /** Whether the packages for development are not where the code runs. */
  boolean withoutDevelopment() {
    boolean without = false;
    for (Step step : image.steps().stream().sorted(Comparator.comparingInt(Step::line)).toList()) {
      for (ShellCommand command : commands(step.text(), 0)) {
        if (installs(command)) {
          without = omits(step, command);
        } else if (mayBundle(command)) {
          return false;
        }
      }
    }
    return without && !configured();
  }

  private static boolean installs(ShellCommand command) {
    List<String> operands = command.operands().stream().filter(it -> !VALUES.contains(it)).toList();
    String verb = operands.isEmpty() ? "" : operands.getFirst();
    boolean all = INSTALLS.contains(verb) && operands.size() <= 1;
    boolean focus = verb.equals("workspaces") && operands.contains("focus");
    return RUNNERS.contains(command.name())
        && (all || focus)
        && !command.words().contains("-g")
        && !command.words().contains("--global");
  }

  private boolean omits(Step step, ShellCommand command) {
    String text = command.toString();
    boolean environment =
        "production".equals(step.environment().get("NODE_ENV"))
            || INLINE.matcher(step.text()).find();
    boolean berry = command.name().equals("yarn") && tree.has(below(".yarnrc.yml"));
    return !INCLUDES.matcher(text).matches()
        && (OMITS.matcher(text).matches() || (environment && !berry));
  }

  /** Whether a file of npm decides it. */
  private boolean configured() {
    return tree.text(below(".npmrc"))
        .filter(it -> it.matches("(?s).*\\b(omit|include|production|only)\\b.*"))
        .isPresent();
  }

  private static boolean mayBundle(ShellCommand command) {
    String program = program(command);
    boolean script = RUNNERS.contains(program) && command.words().contains("run");
    return BUNDLERS.contains(program)
        || script
        || Set.of("node", "make", "sh", "bash", "turbo", "nx", "gulp", "bun").contains(program)
        || command.name().endsWith(".sh");
  }

  /** What a command runs. */
  private static String program(ShellCommand command) {
    List<String> operands = command.operands();
    boolean other = Set.of("npx", "bunx", "cross-env", "dotenv").contains(command.name());
    return other
        ? operands.stream().filter(it -> it.indexOf('=') < 0).findFirst().orElse("")
        : command.name();
  }

  /** The commands of a script, with those of the scripts that they run in their place. */
  private List<ShellCommand> commands(String text, int depth) {
    var all = new ArrayList<ShellCommand>();
    for (ShellCommand command : ShellCommand.of(text)) {
      List<String> scripts = scripts(command);
      if (scripts.isEmpty() || depth > DEEPEST) {
        all.add(command);
      }
      scripts.forEach(it -> all.addAll(commands(it, depth + 1)));
    }
    return all;
  }

  private List<String> scripts(ShellCommand command) {
    boolean many = Set.of("npm-run-all", "run-s", "run-p").contains(command.name());
    if (!many && !RUNNERS.contains(command.name())) {
      return List.of();
    }
    List<String> names =
        command.operands().stream()
            .filter(it -> !Set.of("run", "run-script").contains(it))
            .toList();
    return names.stream()
        .limit(many ? names.size() : 1)
        .flatMap(it -> script(it).stream())
        .toList();
  }

  private Optional<String> script(String name) {
    return tree.json(below("package.json"))
        .flatMap(it -> it.path("scripts").path(name).asStringOpt());
  }

  private String below(String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }
}
