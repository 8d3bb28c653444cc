package preflight.source.python.use;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import preflight.source.syntax.SyntaxTree;

/** A part of a file that has names of its own, and what gives them a value. */
final class Scope {

  /** What a scope belongs to. */
  enum Kind {
    MODULE,
    CLASS,
    FUNCTION,
    /** A lambda or a comprehension. */
    EXPRESSION
  }

  /** What gives a name its value. */
  enum Giver {
    /** {@code import a.b}: the module {@code module}, less what stands after the first dot. */
    IMPORT,
    /** {@code from module import name}. */
    FROM,
    FUNCTION,
    CLASS,
    /** One assignment of {@code value}, or a declaration alone. */
    VALUE,
    PARAMETER,
    OTHER
  }

  /**
   * Something that gives a name its value.
   *
   * @param value what is assigned, else {@link SyntaxTree#NONE}
   * @param annotation the declared type, else {@link SyntaxTree#NONE}
   * @param conditional whether it may not happen
   * @param module of an import, as written
   * @param name in that module
   */
  record Binding(
      Giver giver,
      int node,
      int value,
      int annotation,
      boolean conditional,
      String module,
      String name) {

    boolean sameImport(Binding other) {
      return giver == other.giver && module.equals(other.module) && name.equals(other.name);
    }
  }

  final Kind kind;
  final int node;
  final @Nullable Scope outer;
  final Map<String, List<Binding>> bindings = new HashMap<>();

  /** Names whose type the code looks at. */
  final Set<String> narrowed = new HashSet<>();

  /** Where the last star import stands; -1 without one. */
  int lastStar = -1;

  Scope(Kind kind, int node, @Nullable Scope outer) {
    this.kind = kind;
    this.node = node;
    this.outer = outer;
  }

  void bind(String name, Binding binding) {
    bindings.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(binding);
  }

  /** The one thing that a name stands for here; empty where it could be one of several. */
  Optional<Binding> meaning(String name) {
    List<Binding> all = bindings.getOrDefault(name, List.of());
    if (all.isEmpty() || all.getLast().node() < lastStar) {
      return Optional.empty();
    }
    Binding last = all.getLast();
    if (all.size() == 1) {
      return Optional.of(last);
    }
    boolean imports = last.giver() == Giver.IMPORT || last.giver() == Giver.FROM;
    if (imports && all.stream().allMatch(last::sameImport)) {
      return Optional.of(last);
    }
    boolean functions = all.stream().allMatch(it -> it.giver() == Giver.FUNCTION);
    return functions && !last.conditional() ? Optional.of(last) : Optional.empty();
  }
}
