package preflight.source.service;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import preflight.source.Finding;
import preflight.source.Gap;
import preflight.source.RouteTable;
import preflight.source.RuleResult;
import preflight.source.facts.ExactText;
import preflight.source.facts.Known;
import preflight.source.image.Bases;
import preflight.source.image.BuildFaults;
import preflight.source.image.ImageContents;
import preflight.source.image.Language;
import preflight.source.image.Languages;
import preflight.source.image.dockerfile.CommandForm;
import preflight.source.python.StandardLibrary;
import preflight.source.python.version.Interpreter;
import preflight.source.rule.ImportTimeCalls;
import preflight.source.script.syntax.ScriptSyntax.SecondOpinion;
import preflight.source.tree.Roles;
import preflight.source.tree.SourceTree;

/** The code in the image of one service, and what the rules of its start say of it. */
public final class ServiceCode {

  private static final Pattern NODE =
      Pattern.compile("(?s)(.*[\\s/])?(node|npm|npx|yarn|pnpm|tsx|ts-node|next)(\\s.*)?");

  private static final Pattern IN_FRONT =
      Pattern.compile("\\b(nginx|envoy|caddy|haproxy|traefik|supervisord|httpd|apache2)\\b");

  private final Source source;
  private final Known known;
  private final Settling settling;
  private @Nullable ImageContents image;
  private @Nullable LanguageCode code;
  private @Nullable BuildFaults faults;

  ServiceCode(Source source, Known known, Settling settling) {
    this.source = source;
    this.known = known;
    this.settling = settling;
  }

  /** Where it is read from, when something is asked that is not known. */
  interface Source {

    /** What the image holds. */
    ImageContents image();

    LanguageCode code(ImageContents image) throws InterruptedException;

    /** What ends the build of the image. */
    BuildFaults faults(ImageContents image);

    /** Whether anything but the tree had a say in what was answered so far. */
    boolean foreign();
  }

