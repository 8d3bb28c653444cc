package preflight.source.python.scope;

import static preflight.source.syntax.SyntaxTree.NONE;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import preflight.source.python.scope.ScopeFacts.Binding;
import preflight.source.python.scope.ScopeFacts.BindingKind;
import preflight.source.python.scope.ScopeFacts.Exports;
import preflight.source.python.scope.ScopeFacts.Fault;
import preflight.source.python.scope.ScopeFacts.StarImport;
import preflight.source.python.scope.ScopeFacts.Undefined;
import preflight.source.syntax.SyntaxTree;

/** Reads the names of a Python module as its compiler and its interpreter would look them up. */
public final class ModuleScope {

  /** Generated code binds a name thousands of times; its order is not looked at. */
  private static final int MOST_BINDS = 500;

  private final SyntaxTree tree;
  private final Scopes scopes;
  private final Surroundings surroundings;
  private final Roles roles;
  private final List<Integer> reads = new ArrayList<>();
  private final List<StarImport> stars = new ArrayList<>();

  private ModuleScope(SyntaxTree tree) {
    this.tree = tree;
    this.scopes = new Scopes(tree);
    this.surroundings = new Surroundings(tree);
    this.roles = new Roles(tree);
  }

  /** The names of a module. One that does not parse as Python 3 has none. */
  public static ScopeFacts of(SyntaxTree tree) {
    if (tree.size() == 0 || !tree.flaws().isEmpty() || isPython2(tree)) {
      return new ScopeFacts(
          false,
          List.of(),
          new Exports(false, List.of(), true),
          List.of(),
          List.of(),
          List.of(),
          List.of());
    }
    return new ModuleScope(tree).facts();
  }

  /** Statements that Python 3 does not have; {@code print >>file} could be an expression. */
  private static boolean isPython2(SyntaxTree tree) {
    for (int node = 0; node < tree.size(); node++) {
      if (tree.is(node, "exec_statement")
          || (tree.is(node, "print_statement") && tree.childOfKind(node, "chevron") == NONE)) {
        return true;
      }
    }
    return false;
  }

  private ScopeFacts facts() {
    for (int node = 0; node < tree.size(); node++) {
      switch (tree.kind(node)) {
        case "import_statement", "import_from_statement", "future_import_statement" -> {
          imports(node);
          node = tree.after(node) - 1;
        }
        case "identifier" -> {
          if (!scopes.settled.get(node)) {
            identifier(node);
          }
        }
        default -> {}
      }
    }
    var intrusions = new Intrusions(tree, scopes);
    var undefined = new ArrayList<Undefined>();
    for (int read : reads) {
      Undefined found = look(read);
      if (found != null && !intrusions.injected().contains(found.name())) {
        undefined.add(found);
      }
    }
    return new ScopeFacts(
        true,
        bindings(),
        ExportList.of(tree, scopes),
        List.copyOf(stars),
        intrusions.dynamic(),
        intrusions.injected(),
        List.copyOf(undefined));
  }

  private void imports(int statement) {
    Scope scope = scopes.of(statement);
    if (tree.childOfKind(statement, "wildcard_import") != NONE) {
      int module = tree.child(statement, "module_name");
      stars.add(new StarImport(module == NONE ? "" : tree.text(module), tree.line(statement)));
      return;
    }
    for (int it = tree.firstChild(statement); it != NONE; it = tree.nextSibling(it)) {
      if ("name".equals(tree.field(it))) {
        int alias = tree.child(it, "alias");
        int name = alias == NONE ? tree.firstChild(it) : alias;
        if (name != NONE) {
          bind(scope, name, tree.end(statement), BindingKind.IMPORT);
        }
      }
    }
  }

