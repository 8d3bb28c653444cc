package preflight.source.python.scope;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import preflight.source.python.scope.ScopeFacts.BindingKind;

/** A region of a module in which names are bound, as Python's compiler divides it. */
final class Scope {

  enum Kind {
    MODULE,
    CLASS,
    /** Of a function or a lambda. */
    FUNCTION,
    COMPREHENSION,
    /** That of type parameters, and of what stands beside them. */
    TYPES
  }

  /**
   * A place that binds a name.
   *
   * @param from the byte of the file from which on it can be bound; 0 where that is not known
   */
  record Bind(int node, int from, BindingKind kind) {}

  final Kind kind;
  final @Nullable Scope parent;
  final int node;

  /** The names of the functions and classes around, and its own. */
  final String qualified;

  final Map<String, List<Bind>> bound = new HashMap<>();
  final Map<String, List<Integer>> deleted = new HashMap<>();
  final Set<String> globals = new HashSet<>();
  final Set<String> nonlocals = new HashSet<>();

  Scope(Kind kind, @Nullable Scope parent, int node, String qualified) {
    this.kind = kind;
    this.parent = parent;
    this.node = node;
    this.qualified = qualified;
  }

  Scope inner(Kind inner, int at, String name) {
    String path = name.isEmpty() ? qualified : qualified.isEmpty() ? name : qualified + "." + name;
    return new Scope(inner, this, at, path);
  }

  void bind(String name, Bind bind) {
    bound.computeIfAbsent(name, _ -> new ArrayList<>()).add(bind);
  }

  List<Bind> binds(String name) {
    return bound.getOrDefault(name, List.of());
  }

  /** Whether its code runs as the module is imported. */
  boolean whileImported() {
    for (Scope it = this; it != null; it = it.parent) {
      if (it.kind == Kind.FUNCTION) {
        return false;
      }
    }
    return true;
  }

  /** Itself; for a comprehension the one around it, in which {@code :=} binds. */
  Scope outsideComprehensions() {
    Scope it = this;
    while (it.kind == Kind.COMPREHENSION && it.parent != null) {
      it = it.parent;
    }
    return it;
  }
}
