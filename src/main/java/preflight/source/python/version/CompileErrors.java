package preflight.source.python.version;

import static preflight.source.syntax.SyntaxTree.NONE;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import preflight.source.syntax.SyntaxTree;

/** What parses, and what Python's compiler refuses all the same. */
final class CompileErrors {

  private static final Set<String> FUTURE =
      Set.of(
          "nested_scopes",
          "generators",
          "division",
          "absolute_import",
          "with_statement",
          "print_function",
          "unicode_literals",
          "barry_as_FLUFL",
          "generator_stop",
          "annotations");

  private static final Set<String> NO_TARGETS =
      Set.of(
          "call",
          "none",
          "true",
          "false",
          "integer",
          "float",
          "string",
          "concatenated_string",
          "lambda",
          "await",
          "binary_operator",
          "comparison_operator");

  private static final Set<String> COMPREHENSIONS =
      Set.of(
          "list_comprehension",
          "set_comprehension",
          "dictionary_comprehension",
          "generator_expression");

  private final SyntaxTree tree;
  private final List<Feature> features = new ArrayList<>();

  CompileErrors(SyntaxTree tree) {
    this.tree = tree;
    for (int node = 0; node < tree.size(); node++) {
      look(node);
    }
  }

  List<Feature> features() {
    return features;
  }

  private void add(int node, String what) {
    features.add(new Feature(what, Feature.NEVER, tree.line(node), tree.column(node), true));
  }

  private void look(int node) {
    switch (tree.kind(node)) {
      case "return_statement" -> {
        if (!inFunction(node, false)) {
          add(node, "return outside of a function");
        }
      }
      case "yield" -> {
        if (tree.firstChild(node) != NONE && !inFunction(node, true)) {
          add(node, "yield outside of a function");
        }
      }
      case "await" -> {
        if (tree.firstChild(node) != NONE) {
          await(node);
        }
      }
      case "for_statement", "with_statement" -> {
        if (tree.childOfKind(node, "async") != NONE && !inAsync(node)) {
          add(node, "async for or async with outside of an async function");
        }
      }
      case "break_statement", "continue_statement" -> {
        if (!inLoop(node)) {
          add(node, tree.text(node) + " outside of a loop");
        }
      }
      case "global_statement" -> global(node);
      case "nonlocal_statement" -> {
        if (!tree.is(enclosing(node), "function_definition")
            && !tree.is(enclosing(node), "class_definition")) {
          add(node, "nonlocal at module level");
        }
      }
      case "parameters", "lambda_parameters" -> parameters(node);
      case "argument_list" -> {
        if (tree.is(tree.parent(node), "call")) {
          arguments(node);
        }
      }
      case "assignment" -> {
        int left = tree.child(node, "left");
        if (left != NONE && NO_TARGETS.contains(tree.kind(left))) {
          add(left, "an assignment to what is no name, attribute or item");
        }
        if (tree.is(left, "list_splat_pattern")) {
          add(left, "a starred target outside of a list or tuple");
        }
      }
      case "pattern_list", "tuple_pattern", "list_pattern" -> stars(node);
      case "future_import_statement" -> future(node);
      case "wildcard_import" -> {
        int around = enclosing(node);
        if (tree.is(around, "function_definition") || tree.is(around, "class_definition")) {
          add(node, "import * inside of a function or class");
        }
      }
      case "string" -> bytes(node);
      case "concatenated_string" -> mixed(node);
      default -> {}
    }
  }

  /** The function, lambda or class around a node; the root if there is none. */
  private int enclosing(int node) {
    int child = node;
    for (int it = tree.parent(node); it != NONE; it = tree.parent(it)) {
      switch (tree.kind(it)) {
        case "function_definition", "class_definition" -> {
          if ("body".equals(tree.field(child))) {
            return it;
          }
        }
        case "lambda" -> {
          if ("body".equals(tree.field(child))) {
            return it;
          }
        }
        default -> {}
      }
      child = it;
    }
    return 0;
  }

  private boolean inFunction(int node, boolean orLambda) {
    int around = enclosing(node);
    return tree.is(around, "function_definition") || (orLambda && tree.is(around, "lambda"));
  }

  private boolean inAsync(int node) {
    int around = enclosing(node);
    return tree.is(around, "function_definition") && tree.childOfKind(around, "async") != NONE;
  }

  private void await(int node) {
    int around = enclosing(node);
    for (int it = tree.parent(node); it != NONE && it > around; it = tree.parent(it)) {
      if (COMPREHENSIONS.contains(tree.kind(it)) || "type".equals(tree.field(it))) {
        return;
      }
    }
    if (!inAsync(node)) {
      add(node, "await outside of an async function");
    }
  }

  private boolean inLoop(int node) {
    int child = node;
    for (int it = tree.parent(node); it != NONE; it = tree.parent(it)) {
      switch (tree.kind(it)) {
        case "for_statement", "while_statement" -> {
          if ("body".equals(tree.field(child))) {
            return true;
          }
        }
        case "function_definition", "class_definition" -> {
          return false;
        }
        default -> {}
      }
      child = it;
    }
    return false;
  }