  private void identifier(int node) {
    Scope scope = scopes.of(node);
    switch (roles.of(node)) {
      case READ -> reads.add(node);
      case BIND -> bind(scope, node, surroundings.effect(node), BindingKind.VARIABLE);
      case UPDATE -> {
        reads.add(node);
        bind(scope, node, surroundings.effect(node), BindingKind.VARIABLE);
      }
      case NAME ->
          bind(
              scope.outsideComprehensions(), node, surroundings.effect(node), BindingKind.VARIABLE);
      case DELETE -> {
        reads.add(node);
        delete(scope, node);
      }
      case HANDLE -> bind(scope, node, surroundings.effect(node), BindingKind.HANDLER);
      case DECLARE -> bind(scope, node, 0, BindingKind.DECLARATION);
      case PARAMETER -> bind(scope, node, 0, BindingKind.VARIABLE);
      case FUNCTION -> bind(scope, node, tree.end(tree.parent(node)), BindingKind.FUNCTION);
      case CLASS -> bind(scope, node, tree.end(tree.parent(node)), BindingKind.CLASS);
      case NONE -> {}
    }
  }

  private void bind(Scope scope, int node, int from, BindingKind kind) {
    String name = name(scope, node);
    if (scope.globals.contains(name)) {
      boolean here = scope == scopes.module;
      scopes.module.bind(name, new Scope.Bind(node, here ? from : 0, kind));
    } else if (scope.nonlocals.contains(name)) {
      Scope owner = enclosing(scope.parent, name);
      (owner == null ? scope : owner).bind(name, new Scope.Bind(node, 0, kind));
    } else {
      scope.bind(name, new Scope.Bind(node, from, kind));
    }
  }

  private void delete(Scope scope, int node) {
    String name = name(scope, node);
    if (scope.globals.contains(name) || scope.nonlocals.contains(name)) {
      return;
    }
    scope.deleted.computeIfAbsent(name, _ -> new ArrayList<>()).add(node);
  }

  /** As written, but for the private names of a class ({@code __x} is {@code _Class__x}). */
  private String name(Scope scope, int node) {
    String name = tree.text(node);
    if (!name.startsWith("__") || name.endsWith("__")) {
      return name;
    }
    for (Scope it = scope; it != null; it = it.parent) {
      if (it.kind == Scope.Kind.CLASS) {
        String owner = tree.text(tree.child(it.node, "name")).replaceFirst("^_+", "");
        return owner.isEmpty() ? name : "_" + owner + name;
      }
    }
    return name;
  }

  private static @Nullable Scope enclosing(@Nullable Scope from, String name) {
    for (Scope it = from; it != null; it = it.parent) {
      if (it.kind == Scope.Kind.FUNCTION
          && !it.nonlocals.contains(name)
          && !it.globals.contains(name)) {
        return it;
      }
    }
    return null;
  }

  /** What is wrong with a read; null if nothing is, or if it cannot be told. */
  private @Nullable Undefined look(int read) {
    Scope from = scopes.of(read);
    String name = name(from, read);
    boolean onlyTypes = true;
    boolean within = false;
    @Nullable Fault early = null;
    for (Scope it = from; it != null; it = it.parent) {
      boolean seen = it.kind != Scope.Kind.CLASS || it == from || onlyTypes;
      within |= it.kind == Scope.Kind.CLASS;
      if (it.kind == Scope.Kind.CLASS && it == from && Builtins.ofClasses(name)) {
        return null;
      }
      if (it.globals.contains(name)) {
        it = scopes.module;
        if (!it.bound.containsKey(name)) {
          return null;
        }
      } else if (it.nonlocals.contains(name)) {
        return null;
      }
      if (seen && it.bound.containsKey(name)) {
        boolean runsHere =
            it == from
                ? it.kind != Scope.Kind.COMPREHENSION
                : it == scopes.module && runsWith(from);
        Fault fault = runsHere ? order(it, name, read) : null;
        if (fault == null && onlyTyping(it, name, read)) {
          fault = Fault.TYPE_CHECKING;
        }
        if (fault == null) {
          return null;
        }
        if (it.kind == Scope.Kind.FUNCTION || it.kind == Scope.Kind.COMPREHENSION) {
          return undefined(read, fault, 0);
        }
        early = early == null ? fault : early;
      }
      onlyTypes &= it.kind == Scope.Kind.TYPES;
    }
    if (within && name.equals("__class__")) {
      return null;
    }
    OptionalInt since = Builtins.since(name);
    if (since.isPresent() && since.getAsInt() == 0) {
      return null;
    }
    return undefined(read, early == null ? Fault.NOWHERE : early, since.orElse(0));
  }