  /** Takes away what the tree itself allows, and nothing that anything else says. */
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
      Settling settling) {
    return new ServiceCode(
        new Reading(tree, () -> image, reader, roles, library, interpreters),
        Known.nothing(),
        settling);
  }

  /** From a tree. */
  static final class Reading implements Source {
    private final SourceTree tree;
    private final Supplier<ImageContents> image;
    private final CodeReader reader;
    private final Roles roles;
    private final StandardLibrary library;
    private final Interpreters interpreters;
    private volatile boolean foreign;

    Reading(
        SourceTree tree,
        Supplier<ImageContents> image,
        CodeReader reader,
        Roles roles,
        StandardLibrary library,
        Interpreters interpreters) {
      this.tree = tree;
      this.image = image;
      this.reader = reader;
      this.roles = roles;
      this.library = library;
      this.interpreters = interpreters;
    }

    @Override
    public ImageContents image() {
      return image.get();
    }

    @Override
    public LanguageCode code(ImageContents image) throws InterruptedException {
      Interpreters noted = new Noted();
      Optional<preflight.source.syntax.Language> compiled = compiled(image);
      if (compiled.isPresent()) {
        return new CompiledCode(tree, image, reader, roles, compiled.get());
      }
      return runsScripts(image)
          ? new ScriptCode(tree, image, reader, roles, noted)
          : new PythonCode(tree, image, reader, roles, library, noted);
    }

    @Override
    public BuildFaults faults(ImageContents image) {
      return BuildFaults.of(tree, image);
    }

    @Override
    public boolean foreign() {
      return foreign;
    }

    private final class Noted implements Interpreters {
      @Override
      public Optional<Interpreter> python(int minor) {
        foreign = true;
        return interpreters.python(minor);
      }

      @Override
      public Optional<SecondOpinion> node(int major) {
        foreign = true;
        return interpreters.node(major);
      }
    }
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

  public synchronized ImageContents image() {
    if (image == null) {
      image = source.image();
    }
    return image;
  }

  private synchronized LanguageCode code() throws InterruptedException {
    if (code == null) {
      code = source.code(image());
    }
    return code;
  }

  /** Asks the code, where nobody has in an earlier run. */
  private interface Asking {
    List<String> ask() throws InterruptedException;
  }

  private interface Judging {
    RuleResult judge() throws InterruptedException;
  }

  private List<String> words(String question, Asking asking) throws InterruptedException {
    Optional<List<String>> said = known.words(question);
    if (said.isPresent()) {
      return said.get();
    }
    List<String> words = asking.ask();
    known.put(question, List.of(), words);
    return words;
  }

  /** What could not be judged, and what a program of this machine decided, is judged again. */
  private RuleResult result(String question, Judging judging) throws InterruptedException {
    Optional<List<Finding>> said = known.findings(question);
    if (said.isPresent()) {
      return new RuleResult(said.get(), List.of());
    }
    RuleResult settled = settling.settle(judging.judge());
    if (settled.gaps().isEmpty() && !source.foreign()) {
      known.put(question, settled.findings(), List.of());
    }
    return settled;
  }

  /** The language that it runs, if a rule does not know it; empty where the rule speaks. */
  public Optional<String> unjudged(String rule) throws InterruptedException {
    if (rule.equals(BuildFaults.RULE)) {
      return Optional.empty();
    }
    return words("unjudged " + rule, () -> language(rule).stream().toList()).stream().findFirst();
  }

  private Optional<String> language(String rule) throws InterruptedException {
    return switch (code()) {
      case CompiledCode it ->
          CompiledCode.RULES.contains(rule) ? Optional.empty() : Optional.of(it.language());
      case ScriptCode _ -> ScriptCode.RULES.contains(rule) ? Optional.empty() : Optional.of("node");
      case PythonCode _ -> {
        List<String> languages = Languages.of(image()).stream().map(Language::name).toList();
        yield holdsPython(image()) || languages.contains("python")
            ? Optional.empty()
            : languages.stream().findFirst();
      }
    };
  }

  /** Whether the modules or scripts that its command names lie in it. */
  boolean starts() throws InterruptedException {
    return !words("starts", () -> code().starts() ? List.of("yes") : List.of()).isEmpty();
  }

  /** Files of the tree that are judged. */
  List<String> production() throws InterruptedException {
    return words("production", () -> code().production());
  }

  /** What is looked at, in a line. */
  public String summary() throws InterruptedException {
    return words("summary", () -> List.of(code().summary())).getFirst();
  }

  /** What ends the build of the image, whatever language it runs. */
  public BuildFaults build() throws InterruptedException {
    List<String> made = words("made before the build", () -> faults().made());
    RuleResult certain = result("build", () -> new RuleResult(faults().certain(), List.of()));
    return new BuildFaults(certain.findings(), made);
  }

  private synchronized BuildFaults faults() {
    if (faults == null) {
      faults = source.faults(image());
    }
    return faults;
  }

  /** Imports that fail when the service starts. */
  public RuleResult imports() throws InterruptedException {
    return result("imports", () -> code().imports());
  }

  /** Imports that fail later, or that may fail. */
  public RuleResult lateImports() throws InterruptedException {
    return result("late imports", () -> code().lateImports());
  }

  /** Files that the image's interpreter refuses. */
  public RuleResult syntax() throws InterruptedException {
    return result("syntax", () -> code().syntax());
  }

  /** Names that nothing defines. */
  public RuleResult names() throws InterruptedException {
    return result("names", () -> code() instanceof PythonCode python ? python.names() : unknown());
  }

  /** Calls that their callee refuses, and attributes that no class has. */
  public RuleResult calls() throws InterruptedException {
    return result("calls", () -> code() instanceof PythonCode python ? python.calls() : unknown());
  }

  /** Calls that modules make while they are imported, of what opens a connection by that. */
  public RuleResult importTimeCalls(ImportTimeCalls calls) throws InterruptedException {
    return result(
        "calls of imports " + ExactText.of(calls),
        () ->
            code() instanceof PythonCode python
                ? python.importTimeCalls(calls.lookup())
                : unknown());
  }

  private RuleResult unknown() {
    return new RuleResult(
        List.of(),
        List.of(new Gap(image().build().dockerfile(), "runs code of which this is not known")));
  }

  /**
   * Compares the variables that the code reads with those that a revision is given.
   *
   * @param given names of the revision's own variables
   */
  public Variables variables(Set<String> given) throws InterruptedException {
    Variables found = code().variables(given);
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
  public RouteTable routes() throws InterruptedException {
    Optional<String> front =
        image()
            .command()
            .map(CommandForm::text)
            .map(IN_FRONT::matcher)
            .filter(Matcher::find)
            .map(Matcher::group);
    return front.isPresent()
        ? RouteTable.silent("%s answers before the code".formatted(front.get()))
        : code().routes();
  }
}
