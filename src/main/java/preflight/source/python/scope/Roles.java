package preflight.source.python.scope;

import static preflight.source.syntax.SyntaxTree.NONE;

import java.util.Objects;
import java.util.Set;
import preflight.source.syntax.SyntaxTree;

/** What an identifier does where it stands: it reads a name, binds one, or is none. */
final class Roles {

  enum Role {
    READ,
    BIND,
    /** Reads and binds: {@code x += 1}. */
    UPDATE,
    DELETE,
    /** Binds as long as a handler runs. */
    HANDLE,
    /** Annotates without a value. */
    DECLARE,
    PARAMETER,
    FUNCTION,
    CLASS,
    /** Binds by {@code :=}. */
    NAME,
    /** An attribute, a keyword of a call. */
    NONE
  }

  /** What targets are put together of. */
  private static final Set<String> PATTERNS =
      Set.of(
          "pattern_list",
          "tuple_pattern",
          "list_pattern",
          "list_splat_pattern",
          "tuple",
          "list",
          "list_splat",
          "parenthesized_expression",
          "expression_list",
          "as_pattern_target");

  private final SyntaxTree tree;

  Roles(SyntaxTree tree) {
    this.tree = tree;
  }

  Role of(int identifier) {
    int parent = tree.parent(identifier);
    String field = Objects.requireNonNullElse(tree.field(identifier), "");
    return switch (tree.kind(parent)) {
      case "attribute" -> field.equals("attribute") ? Role.NONE : Role.READ;
      case "keyword_argument" -> field.equals("name") ? Role.NONE : Role.READ;
      case "member_type" -> tree.firstChild(parent) == identifier ? Role.READ : Role.NONE;
      case "function_definition" -> field.equals("name") ? Role.FUNCTION : Role.READ;
      case "class_definition" -> field.equals("name") ? Role.CLASS : Role.READ;
      case "parameters", "lambda_parameters", "typed_parameter" -> Role.PARAMETER;
      case "default_parameter", "typed_default_parameter" ->
          field.equals("name") ? Role.PARAMETER : Role.READ;
      case "dictionary_splat_pattern" -> Role.PARAMETER;
      case "named_expression" -> field.equals("name") ? Role.NAME : Role.READ;
      case "dotted_name" -> inPattern(identifier, parent);
      case "splat_pattern" -> Role.BIND;
      case "keyword_pattern" -> tree.firstChild(parent) == identifier ? Role.NONE : Role.BIND;
      case "as_pattern" -> tree.firstChild(parent) == identifier ? Role.READ : Role.BIND;
      default -> asTarget(identifier);
    };
  }

  /** A name in a {@code case}: alone it is bound, with a dot or as a class it is read. */
  private Role inPattern(int identifier, int dotted) {
    if (tree.firstChild(dotted) != identifier) {
      return Role.NONE;
    }
    boolean alone = tree.nextSibling(identifier) == NONE;
    int around = tree.parent(dotted);
    boolean patternOfClass = tree.is(around, "class_pattern") && tree.firstChild(around) == dotted;
    return alone && !patternOfClass ? Role.BIND : Role.READ;
  }

  private Role asTarget(int identifier) {
    int target = identifier;
    while (PATTERNS.contains(tree.kind(tree.parent(target)))) {
      target = tree.parent(target);
    }
    int statement = tree.parent(target);
    boolean left = "left".equals(tree.field(target));
    return switch (tree.kind(statement)) {
      case "assignment" -> {
        if (!left) {
          yield Role.READ;
        }
        yield tree.child(statement, "right") == NONE ? Role.DECLARE : Role.BIND;
      }
      case "augmented_assignment" -> left ? Role.UPDATE : Role.READ;
      case "for_statement", "for_in_clause" -> left ? Role.BIND : Role.READ;
      case "as_pattern" -> {
        if (!tree.is(target, "as_pattern_target")) {
          yield Role.READ;
        }
        yield tree.is(tree.parent(statement), "except_clause") ? Role.HANDLE : Role.BIND;
      }
      case "delete_statement" -> Role.DELETE;
      case "parameters", "lambda_parameters", "typed_parameter" -> Role.PARAMETER;
      default -> Role.READ;
    };
  }
}
