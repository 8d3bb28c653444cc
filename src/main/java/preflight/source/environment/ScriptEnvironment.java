package preflight.source.environment;

import static preflight.source.syntax.SyntaxTree.NONE;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import preflight.source.EnvironmentRead;
import preflight.source.script.facts.Literal;
import preflight.source.syntax.SyntaxTree;

/**
 * Reads of the environment in a file of JavaScript or TypeScript. {@code import.meta.env} is an
 * accessor of its own, since bundlers replace it when they build. A read is required where the file
 * itself says that it fails: {@code !} of TypeScript promises and checks nothing.
 */
public final class ScriptEnvironment {

  /** What bundlers replace when they build. */
  public static final String AT_BUILD = "import.meta.env";

  private static final String UNLESS = ", unless ";

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern CONSTANT = Pattern.compile("[A-Z][A-Z0-9_]*");

  private static final Set<String> FUNCTIONS =
      Set.of(
          "function_declaration",
          "function_expression",
          "generator_function",
          "generator_function_declaration",
          "arrow_function",
          "method_definition",
          "public_field_definition");

  private static final Set<String> CONDITIONS =
      Set.of(
          "if_statement",
          "switch_case",
          "ternary_expression",
          "catch_clause",
          "for_statement",
          "for_in_statement");

  /** What takes away that a field of a schema must be there. */
  private static final Pattern LENIENT =
      Pattern.compile(
          "\\.(optional|default|catch|nullish|or|prefault|exactOptional|allow)\\(|undefined"
              + "|preprocess|z\\.(any|unknown|null|void|optional|nullish|union|coerce\\.(string|boolean|date))");

  private static final Pattern SCHEMA = Pattern.compile("z\\s*\\.\\s*[a-z].*", Pattern.DOTALL);

  /** A field of envalid: {@code str()}, {@code port({ desc: "…" })}. */
  private static final Pattern VALIDATOR =
      Pattern.compile("(str|num|bool|email|host|port|url|json)\\(.*", Pattern.DOTALL);

  private static final Pattern DEFAULT = Pattern.compile("\\b(default|devDefault|requiredWhen)\\b");

  private static final Pattern ENDS =
      Pattern.compile("\\bthrow\\b|\\bprocess\\.exit\\s*\\(\\s*[1-9]");

  private final SyntaxTree tree;
  private final List<EnvironmentRead> reads = new ArrayList<>();
  private final Set<String> accessors = new HashSet<>(Set.of("process.env", AT_BUILD, "Bun.env"));
  private final boolean nest;
  private final boolean envVar;

  private ScriptEnvironment(SyntaxTree tree) {
    this.tree = tree;
    boolean nestConfig = false;
    boolean envVarImported = false;
    for (int node = 0; node < tree.size(); node++) {
      if (tree.is(node, "import_statement")) {
        String text = tree.text(node);
        nestConfig |= text.contains("@nestjs/config");
        envVarImported |= text.contains("env-var");
        if (text.matches("(?s).*\\benv\\b.*['\"](node:)?process['\"].*")) {
          accessors.add("env");
        }
      } else if (tree.is(node, "variable_declarator")) {
        int value = tree.child(node, "value");
        int name = tree.child(node, "name");
        envVarImported |= value != NONE && tree.text(value).contains("require('env-var')");
        if (tree.is(name, "identifier") && value != NONE && isEnvironment(value)) {
          accessors.add(tree.text(name));
        }
      }
    }
    nest = nestConfig;
    envVar = envVarImported;
  }

  /** All reads whose name stands there. */
  public static List<EnvironmentRead> reads(SyntaxTree tree) {
    var reader = new ScriptEnvironment(tree);
    for (int node = 0; node < tree.size(); node++) {
      reader.look(node);
    }
    return List.copyOf(reader.reads);
  }

