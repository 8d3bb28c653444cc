package preflight.source.rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import preflight.source.syntax.Language;
import preflight.source.syntax.SyntaxTree;

/** Where a file reads the environment of its process, and what stands in for what is not set. */
final class EnvironmentReads {

  /** A file without any of these reads no environment. */
  static final Set<String> WORDS = Set.of("environ", "getenv", "process", "Getenv", "LookupEnv");

  private final SyntaxTree tree;
  private final Set<String> environments = new HashSet<>();
  private final Set<String> getters = new HashSet<>();

  /**
   * One read.
   *
   * @param name of the variable; empty where it is computed
   * @param instead the node of the default that the call itself takes; NONE without one
   */
  record Read(String name, int node, int instead) {}

  /**
   * Variables of which the first one that is set is taken.
   *
   * @param last what is taken where none is: a literal
   */
  record Chain(List<String> names, Optional<String> last, int node) {}

  private EnvironmentReads(SyntaxTree tree) {
    this.tree = tree;
    switch (tree.language()) {
      case PYTHON -> python();
      case JAVASCRIPT, TYPESCRIPT, TSX -> script();
      case JAVA, GO -> {
        // They have one spelling.
      }
    }
  }

  static EnvironmentReads of(SyntaxTree tree) {
    return new EnvironmentReads(tree);
  }

  private void python() {
    for (PythonImport it : PythonImport.of(tree)) {
      if (it.module().equals("os") && it.name().isEmpty()) {
        environments.add(it.as() + ".environ");
        getters.add(it.as() + ".getenv");
      } else if (it.module().equals("os") && it.name().equals("environ")) {
        environments.add(it.as());
      } else if (it.module().equals("os") && it.name().equals("getenv")) {
        getters.add(it.as());
      }
    }
  }

  private void script() {
    environments.add("process.env");
    for (String quote : List.of("'", "\"")) {
      environments.add("process[%senv%s]".formatted(quote, quote));
      environments.add("require(%sprocess%s).env".formatted(quote, quote));
      environments.add("require(%snode:process%s).env".formatted(quote, quote));
    }
    for (ScriptImport it : ScriptImport.of(tree)) {
      boolean process = it.from().equals("process") || it.from().equals("node:process");
      if (process && it.name().equals("env")) {
        environments.add(it.as());
      }
    }
  }

  private boolean isEnvironment(int node) {
    return node != SyntaxTree.NONE && environments.contains(Nodes.compact(tree, node));
  }

  List<Read> all() {
    var reads = new ArrayList<Read>();
    for (int node = 0; node < tree.size(); node++) {
      switch (tree.kind(node)) {
        case "subscript", "call", "comparison_operator" -> python(node, reads);
        case "member_expression", "subscript_expression", "variable_declarator" ->
            script(node, reads);
        case "method_invocation" -> java(node, reads);
        case "call_expression" -> go(node, reads);
        default -> {}
      }
    }
    return reads;
  }

  private void python(int node, List<Read> to) {
    switch (tree.kind(node)) {
      case "subscript" -> {
        if (isEnvironment(tree.child(node, "value")) && !isWritten(node)) {
          to.add(read(tree.child(node, "subscript"), node, SyntaxTree.NONE));
        }
      }
      case "comparison_operator" -> {
        int container = tree.children(node).getLast();
        if (tree.childOfKind(node, "in") != SyntaxTree.NONE && isEnvironment(container)) {
          to.add(read(tree.firstChild(node), node, SyntaxTree.NONE));
        }
      }
      default -> {
        int called = tree.child(node, "function");
        boolean get =
            tree.is(called, "attribute")
                && isEnvironment(tree.child(called, "object"))
                && Set.of("get", "pop").contains(Nodes.name(tree, called, "attribute"));
        if (get && tree.is(tree.parent(node), "expression_statement")) {
          // It takes the variable away: nobody looks at what it was.
          return;
        }
        if (get || (called != SyntaxTree.NONE && getters.contains(Nodes.compact(tree, called)))) {
          List<Integer> arguments = Nodes.arguments(tree, node);
          int instead = arguments.size() > 1 ? arguments.get(1) : SyntaxTree.NONE;
          if (tree.is(instead, "keyword_argument")) {
            instead = tree.child(instead, "value");
          }
          to.add(read(arguments.isEmpty() ? node : arguments.getFirst(), node, instead));
        }
      }
    }
  }

  /** Whether something is put there, or taken away. */
  private boolean isWritten(int node) {
    @Nullable String field = tree.field(node);
    int parent = tree.parent(node);
    return tree.is(parent, "delete_statement")
        || ("left".equals(field)
            && (tree.is(parent, "assignment")
                || tree.is(parent, "augmented_assignment")
                || tree.is(parent, "assignment_expression")
                || tree.is(parent, "augmented_assignment_expression")))
        || (tree.is(parent, "unary_expression") && tree.text(parent).startsWith("delete"));
  }

