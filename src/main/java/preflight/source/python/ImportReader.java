package preflight.source.python;

import static preflight.source.syntax.SyntaxTree.NONE;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import preflight.source.python.Import.Guard;
import preflight.source.syntax.SyntaxTree;

/** Reads the imports of a module. */
public final class ImportReader {

  private static final Set<String> CAUGHT =
      Set.of("ImportError", "ModuleNotFoundError", "Exception", "BaseException");

  private final SyntaxTree tree;
  private final List<Import> found = new ArrayList<>();

  private ImportReader(SyntaxTree tree) {
    this.tree = tree;
  }

  /** All of them, in order. */
  public static List<Import> read(SyntaxTree tree) {
    var reader = new ImportReader(tree);
    for (int node = 0; node < tree.size(); node++) {
      switch (tree.kind(node)) {
        case "import_statement" -> reader.modules(node);
        case "import_from_statement" -> reader.from(node);
        case "call" -> reader.call(node);
        default -> {}
      }
    }
    return reader.found;
  }

  private void modules(int node) {
    for (int it = tree.firstChild(node); it != NONE; it = tree.nextSibling(it)) {
      if ("name".equals(tree.field(it))) {
        add(node, it, dotted(it), 0, List.of(), false);
      }
    }
  }

  private void from(int node) {
    int module = tree.child(node, "module_name");
    int level = 0;
    String name;
    if (tree.is(module, "relative_import")) {
      int prefix = tree.childOfKind(module, "import_prefix");
      level = (int) tree.text(prefix).chars().filter(it -> it == '.').count();
      int dotted = tree.childOfKind(module, "dotted_name");
      name = dotted == NONE ? "" : dotted(dotted);
    } else {
      name = dotted(module);
    }
    var names = new ArrayList<Import.Name>();
    for (int it = tree.firstChild(node); it != NONE; it = tree.nextSibling(it)) {
      if ("name".equals(tree.field(it))) {
        names.add(new Import.Name(dotted(it), tree.line(it), tree.column(it)));
      }
    }
    boolean star = tree.childOfKind(node, "wildcard_import") != NONE;
    add(node, module, name, level, names, star);
  }

  /** {@code importlib.import_module("a.b")}, which tests and plug-ins use with other texts too. */
  private void call(int node) {
    int function = tree.child(node, "function");
    int arguments = tree.child(node, "arguments");
    if (!tree.text(function).equals("importlib.import_module") || arguments == NONE) {
      return;
    }
    int first = tree.firstChild(arguments);
    if (first == NONE || tree.nextSibling(first) != NONE || !tree.is(first, "string")) {
      return;
    }
    int content = tree.childOfKind(first, "string_content");
    if (content != NONE && tree.childOfKind(first, "interpolation") == NONE) {
      String module = tree.text(content);
      if (module.matches("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*")) {
        add(node, first, module, 0, List.of(), false);
      }
    }
  }

  private void add(
      int node, int place, String module, int level, List<Import.Name> names, boolean star) {
    Surroundings around = around(node);
    found.add(
        new Import(
            module,
            level,
            names,
            star,
            around.function(),
            around.guard(),
            tree.line(place),
            tree.column(place)));
  }

  private record Surroundings(String function, Guard guard) {}

  private Surroundings around(int node) {
    String function = "";
    Guard guard = Guard.NONE;
    int below = node;
    for (int it = tree.parent(node); it != NONE; it = tree.parent(it)) {
      switch (tree.kind(it)) {
        case "function_definition", "class_definition" -> {
          String name = tree.text(tree.child(it, "name"));
          if (tree.is(it, "function_definition")) {
            function = function.isEmpty() ? name : name + "." + function;
          } else if (!function.isEmpty()) {
            function = name + "." + function;
          }
        }
        case "lambda" -> function = function.isEmpty() ? "lambda" : function;
        case "try_statement" -> guard = stronger(guard, tried(it, below));
        case "if_statement", "elif_clause", "conditional_expression" ->
            guard = stronger(guard, condition(it, below));
        case "while_statement", "for_statement", "match_statement", "with_statement" ->
            guard = stronger(guard, within(it, below));
        default -> {}
      }
      below = it;
    }
    return new Surroundings(function, guard);
  }

  private static Guard stronger(Guard known, Guard other) {
    return known == Guard.NONE || other == Guard.TYPE_CHECKING ? other : known;
  }

  /** A loop or {@code with contextlib.suppress(ImportError)}; a plain {@code with} always runs. */
  private Guard within(int node, int below) {
    if (!tree.is(node, "with_statement")) {
      return Guard.CONDITION;
    }
    String head = tree.text(tree.start(node), tree.start(below));
    return head.contains("suppress") || head.contains("raises") ? Guard.OPTIONAL : Guard.NONE;
  }

  private Guard tried(int node, int below) {
    if (tree.is(below, "except_clause") || tree.is(below, "except_group_clause")) {
      return Guard.FALLBACK;
    }
    if (!"body".equals(tree.field(below))) {
      return tree.is(below, "else_clause") ? Guard.CONDITION : Guard.NONE;
    }
    for (int it = tree.firstChild(node); it != NONE; it = tree.nextSibling(it)) {
      if (tree.is(it, "except_clause") && catches(it) && !raises(it)) {
        return Guard.OPTIONAL;
      }
    }
    return Guard.NONE;
  }

  private boolean catches(int clause) {
    int value = tree.child(clause, "value");
    if (value == NONE) {
      return true;
    }
    for (int it = value; it < tree.after(value); it++) {
      if (tree.is(it, "identifier") && CAUGHT.contains(tree.text(it))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a handler ends as the import would have: its own last statement raises or leaves. */
  private boolean raises(int clause) {
    int block = tree.childOfKind(clause, "block");
    int last = NONE;
    for (int it = block == NONE ? NONE : tree.firstChild(block);
        it != NONE;
        it = tree.nextSibling(it)) {
      last = tree.is(it, "comment") ? last : it;
    }
    if (last == NONE) {
      return false;
    }
    String text = tree.text(last);
    return tree.is(last, "raise_statement")
        || text.startsWith("sys.exit(")
        || text.startsWith("exit(");
  }

  private Guard condition(int node, int below) {
    if ("condition".equals(tree.field(below))) {
      return Guard.NONE;
    }
    int condition = tree.child(node, "condition");
    String text = condition == NONE ? "" : tree.text(condition);
    if (text.contains("TYPE_CHECKING")) {
      boolean within = "consequence".equals(tree.field(below)) == !text.startsWith("not ");
      return within ? Guard.TYPE_CHECKING : Guard.NONE;
    }
    return text.contains("__main__") ? Guard.MAIN : Guard.CONDITION;
  }

  private String dotted(int node) {
    int name = tree.is(node, "aliased_import") ? tree.child(node, "name") : node;
    return tree.text(name).replaceAll("[\\s\\\\]", "");
  }
}