  /** The names that the file sets itself. */
  public static Set<String> writes(SyntaxTree tree) {
    var reader = new ScriptEnvironment(tree);
    var names = new TreeSet<String>();
    for (int node = 0; node < tree.size(); node++) {
      if (reader.isAccess(node) && reader.isWritten(node)) {
        reader.accessed(node).ifPresent(names::add);
      }
    }
    return names;
  }

  /** The variable with which the read is left out ({@code SKIP_ENV_VALIDATION} of t3-env). */
  public static Optional<String> skippedBy(EnvironmentRead read) {
    int at = read.accessor().indexOf(UNLESS);
    return at < 0 ? Optional.empty() : Optional.of(read.accessor().substring(at + UNLESS.length()));
  }

  private void look(int node) {
    switch (tree.kind(node)) {
      case "member_expression", "subscript_expression" -> {
        if (isAccess(node) && !isWritten(node)) {
          accessed(node).ifPresent(it -> add(it, isDemanded(node), node, object(node)));
        }
      }
      case "variable_declarator" -> destructured(node);
      case "call_expression" -> call(node);
      default -> {}
    }
  }

  private boolean isEnvironment(int node) {
    return node != NONE && accessors.contains(tree.text(node).replaceAll("\\s|\\(|\\)", ""));
  }

  private String object(int node) {
    return tree.text(tree.child(node, "object"));
  }

  private boolean isAccess(int node) {
    return (tree.is(node, "member_expression") || tree.is(node, "subscript_expression"))
        && isEnvironment(tree.child(node, "object"));
  }

  private Optional<String> accessed(int node) {
    int index = tree.child(node, "index");
    Optional<String> name =
        index == NONE
            ? Optional.of(tree.text(tree.child(node, "property")))
            : Literal.string(tree, index);
    return name.filter(it -> NAME.matcher(it).matches());
  }

  private boolean isWritten(int node) {
    int parent = tree.parent(node);
    boolean assigned = tree.is(parent, "assignment_expression") && "left".equals(tree.field(node));
    return assigned || tree.childOfKind(parent, "delete") != NONE;
  }

  private void destructured(int declarator) {
    int pattern = tree.child(declarator, "name");
    int value = tree.child(declarator, "value");
    if (!tree.is(pattern, "object_pattern") || !isEnvironment(value)) {
      return;
    }
    for (int it : tree.children(pattern)) {
      int key =
          switch (tree.kind(it)) {
            case "shorthand_property_identifier_pattern" -> it;
            case "object_assignment_pattern" -> tree.child(it, "left");
            case "pair_pattern" -> tree.child(it, "key");
            default -> NONE;
          };
      if (key == NONE || !NAME.matcher(tree.text(key)).matches()) {
        continue;
      }
      int bound = tree.is(it, "pair_pattern") ? tree.child(it, "value") : it;
      boolean demanded = tree.text(bound).equals(localName(bound)) && isChecked(declarator, bound);
      add(tree.text(key), demanded, key, tree.text(value));
    }
  }

  private String localName(int node) {
    return NAME.matcher(tree.text(node)).matches() ? tree.text(node) : "";
  }

  /** Whether the code fails without the value. */
  private boolean isDemanded(int node) {
    int at = node;
    while (tree.is(tree.parent(at), "parenthesized_expression")
        || tree.is(tree.parent(at), "non_null_expression")
        || tree.is(tree.parent(at), "as_expression")) {
      at = tree.parent(at);
    }
    int parent = tree.parent(at);
    if (tree.is(parent, "arguments") && isAssertion(tree.parent(parent), at)) {
      return isSure(parent);
    }
    if (tree.is(parent, "variable_declarator") && "value".equals(tree.field(at))) {
      int name = tree.child(parent, "name");
      return tree.is(name, "identifier") && isChecked(parent, name);
    }
    return isRefused(at);
  }

  private boolean isAssertion(int call, int argument) {
    String function = tree.text(tree.child(call, "function"));
    return Set.of("invariant", "assert", "assert.ok", "tiny_invariant").contains(function)
        && Literal.argument(tree, call, 0) == argument;
  }

