package preflight.source.python.version;

import static preflight.source.syntax.SyntaxTree.NONE;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import preflight.source.syntax.SyntaxTree;

/** What versions of Python added to the language since 3.8, and what Python 3 took away. */
final class Additions {

  private static final Pattern OLD_NUMBER = Pattern.compile("0[0-9_]*[1-9][0-9_]*|.*[lL]");

  private final SyntaxTree tree;
  private final List<Feature> features = new ArrayList<>();

  Additions(SyntaxTree tree) {
    this.tree = tree;
    for (int node = 0; node < tree.size(); node++) {
      look(node);
    }
    for (SyntaxTree.Flaw flaw : tree.flaws()) {
      if (SyntaxByVersion.isDefaultOfTypeParameter(tree, flaw)) {
        add(13, flaw.node(), "a default of a type parameter");
      }
    }
  }

  List<Feature> features() {
    return features;
  }

  private void add(int since, int node, String what) {
    features.add(new Feature(what, since, tree.line(node), tree.column(node), true));
  }

  private void python2(int node, String what) {
    add(Feature.NEVER, node, what + " is of Python 2");
  }

  private void look(int node) {
    switch (tree.kind(node)) {
      case "named_expression" -> add(8, node, "an assignment expression (:=)");
      case "positional_separator" -> add(8, node, "a positional-only parameter (/)");
      case "interpolation" -> {
        if (tree.childOfKind(node, "=") != NONE) {
          add(8, node, "an f-string with =");
        }
        interpolation(node);
      }
      case "return_statement", "yield" -> {
        if (hasSplat(tree.childOfKind(node, "expression_list"))) {
          add(8, node, "an unpacking in return or yield without parentheses");
        }
      }
      case "for_statement" -> {
        if (hasSplat(tree.child(node, "right"))
            && tree.is(tree.child(node, "right"), "expression_list")) {
          add(9, node, "an unpacking in for without parentheses");
        }
      }
      case "decorator" -> decorator(node);
      case "with_clause" -> with(node);
      case "match_statement" -> add(10, node, "a match statement");
      case "except_clause" -> handler(node);
      case "subscript" -> {
        if (hasSplat(node)) {
          add(11, node, "an unpacking in an index");
        }
      }
      case "typed_parameter" -> {
        int type = tree.child(node, "type");
        int inner = type == NONE ? NONE : tree.firstChild(type);
        if (tree.is(inner, "list_splat") || tree.is(inner, "splat_type")) {
          add(11, node, "an unpacking in the annotation of *args");
        }
      }
      case "type_parameter" -> {
        if ("type_parameters".equals(tree.field(node))) {
          add(12, node, "a type parameter");
        }
      }
      case "type_alias_statement" -> {
        if (isTypeAlias(node)) {
          add(12, node, "a type statement");
        }
      }
      case "string_start" -> prefix(node);
      case "print_statement" -> {
        int argument = tree.child(node, "argument");
        if (tree.childOfKind(node, "chevron") == NONE && !tree.is(argument, "unary_operator")) {
          python2(node, "a print statement");
        }
      }
      case "exec_statement" -> {
        if (!tree.is(tree.child(node, "code"), "parenthesized_expression")) {
          python2(node, "an exec statement");
        }
      }
      case "<>" -> python2(node, "the operator <>");
      case "integer" -> {
        if (OLD_NUMBER.matcher(tree.text(node)).matches()
            && !tree.text(node).toLowerCase(Locale.ROOT).startsWith("0x")) {
          python2(node, "the number " + tree.text(node));
        }
      }
      case "raise_statement" -> {
        int list = tree.childOfKind(node, "expression_list");
        if (list != NONE && tree.firstChild(list) == tree.firstChild(node) + 2) {
          python2(node, "raise with a comma");
        }
      }
      case "tuple_pattern" -> {
        if (tree.is(tree.parent(node), "parameters")) {
          python2(node, "a tuple as a parameter");
        }
      }
      case "identifier" -> {
        String name = tree.text(node);
        if (name.equals("async") || name.equals("await")) {
          add(Feature.NEVER, node, name + " is a keyword and no name");
        }
      }
      default -> {}
    }
  }

  /** The grammar takes {@code type(x).y = 1} for one. */
  private boolean isTypeAlias(int node) {
    int left = tree.child(node, "left");
    int name = left == NONE ? NONE : tree.firstChild(left);
    return tree.is(name, "identifier") || tree.is(name, "generic_type");
  }

  private boolean hasSplat(int node) {
    return node != NONE && tree.childOfKind(node, "list_splat") != NONE;
  }

  private void decorator(int node) {
    int expression = tree.firstChild(node);
    expression = tree.is(expression, "@") ? tree.nextSibling(expression) : expression;
    if (tree.is(expression, "call")) {
      expression = tree.child(expression, "function");
    }
    while (tree.is(expression, "attribute")) {
      expression = tree.child(expression, "object");
    }
    if (expression != NONE && !tree.is(expression, "identifier")) {
      add(9, node, "a decorator that is any expression");
    }
  }

  /** CPython accepts it since 3.9, and documents it since 3.10. */
  private void with(int clause) {
    int item = tree.firstChild(clause);
    if (tree.at(tree.start(clause)) != '(' || item == NONE) {
      return;
    }
    boolean inside = tree.start(item) > tree.start(clause);
    for (int it = item; inside && it != NONE; it = tree.nextSibling(it)) {
      if (tree.childOfKind(it, "as_pattern") != NONE) {
        add(9, clause, "parentheses around the items of with");
        return;
      }
    }
  }

  private void handler(int clause) {
    int values = 0;
    boolean named = false;
    for (int it = tree.firstChild(clause); it != NONE; it = tree.nextSibling(it)) {
      if ("value".equals(tree.field(it))) {
        values++;
        named |= tree.is(it, "as_pattern");
      }
    }
    if (tree.childOfKind(clause, "*") != NONE) {
      add(11, clause, "except*");
    }
    if (values > 1) {
      add(
          named ? Feature.NEVER : 14,
          clause,
          named
              ? "except with several types and a name lacks parentheses"
              : "except with a comma and without parentheses");
    }
  }

  private void prefix(int node) {
    String start = tree.text(node).toLowerCase(Locale.ROOT);
    if (start.startsWith("`")) {
      python2(node, "a backtick");
    } else if (start.startsWith("ur")) {
      python2(node, "a string with ur");
    } else if (start.startsWith("t") || start.startsWith("rt")) {
      add(14, node, "a template string (t\"\")");
    }
  }

  /** What f-strings could not hold before PEP 701. */
  private void interpolation(int node) {
    int string = tree.parent(node);
    int start = tree.is(string, "string") ? tree.childOfKind(string, "string_start") : NONE;
    if (start == NONE) {
      return;
    }
    String opening = tree.text(start).replaceFirst("^[A-Za-z]+", "");
    String text = tree.text(node);
    int format = tree.child(node, "format_specifier");
    String expression = format == NONE ? text : tree.text(tree.start(node), tree.start(format));
    boolean comment = tree.childOfKind(node, "comment") != NONE;
    if (comment
        || text.contains(opening)
        || expression.contains("\\")
        || (opening.length() == 1 && text.contains("\n"))) {
      add(12, node, "an f-string with quotes, a backslash, a comment or a line break inside");
    }
  }
}
