package preflight.source.rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;
import preflight.resource.field.Weaker;
import preflight.source.Finding;
import preflight.source.syntax.Language;
import preflight.source.syntax.SyntaxTree;
import preflight.source.tree.Role;
import preflight.source.tree.SourceFile;

/** Symbols that are imported from one module only, and not from those that hand them on. */
public record CanonicalImport(
    @Field(
            value = "Symbols, each with the module that it is imported from",
            example = "[{ name: get_settings, module: app.core.settings }]",
            weaker = Weaker.LESS)
        List<Symbol> symbols)
    implements HouseRule<CanonicalImport.Sighting> {

  public CanonicalImport {
    symbols = List.copyOf(symbols);
  }

  /** A symbol and its module. */
  public record Symbol(
      @Field(value = "The name", example = "get_settings", min = 2, grammar = Grammar.LINE)
          String name,
      @Field(
              value = "A dotted module of Python, or the path of a script from the root",
              example = "app.core.settings",
              min = 1,
              grammar = Grammar.LINE)
          String module) {}

  /**
   * An import of a symbol, or that a file defines one of its own.
   *
   * @param from as written; empty for a definition
   */
  record Sighting(String name, String path, int line, int column, String from) {}

  @Override
  public String id() {
    return "code-canonical-import";
  }

  @Override
  public Set<String> words() {
    return symbols.stream().map(Symbol::name).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @Override
  public boolean concerns(SourceFile file, Role role) {
    Optional<Language> language = Language.of(file.path());
    return !symbols.isEmpty()
        && role == Role.PRODUCTION
        && language.isPresent()
        && language.get() != Language.JAVA
        && language.get() != Language.GO;
  }

  @Override
  public void look(ReadFile file, Consumer<? super Sighting> seen) {
    for (Symbol symbol : symbols) {
      if (file.whole(symbol.name()).length > 0) {
        look(file, symbol.name(), seen);
      }
    }
  }

  private static void look(ReadFile file, String name, Consumer<? super Sighting> seen) {
    imports(file, name, seen);
    Binding.of(file.tree(), name).stream()
        .filter(it ->
            it.kind() == SingleDefinition.Kind.DEFINITION
                || it.kind() == SingleDefinition.Kind.SHAPE)
        .forEach(it -> seen.accept(sighting(file, name, it.node(), "")));
  }

  /** Each import of a name from another module, but for those that serve typing only. */
  static void imports(ReadFile file, String name, Consumer<? super Sighting> seen) {
    SyntaxTree tree = file.tree();
    if (file.is(Language.PYTHON)) {
      for (PythonImport it : PythonImport.of(tree)) {
        if (it.name().equals(name) && !Nodes.isTyping(tree, it.node())) {
          seen.accept(sighting(file, name, it.node(), it.module()));
        }
      }
    } else {
      for (ScriptImport it : ScriptImport.of(tree)) {
        if (it.name().equals(name) && !it.typing()) {
          seen.accept(sighting(file, name, it.node(), it.from()));
        }
      }
    }
  }

  private static Sighting sighting(ReadFile file, String name, int node, String from) {
    return new Sighting(
        name, file.path(), file.tree().line(node), file.column(file.tree().start(node)), from);
  }

  @Override
  public List<Finding> conclude(List<Sighting> seen, Overview overview) {
    var findings = new ArrayList<Finding>();
    for (Symbol symbol : symbols) {
      Optional<String> home = home(symbol, overview.modules());
      Set<String> definers = new HashSet<>();
      seen.stream()
          .filter(it -> it.name().equals(symbol.name()) && it.from().isEmpty())
          .forEach(it -> definers.add(it.path()));
      for (Sighting it : seen) {
        if (!it.name().equals(symbol.name()) || it.from().isEmpty()) {
          continue;
        }
        Optional<String> file = file(it, overview.modules());
        // Of a module outside the tree, or of one with its own definition, it is another thing.
        if (file.isPresent()
            && home.isPresent()
            && !file.equals(home)
            && !home.get().equals(it.path())
            && !definers.contains(file.get())) {
          findings.add(
              new Finding(
                  id(),
                  it.path(),
                  it.line(),
                  it.column(),
                  "%s is imported from %s, which only hands it on; its module is %s"
                      .formatted(symbol.name(), it.from(), symbol.module()),
                  symbol.name()));
        }
      }
    }
    return findings;
  }

  private static Optional<String> home(Symbol symbol, Modules modules) {
    return modules
        .python("", symbol.module())
        .or(() -> modules.script("x", "./" + symbol.module()));
  }

  /** The file that an import means. */
  static Optional<String> file(Sighting it, Modules modules) {
    return it.path().endsWith(".py")
        ? modules.python(it.path(), it.from())
        : modules.script(it.path(), it.from());
  }
}