  /** Whether the absence of a value ends it: {@code if (!x) throw …}, among others in an "or". */
  private boolean isRefused(int node) {
    int at = tree.parent(node);
    boolean not = tree.is(at, "unary_expression") && tree.text(at).startsWith("!");
    boolean equal =
        tree.is(at, "binary_expression")
            && tree.text(at).matches("(?s).*===?\\s*(undefined|null|''|\"\")");
    boolean negated = not || equal;
    if (!negated) {
      return false;
    }
    int child = at;
    for (at = tree.parent(at); at != NONE; child = at, at = tree.parent(at)) {
      boolean or = tree.is(at, "binary_expression") && tree.childOfKind(at, "||") != NONE;
      if (tree.is(at, "if_statement")) {
        int then = tree.child(at, "consequence");
        return child == tree.child(at, "condition")
            && then != NONE
            && ENDS.matcher(tree.text(then)).find()
            && !contains(then, "if_statement")
            && isSure(at);
      }
      if (!or && !tree.is(at, "parenthesized_expression")) {
        return false;
      }
    }
    return false;
  }

  private boolean contains(int node, String kind) {
    for (int it = node; it < tree.after(node); it++) {
      if (tree.is(it, kind)) {
        return true;
      }
    }
    return false;
  }

  /** Whether nothing decides that a place is not come to, apart from a call of its function. */
  private boolean isSure(int node) {
    for (int at = tree.parent(node); at != NONE; at = tree.parent(at)) {
      if (FUNCTIONS.contains(tree.kind(at))) {
        return true;
      }
      if (CONDITIONS.contains(tree.kind(at)) || tree.is(at, "try_statement")) {
        return false;
      }
    }
    return true;
  }

  /** Whether a variable is refused where it is empty, in the block that declares it. */
  private boolean isChecked(int declarator, int variable) {
    String name = tree.text(variable);
    int block = tree.parent(tree.parent(declarator));
    if (tree.is(block, "export_statement")) {
      block = tree.parent(block);
    }
    if (block == NONE) {
      return false;
    }
    for (int it = declarator; it < tree.after(block); it++) {
      boolean left = tree.is(it, "identifier") && tree.text(it).equals(name);
      if (left && tree.parent(it) != declarator && (isRefused(it) || isAsserted(it))) {
        return true;
      }
    }
    return false;
  }

  private boolean isAsserted(int node) {
    int parent = tree.parent(node);
    return tree.is(parent, "arguments") && isAssertion(tree.parent(parent), node) && isSure(parent);
  }

  private void call(int node) {
    int function = tree.child(node, "function");
    String name = function == NONE ? "" : tree.text(function);
    if (tree.is(function, "member_expression")) {
      String method = tree.text(tree.child(function, "property"));
      int receiver = tree.child(function, "object");
      switch (method) {
        case "parse", "safeParse", "parseAsync" -> {
          if (isEnvironment(Literal.argument(tree, node, 0))) {
            schema(receiver, method.equals("parse") ? name(method) : method);
          }
        }
        case "get", "getOrThrow" -> get(node, receiver, method);
        default -> {}
      }
    }
    if (name.equals("createEnv")) {
      createEnv(node);
    } else if (name.equals("cleanEnv") || name.endsWith(".cleanEnv")) {
      if (isEnvironment(Literal.argument(tree, node, 0))) {
        fields(Literal.argument(tree, node, 1), "cleanEnv", true);
      }
    }
  }

  private static String name(String method) {
    return "z.object." + method;
  }

  private void get(int call, int receiver, String method) {
    Optional<String> key =
        Literal.string(tree, Literal.argument(tree, call, 0))
            .filter(it -> CONSTANT.matcher(it).matches());
    if (key.isEmpty()) {
      return;
    }
    String object = tree.text(receiver);
    if (object.equals("Deno.env")) {
      add(key.get(), false, call, object);
    } else if (envVar && object.matches("env|\\w*[eE]nv")) {
      add(key.get(), isRequiredLater(call) && isSure(call), call, "env-var");
    } else if (nest && object.matches("(this\\.)?_?config(Service)?")) {
      boolean demanded = method.equals("getOrThrow") && isSure(call);
      add(key.get(), demanded, call, object);
    }
  }