  private void parameters(int list) {
    var names = new HashSet<String>();
    boolean defaults = false;
    boolean keywords = false;
    for (int it = tree.firstChild(list); it != NONE; it = tree.nextSibling(it)) {
      String kind = tree.kind(it);
      if (kind.equals("comment")) {
        continue;
      }
      boolean hasDefault = kind.endsWith("default_parameter");
      int name =
          switch (kind) {
            case "identifier" -> it;
            case "default_parameter", "typed_default_parameter" -> tree.child(it, "name");
            case "typed_parameter", "list_splat_pattern", "dictionary_splat_pattern" ->
                identifier(it);
            default -> NONE;
          };
      boolean splat = kind.contains("splat") || kind.equals("keyword_separator");
      splat |= kind.equals("typed_parameter") && !tree.is(tree.firstChild(it), "identifier");
      keywords |= splat;
      if (name != NONE && tree.is(name, "identifier") && !names.add(tree.text(name))) {
        add(name, "the parameter %s stands there twice".formatted(tree.text(name)));
      }
      boolean plain = kind.equals("identifier") || kind.equals("typed_parameter");
      if (plain && !splat && defaults && !keywords) {
        add(it, "a parameter without a default follows one with a default");
      }
      defaults |= hasDefault;
    }
  }

  private int identifier(int node) {
    for (int it = node; it < tree.after(node); it++) {
      if (tree.is(it, "identifier")) {
        return it;
      }
    }
    return NONE;
  }

  private void arguments(int list) {
    var names = new HashSet<String>();
    boolean keyword = false;
    boolean unpacked = false;
    for (int it = tree.firstChild(list); it != NONE; it = tree.nextSibling(it)) {
      switch (tree.kind(it)) {
        case "comment" -> {}
        case "keyword_argument" -> {
          keyword = true;
          int name = tree.child(it, "name");
          if (name != NONE && !names.add(tree.text(name))) {
            add(it, "the keyword %s stands there twice".formatted(tree.text(name)));
          }
        }
        case "dictionary_splat" -> unpacked = true;
        case "list_splat" -> {
          if (unpacked) {
            add(it, "an argument with * follows one with **");
          }
        }
        default -> {
          if (keyword || unpacked) {
            add(it, "a positional argument follows a keyword argument");
          }
        }
      }
    }
  }

  private void stars(int pattern) {
    int parent = tree.parent(pattern);
    boolean target =
        "left".equals(tree.field(pattern))
            && (tree.is(parent, "assignment") || tree.is(parent, "for_statement"));
    int stars = 0;
    for (int it = tree.firstChild(pattern); it != NONE; it = tree.nextSibling(it)) {
      stars += tree.is(it, "list_splat_pattern") ? 1 : 0;
    }
    if (target && stars > 1) {
      add(pattern, "two starred targets in one assignment");
    }
  }

  private void future(int statement) {
    boolean late = tree.parent(statement) != 0;
    boolean first = true;
    for (int it = tree.firstChild(0); !late && it != NONE && it < statement; ) {
      int only = tree.firstChild(it);
      boolean text =
          tree.is(it, "expression_statement")
              && (tree.is(only, "string") || tree.is(only, "concatenated_string"))
              && tree.nextSibling(only) == NONE;
      boolean comment = tree.is(it, "comment");
      late = !comment && !tree.is(it, "future_import_statement") && !(text && first);
      first &= comment;
      it = tree.nextSibling(it);
    }
    if (late) {
      add(statement, "from __future__ is not at the beginning of the file");
    }
    for (int it = tree.firstChild(statement); it != NONE; it = tree.nextSibling(it)) {
      if ("name".equals(tree.field(it))) {
        int name = tree.is(it, "aliased_import") ? tree.child(it, "name") : it;
        if (name != NONE && !FUTURE.contains(tree.text(name))) {
          add(it, "__future__ has no %s".formatted(tree.text(name)));
        }
      }
    }
  }

  /** A name is used in the same function, or at module level, before it is declared global. */
  private void global(int statement) {
    var names = new HashSet<String>();
    for (int it = tree.firstChild(statement); it != NONE; it = tree.nextSibling(it)) {
      if (tree.is(it, "identifier")) {
        names.add(tree.text(it));
      }
    }
    int around = enclosing(statement);
    for (int it = around; it < statement; it++) {
      if (tree.is(it, "identifier") && names.contains(tree.text(it)) && uses(it, around)) {
        add(statement, "%s is used before it is declared global".formatted(tree.text(it)));
        return;
      }
    }
  }

  private boolean uses(int name, int around) {
    int parent = tree.parent(name);
    boolean none =
        switch (tree.kind(parent)) {
          case "attribute" -> "attribute".equals(tree.field(name));
          case "keyword_argument" -> "name".equals(tree.field(name));
          case "dotted_name", "aliased_import", "global_statement", "nonlocal_statement" -> true;
          default -> false;
        };
    for (int it = parent; !none && it != NONE && it > around; it = tree.parent(it)) {
      none =
          tree.is(it, "lambda")
              || tree.is(it, "parameters")
              || COMPREHENSIONS.contains(tree.kind(it));
    }
    return !none && enclosing(name) == around;
  }

  private boolean isBytes(int string) {
    int start = tree.childOfKind(string, "string_start");
    return start != NONE && tree.text(start).toLowerCase(Locale.ROOT).matches("(b|br|rb)['\"]+");
  }

  private void bytes(int string) {
    if (!isBytes(string)) {
      return;
    }
    for (int i = tree.start(string); i < tree.end(string); i++) {
      if (tree.at(i) < 0) {
        add(string, "bytes with a character that is not ASCII");
        return;
      }
    }
  }

  private void mixed(int strings) {
    boolean bytes = false;
    boolean text = false;
    for (int it = tree.firstChild(strings); it != NONE; it = tree.nextSibling(it)) {
      if (tree.is(it, "string")) {
        bytes |= isBytes(it);
        text |= !isBytes(it);
      }
    }
    if (bytes && text) {
      add(strings, "bytes and text joined in one literal");
    }
  }
}
