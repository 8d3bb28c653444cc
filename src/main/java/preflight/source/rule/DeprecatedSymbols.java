package preflight.source.rule;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;
import preflight.resource.field.Weaker;
import preflight.source.Finding;
import preflight.source.syntax.Language;
import preflight.source.syntax.SyntaxTree;
import preflight.source.tree.Role;
import preflight.source.tree.SourceFile;

/** Symbols that their own module calls deprecated, or the pack does, and that others import. */
public record DeprecatedSymbols(
    @Field(
            value = "Symbols that are deprecated, though their source does not say so",
            example = "[{ name: old_client, in: app/clients.py, instead: app.http.client }]",
            weaker = Weaker.LESS)
        List<Symbol> symbols)
    implements HouseRule<DeprecatedSymbols.Marked> {

  private static final Pattern SAYS =
      Pattern.compile("^\\W*(?:\\.\\. deprecated::|deprecated\\b)", Pattern.CASE_INSENSITIVE);

  public DeprecatedSymbols {
    symbols = List.copyOf(symbols);
  }

  /** A symbol of the pack. */
  public record Symbol(
      @Field(value = "The name", example = "old_client", min = 2, grammar = Grammar.LINE)
          String name,
      @Field(value = "The file that defines it", example = "app/clients.py", min = 1) String in,
      @Field(value = "What to use in its place", example = "app.http.client", min = 1)
          Optional<String> instead) {}

  /** A symbol that is deprecated, and what its source says of it. */
  record Marked(String name, String path, int line, String says) {}

  @Override
  public String id() {
    return "code-deprecated";
  }

  @Override
  public Set<String> words() {
    return new LinkedHashSet<>(List.of("deprecated", "Deprecated", "DEPRECATED"));
  }

  @Override
  public boolean concerns(SourceFile file, Role role) {
    Optional<Language> language = Language.of(file.path());
    return role == Role.PRODUCTION
        && language.isPresent()
        && language.get() != Language.GO
        && language.get() != Language.JAVA;
  }

  @Override
  public void look(ReadFile file, Consumer<? super Marked> seen) {
    SyntaxTree tree = file.tree();
    if (file.is(Language.PYTHON)) {
      for (int node : Nodes.all(tree, "class_definition", "function_definition")) {
        if (Nodes.within(tree, node, "class_definition", "function_definition").isEmpty()) {
          python(tree, node)
              .ifPresent(it ->
                  seen.accept(
                      new Marked(
                          Nodes.name(tree, node, "name"), file.path(), tree.line(node), it)));
        }
      }
    } else {
      for (int comment : Nodes.all(tree, "comment")) {
        script(tree, comment)
            .ifPresent(it ->
                seen.accept(
                    new Marked(it, file.path(), tree.line(comment), tagged(tree, comment))));
      }
    }
  }

  /** By decorator, or by the first words of its documentation. */
  private static Optional<String> python(SyntaxTree tree, int node) {
    int decorated = tree.parent(node);
    if (tree.is(decorated, "decorated_definition")) {
      for (int it : tree.children(decorated)) {
        int called = tree.is(it, "decorator") ? tree.firstChild(it) : SyntaxTree.NONE;
        while (called != SyntaxTree.NONE && tree.kind(called).equals("@")) {
          called = tree.nextSibling(called);
        }
        if (called != SyntaxTree.NONE) {
          boolean call = tree.is(called, "call");
          String name = call ? Nodes.name(tree, called, "function") : tree.text(called);
          if (name.substring(name.lastIndexOf('.') + 1).equals("deprecated")) {
            return Optional.of(
                call
                    ? Nodes.arguments(tree, called).stream()
                        .findFirst()
                        .flatMap(argument -> Nodes.literal(tree, argument))
                        .orElse("")
                    : "");
          }
        }
      }
    }
    int body = tree.child(node, "body");
    int first = body == SyntaxTree.NONE ? SyntaxTree.NONE : tree.firstChild(body);
    return tree.is(first, "expression_statement")
        ? Nodes.literal(tree, tree.firstChild(first))
            .map(String::strip)
            .filter(it -> SAYS.matcher(it).find())
            .map(it -> it.lines().findFirst().orElse(""))
        : Optional.empty();
  }

  /** The name of what a comment with {@code @deprecated} stands above. */
  private static Optional<String> script(SyntaxTree tree, int comment) {
    if (!tree.text(comment).contains("@deprecated") || !tree.is(tree.parent(comment), "program")) {
      return Optional.empty();
    }
    int next = tree.nextSibling(comment);
    if (!tree.is(next, "export_statement")) {
      return Optional.empty();
    }
    int declared = tree.child(next, "declaration");
    if (declared == SyntaxTree.NONE) {
      return Optional.empty();
    }
    int variable = tree.childOfKind(declared, "variable_declarator");
    String name = Nodes.name(tree, variable == SyntaxTree.NONE ? declared : variable, "name");
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  private static String tagged(SyntaxTree tree, int comment) {
    String text = tree.text(comment);
    String said = text.substring(text.indexOf("@deprecated") + "@deprecated".length());
    return said.lines().findFirst().orElse("").replace("*/", "").strip();
  }

  @Override
  public List<Finding> conclude(List<Marked> seen, Overview overview) {
    return List.of();
  }

  @Override
  public Optional<HouseRule<?>> next(List<Marked> seen, Overview overview) {
    var all = new ArrayList<>(seen);
    symbols.forEach(it ->
        all.add(new Marked(it.name(), it.in(), 0, it.instead().map("use "::concat).orElse(""))));
    all.removeIf(it -> it.name().length() < 2);
    return all.isEmpty() ? Optional.empty() : Optional.of(new Uses(all));
  }

  /** Who imports them. */
  record Uses(List<Marked> marked) implements HouseRule<CanonicalImport.Sighting> {

    @Override
    public String id() {
      return "code-deprecated";
    }

    @Override
    public Set<String> words() {
      var words = new LinkedHashSet<String>();
      marked.forEach(it -> words.add(it.name()));
      return words;
    }

    @Override
    public boolean concerns(SourceFile file, Role role) {
      return role == Role.PRODUCTION
          && Language.of(file.path())
              .filter(it -> it != Language.JAVA && it != Language.GO)
              .isPresent();
    }

    @Override
    public void look(ReadFile file, Consumer<? super CanonicalImport.Sighting> seen) {
      for (String name : words()) {
        if (file.whole(name).length > 0) {
          CanonicalImport.imports(file, name, seen);
        }
      }
    }

    /** Whether a file is the front of the package that another one is a part of. */
    private static boolean isPackage(String file, String part) {
      int slash = file.lastIndexOf('/');
      String name = file.substring(slash + 1);
      return (name.equals("__init__.py") || name.startsWith("index."))
          && part.startsWith(file.substring(0, slash + 1));
    }

    @Override
    public List<Finding> conclude(List<CanonicalImport.Sighting> seen, Overview overview) {
      var findings = new ArrayList<Finding>();
      for (CanonicalImport.Sighting it : seen) {
        Optional<String> file = CanonicalImport.file(it, overview.modules());
        marked.stream()
            .filter(each -> each.name().equals(it.name()))
            .filter(each -> file.equals(Optional.of(each.path())))
            .filter(each -> !each.path().equals(it.path()) && !isPackage(it.path(), each.path()))
            .findFirst()
            .ifPresent(each ->
                findings.add(
                    new Finding(
                        id(),
                        it.path(),
                        it.line(),
                        it.column(),
                        "imports %s, which is deprecated%s%s"
                            .formatted(
                                it.name(),
                                each.line() == 0
                                    ? ""
                                    : " (" + each.path() + ":" + each.line() + ")",
                                each.says().isEmpty() ? "" : ": " + each.says()),
                        it.name())));
      }
      return findings;
    }
  }
}