  private void script(int node, List<Read> to) {
    switch (tree.kind(node)) {
      case "member_expression" -> {
        boolean called =
            tree.is(tree.parent(node), "call_expression") && "function".equals(tree.field(node));
        if (isEnvironment(tree.child(node, "object")) && !isWritten(node) && !called) {
          to.add(new Read(Nodes.name(tree, node, "property"), node, SyntaxTree.NONE));
        }
      }
      case "subscript_expression" -> {
        if (isEnvironment(tree.child(node, "object")) && !isWritten(node)) {
          to.add(read(tree.child(node, "index"), node, SyntaxTree.NONE));
        }
      }
      default -> {
        int pattern = tree.child(node, "name");
        if (tree.is(pattern, "object_pattern") && isEnvironment(tree.child(node, "value"))) {
          for (int it : tree.children(pattern)) {
            destructured(it, to);
          }
        }
      }
    }
  }

  private void destructured(int node, List<Read> to) {
    switch (tree.kind(node)) {
      case "shorthand_property_identifier_pattern" ->
          to.add(new Read(tree.text(node), node, SyntaxTree.NONE));
      case "object_assignment_pattern" ->
          to.add(new Read(Nodes.name(tree, node, "left"), node, tree.child(node, "right")));
      case "pair_pattern" -> {
        int value = tree.child(node, "value");
        int instead =
            tree.is(value, "assignment_pattern") ? tree.child(value, "right") : SyntaxTree.NONE;
        to.add(new Read(Nodes.name(tree, node, "key"), node, instead));
      }
      default -> {}
    }
  }

  private void java(int node, List<Read> to) {
    String object = Nodes.name(tree, node, "object");
    String method = Nodes.name(tree, node, "name");
    List<Integer> arguments = Nodes.arguments(tree, node);
    if (object.equals("System") && method.equals("getenv") && arguments.size() == 1) {
      to.add(read(arguments.getFirst(), node, SyntaxTree.NONE));
    } else if (object.equals("System.getenv()")
        && method.startsWith("get")
        && !arguments.isEmpty()) {
      to.add(
          read(
              arguments.getFirst(),
              node,
              arguments.size() > 1 ? arguments.get(1) : SyntaxTree.NONE));
    }
  }

  private void go(int node, List<Read> to) {
    if (tree.language() != Language.GO) {
      return;
    }
    String called = Nodes.name(tree, node, "function");
    List<Integer> arguments = Nodes.arguments(tree, node);
    if ((called.equals("os.Getenv") || called.equals("os.LookupEnv")) && arguments.size() == 1) {
      to.add(read(arguments.getFirst(), node, SyntaxTree.NONE));
    }
  }

  private Read read(int name, int node, int instead) {
    return new Read(Nodes.literal(tree, name).orElse(""), node, instead);
  }

  /** The reads with what stands in for them; reads of computed names are left out. */
  List<Chain> chains() {
    var chains = new ArrayList<Chain>();
    Map<Integer, Read> reads = new LinkedHashMap<>();
    all().forEach(it -> reads.put(it.node, it));
    Set<Integer> defaults = new HashSet<>();
    reads.values().forEach(it -> defaults.add(it.instead));
    var seen = new HashSet<Integer>();
    for (Read read : reads.values()) {
      int top = top(read.node);
      if (seen.add(top) && !isWithin(defaults, top)) {
        var names = new ArrayList<String>();
        var last = new ArrayList<String>();
        flatten(top, reads, names, last);
        if (!names.isEmpty() && !names.contains("")) {
          chains.add(
              new Chain(
                  List.copyOf(names),
                  last.isEmpty() ? Optional.empty() : Optional.of(last.getLast()),
                  top));
        }
      }
    }
    return chains;
  }

  /** Whether a node is the default of another read, or a part of one. */
  private boolean isWithin(Set<Integer> defaults, int node) {
    for (int it = node; it != SyntaxTree.NONE; it = tree.parent(it)) {
      if (defaults.contains(it)) {
        return true;
      }
    }
    return false;
  }

  private int top(int node) {
    int it = node;
    for (int parent = tree.parent(it); parent != SyntaxTree.NONE; parent = tree.parent(it)) {
      if (!isEither(parent) && Nodes.bare(tree, parent) == parent) {
        return it;
      }
      it = parent;
    }
    return it;
  }

  /** Whether the second part is taken where the first is empty. */
  private boolean isEither(int node) {
    return (tree.is(node, "boolean_operator") && tree.childOfKind(node, "or") != SyntaxTree.NONE)
        || (tree.is(node, "binary_expression")
            && (tree.childOfKind(node, "||") != SyntaxTree.NONE
                || tree.childOfKind(node, "??") != SyntaxTree.NONE)
            && tree.language() != Language.GO
            && tree.language() != Language.JAVA);
  }

  private void flatten(int from, Map<Integer, Read> reads, List<String> names, List<String> last) {
    int node = Nodes.bare(tree, from);
    if (isEither(node)) {
      flatten(tree.child(node, "left"), reads, names, last);
      flatten(tree.child(node, "right"), reads, names, last);
      return;
    }
    @Nullable Read read = reads.get(node);
    if (read != null) {
      names.add(read.name);
      if (read.instead != SyntaxTree.NONE) {
        flatten(read.instead, reads, names, last);
      }
    } else {
      Nodes.literal(tree, node).ifPresent(last::add);
    }
  }
}