  /** Whether {@code .required()} follows in the chain, and no default. */
  private boolean isRequiredLater(int call) {
    boolean required = false;
    int at = call;
    while (tree.is(tree.parent(at), "member_expression")
        && tree.is(tree.parent(tree.parent(at)), "call_expression")) {
      String method = tree.text(tree.child(tree.parent(at), "property"));
      int outer = tree.parent(tree.parent(at));
      if (method.equals("default")) {
        return false;
      }
      required |= method.equals("required") && Literal.argument(tree, outer, 0) == NONE;
      at = outer;
    }
    return required;
  }

  /** A schema in place, or the constant of this file that holds it. */
  private void schema(int receiver, String accessor) {
    int schema = receiver;
    if (tree.is(receiver, "identifier")) {
      schema = constant(tree.text(receiver));
    }
    if (!tree.is(schema, "call_expression")) {
      return;
    }
    String function = tree.text(tree.child(schema, "function")).replaceAll("\\s", "");
    boolean strict = accessor.startsWith("z.object") && isSure(receiver);
    if (function.equals("z.object") || function.equals("z.strictObject")) {
      fields(Literal.argument(tree, schema, 0), accessor, strict);
    }
  }

  private int constant(String name) {
    for (int it = 0; it < tree.size(); it++) {
      if (tree.is(it, "variable_declarator") && tree.text(tree.child(it, "name")).equals(name)) {
        return tree.child(it, "value");
      }
    }
    return NONE;
  }

  private void createEnv(int call) {
    int options = Literal.argument(tree, call, 0);
    if (!tree.is(options, "object")) {
      return;
    }
    String accessor = "createEnv";
    int skip = value(options, "skipValidation");
    boolean strict = isSure(call);
    if (skip != NONE) {
      Optional<String> variable = Optional.empty();
      for (int it = skip; it < tree.after(skip); it++) {
        if (isAccess(it) && variable.isEmpty()) {
          variable = accessed(it);
        }
      }
      boolean one =
          tree.text(skip).matches("(!!)?process\\.env\\.\\w+|.*process\\.env\\.\\w+ *===? *\\S+");
      strict &= one && variable.isPresent();
      accessor += variable.map(it -> UNLESS + it).orElse("");
    }
    for (String group : List.of("server", "shared")) {
      fields(value(options, group), accessor, strict);
    }
    fields(value(options, "client"), AT_BUILD, false);
  }

  private int value(int object, String key) {
    for (int it : tree.children(object)) {
      if (tree.is(it, "pair") && tree.text(tree.child(it, "key")).equals(key)) {
        return tree.child(it, "value");
      }
    }
    return NONE;
  }

  private void fields(int object, String accessor, boolean strict) {
    if (!tree.is(object, "object")) {
      return;
    }
    for (int it : tree.children(object)) {
      if (tree.is(it, "pair")) {
        int key = tree.child(it, "key");
        String name = Literal.string(tree, key).orElse(tree.text(key));
        String field = tree.text(tree.child(it, "value"));
        boolean typed = SCHEMA.matcher(field).matches() && !LENIENT.matcher(field).find();
        boolean validated =
            accessor.equals("cleanEnv")
                && VALIDATOR.matcher(field).matches()
                && !DEFAULT.matcher(field).find();
        if (NAME.matcher(name).matches()) {
          add(name, strict && (typed || validated), key, accessor);
        }
      }
    }
  }

  private void add(String name, boolean required, int node, String accessor) {
    boolean atImport = true;
    for (int at = tree.parent(node); at != NONE; at = tree.parent(at)) {
      atImport &= !FUNCTIONS.contains(tree.kind(at));
    }
    boolean build = accessor.equals(AT_BUILD);
    reads.add(
        new EnvironmentRead(
            name, required && !build, atImport, tree.line(node), tree.column(node), accessor));
  }
}