  /** Whether a scope is the module's own code, or that of a class that runs with it. */
  private boolean runsWith(Scope scope) {
    Scope it = scope;
    while (it.kind == Scope.Kind.CLASS && it.parent != null) {
      it = it.parent;
    }
    return it == scopes.module;
  }

  private boolean onlyTyping(Scope scope, String name, int read) {
    return !surroundings.forTypeCheckers(read)
        && scope.binds(name).stream()
            .allMatch(it ->
                it.kind() != BindingKind.DECLARATION && surroundings.forTypeCheckers(it.node()));
  }

  /**
   * Whether a name of the scope in which it is read surely has no value there. What a loop repeats,
   * what another function binds, and what runs in an order that depends, is not told.
   */
  private @Nullable Fault order(Scope scope, String name, int read) {
    List<Scope.Bind> binds = scope.binds(name);
    if (binds.size() > MOST_BINDS
        || binds.stream().anyMatch(it -> it.from() == 0)
        || surroundings.inTarget(read)) {
      return null;
    }
    int place = tree.start(read);
    List<Scope.Bind> earlier = binds.stream().filter(it -> it.from() <= place).toList();
    boolean repeated =
        binds.stream().anyMatch(it -> surroundings.repeats(it.node(), read, scope.node));
    if (earlier.isEmpty()) {
      return repeated ? null : Fault.BEFORE;
    }
    boolean ended =
        earlier.stream()
            .allMatch(it ->
                it.kind() == BindingKind.HANDLER && !surroundings.inSameHandler(it.node(), read));
    boolean later = binds.stream().anyMatch(it -> it.from() > place);
    if (ended && !(later && repeated)) {
      return Fault.HANDLER_ENDED;
    }
    for (int delete : scope.deleted.getOrDefault(name, List.of())) {
      if (deletes(delete, read, binds)) {
        return Fault.DELETED;
      }
    }
    return null;
  }

  private boolean deletes(int delete, int read, List<Scope.Bind> binds) {
    int statement = surroundings.statement(delete);
    int block = tree.parent(statement);
    if (tree.end(statement) > tree.start(read) || read >= tree.after(block)) {
      return false;
    }
    return binds.stream()
        .noneMatch(it ->
            (it.node() > statement && it.node() < read)
                || surroundings.repeats(it.node(), read, block));
  }

  private Undefined undefined(int read, Fault fault, int since) {
    return new Undefined(
        tree.text(read),
        tree.line(read),
        tree.column(read),
        scopes.of(read).qualified,
        fault,
        scopes.moment(read),
        surroundings.guard(read, tree.text(read)),
        since,
        !stars.isEmpty(),
        surroundings.suppressed(read));
  }

  private List<Binding> bindings() {
    var all = new ArrayList<Map.Entry<String, Scope.Bind>>();
    scopes.module.bound.forEach((name, binds) -> binds.forEach(it -> all.add(Map.entry(name, it))));
    all.sort(Comparator.comparingInt(it -> it.getValue().node()));
    return all.stream().map(it -> binding(it.getKey(), it.getValue())).toList();
  }

  private Binding binding(String name, Scope.Bind bind) {
    int node = bind.node();
    boolean deleted =
        scopes.module.deleted.getOrDefault(name, List.of()).stream()
                .anyMatch(it -> it > node && tree.parent(surroundings.statement(it)) == 0)
            && scopes.module.binds(name).stream().allMatch(it -> it.node() <= node);
    return new Binding(
        name,
        bind.kind(),
        tree.line(node),
        tree.column(node),
        surroundings.conditional(node),
        surroundings.forTypeCheckers(node),
        deleted);
  }
}
