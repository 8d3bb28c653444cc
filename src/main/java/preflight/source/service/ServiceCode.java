package preflight.source.service;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.source.Gap;
import preflight.source.RouteTable;
import preflight.source.RuleResult;
import preflight.source.image.Bases;
import preflight.source.image.BuildFaults;
import preflight.source.image.ImageContents;
import preflight.source.image.Language;
import preflight.source.image.Languages;
import preflight.source.image.dockerfile.CommandForm;
import preflight.source.python.StandardLibrary;
import preflight.source.rule.ImportTimeCalls;
import preflight.source.tree.Roles;
import preflight.source.tree.SourceTree;

/** The code in the image of one service, and what the rules of its start say of it. */
public final class ServiceCode {

  private static final Pattern NODE =
      Pattern.compile("(?s)(.*[\\s/])?(node|npm|npx|yarn|pnpm|tsx|ts-node|next)(\\s.*)?");

  private static final Pattern IN_FRONT =
      Pattern.compile("\\b(nginx|envoy|caddy|haproxy|traefik|supervisord|httpd|apache2)\\b");

  private final SourceTree tree;
  private final ImageContents image;
  private final LanguageCode code;
  private final Settling settling;

  private ServiceCode(SourceTree tree, ImageContents image, LanguageCode code, Settling settling) {
    this.tree = tree;
    this.image = image;
    this.code = code;
    this.settling = settling;
  }

  /** Takes away what the tree itself allows. */
  interface Settling {
    RuleResult settle(RuleResult result) throws InterruptedException;
  }

  /** Reads what the image of a service would hold. */
  static ServiceCode of(
      SourceTree tree,
      ImageContents image,
      CodeReader reader,
      Roles roles,
      StandardLibrary library,
      Interpreters interpreters,
      Settling settling)
      throws InterruptedException {
    LanguageCode code;
    Optional<preflight.source.syntax.Language> compiled = compiled(image);
    if (compiled.isPresent()) {
      code = new CompiledCode(tree, image, reader, roles, compiled.get());
    } else if (runsScripts(image)) {
      code = new ScriptCode(tree, image, reader, roles, interpreters);
    } else {
      code = new PythonCode(tree, image, reader, roles, library, interpreters);
    }
    return new ServiceCode(tree, image, code, settling);
  }

  private static Optional<preflight.source.syntax.Language> compiled(ImageContents image) {
    List<String> languages = Languages.of(image).stream().map(Language::name).toList();
    return runsScripts(image) || languages.contains("python") || holdsPython(image)
        ? Optional.empty()
        : CompiledCode.compiled(image, languages);
  }

  /** Whether it is JavaScript that an image runs, and not Python. */
  private static boolean runsScripts(ImageContents image) {
    List<String> languages = Languages.of(image).stream().map(Language::name).toList();
    boolean started =
        image.command().map(CommandForm::text).filter(NODE.asMatchPredicate()).isPresent();
    boolean based =
        image
            .base()
            .flatMap(Bases::of)
            .flatMap(Bases.Base::language)
            .filter("node"::equals)
            .isPresent();
    return languages.contains("python")
        ? started && (based || !holdsPython(image))
        : languages.contains("node") || (started && languages.isEmpty());
  }

  private static boolean holdsPython(ImageContents image) {
    return image.packed().values().stream()
        .flatMap(it -> it.source().stream())
        .anyMatch(it -> it.endsWith(".py"));
  }

  public ImageContents image() {
    return image;
  }

  /** The language that it runs, if a rule does not know it; empty where the rule speaks. */
  public Optional<String> unjudged(String rule) {
    if (rule.equals(BuildFaults.RULE)) {
      return Optional.empty();
    }
    return switch (code) {
      case CompiledCode it ->
          CompiledCode.RULES.contains(rule) ? Optional.empty() : Optional.of(it.language());
      case ScriptCode _ -> ScriptCode.RULES.contains(rule) ? Optional.empty() : Optional.of("node");
      case PythonCode _ -> {
        List<String> languages = Languages.of(image).stream().map(Language::name).toList();
        yield holdsPython(image) || languages.contains("python")
            ? Optional.empty()
            : languages.stream().findFirst();
      }
    };
  }

  /** Whether the modules or scripts that its command names lie in it. */
  boolean starts() {
    return code.starts();
  }

  /** Files of the tree that are judged. */
  List<String> production() {
    return code.production();
  }

  /** What is looked at, in a line. */
  public String summary() {
    return code.summary();
  }

  /** What ends the build of the image, whatever language it runs. */
  public BuildFaults build() throws InterruptedException {
    BuildFaults faults = BuildFaults.of(tree, image);
    return new BuildFaults(
        settling.settle(new RuleResult(faults.certain(), List.of())).findings(), faults.made());
  }

  /** Imports that fail when the service starts. */
  public RuleResult imports() throws InterruptedException {
    return settling.settle(code.imports());
  }

  /** Imports that fail later, or that may fail. */
  public RuleResult lateImports() throws InterruptedException {
    return settling.settle(code.lateImports());
  }

  /** Files that the image's interpreter refuses. */
  public RuleResult syntax() throws InterruptedException {
    return settling.settle(code.syntax());
  }

  /** Names that nothing defines. */
  public RuleResult names() throws InterruptedException {
    return code instanceof PythonCode python ? settling.settle(python.names()) : unknown();
  }

  /** Calls that their callee refuses, and attributes that no class has. */
  public RuleResult calls() throws InterruptedException {
    return code instanceof PythonCode python ? settling.settle(python.calls()) : unknown();
  }

  /** Calls that modules make while they are imported, of what opens a connection by that. */
  public RuleResult importTimeCalls(ImportTimeCalls calls) throws InterruptedException {
    return code instanceof PythonCode python
        ? settling.settle(python.importTimeCalls(calls.lookup()))
        : unknown();
  }

  private RuleResult unknown() {
    return new RuleResult(
        List.of(),
        List.of(new Gap(image.build().dockerfile(), "runs code of which this is not known")));
  }

  /**
   * Compares the variables that the code reads with those that a revision is given.
   *
   * @param given names of the revision's own variables
   */
  public Variables variables(Set<String> given) throws InterruptedException {
    Variables found = code.variables(given);
    return new Variables(
        settling.settle(found.result()), found.later(), found.unread(), found.modules());
  }

  /**
   * What became of the comparison.
   *
   * @param result variables that the start needs and does not get
   * @param later variables that some function needs and does not get
   * @param unread variables that are given and that no code reads
   * @param modules how many modules were looked at
   */
  public record Variables(
      RuleResult result, List<String> later, List<String> unread, int modules) {}

  /** What the code says of requests. */
  public RouteTable routes() {
    return image
        .command()
        .map(CommandForm::text)
        .map(IN_FRONT::matcher)
        .filter(Matcher::find)
        .map(it -> RouteTable.silent("%s answers before the code".formatted(it.group())))
        .orElseGet(code::routes);
  }
}
