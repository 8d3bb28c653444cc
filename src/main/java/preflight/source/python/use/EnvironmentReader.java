package preflight.source.python.use;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import preflight.source.EnvironmentRead;
import preflight.source.python.use.EnvironmentFacts.Field;
import preflight.source.python.use.EnvironmentFacts.Made;
import preflight.source.python.use.EnvironmentFacts.Settings;
import preflight.source.python.use.Scope.Binding;
import preflight.source.python.use.Scope.Giver;
import preflight.source.syntax.SyntaxTree;

/** Reads from the tree of one file which variables of the environment it uses. */
public final class EnvironmentReader {

  private static final Set<String> SETTINGS =
      Set.of(
          "pydantic.BaseSettings",
          "pydantic_settings.BaseSettings",
          "pydantic.v1.BaseSettings",
          "pydantic.env_settings.BaseSettings",
          "pydantic_settings.main.BaseSettings");

  /** Objects that are called, or whose methods are called, with the name of a variable. */
  private static final Set<String> READERS =
      Set.of("environs.Env()", "environ.Env()", "starlette.config.Config()");

  private static final Set<String> NO_READS =
      Set.of("read_env", "prefixed", "seal", "dump", "add_parser", "parser_for", "read_envfile");

  private static final Set<String> COMMANDS =
      Set.of("click.option", "click.argument", "typer.Option", "typer.Argument");

  private final Code code;
  private final SyntaxTree tree;
  private final List<Accessor> accessors;

  /** Where something may not run, or may fail. */
  private static final Set<String> BRANCHES =
      Set.of(
          "if_statement",
          "conditional_expression",
          "boolean_operator",
          "try_statement",
          "for_statement",
          "while_statement",
          "match_statement");

  private static final Set<String> OPENAI =
      Set.of("api_key", "openai_api_key", "admin_api_key", "workload_identity", "azure_endpoint");

  private final List<EnvironmentRead> reads = new ArrayList<>();
  private final Set<String> writes = new TreeSet<>();
  private final Set<Made> made = new LinkedHashSet<>();
  private final Set<String> files = new TreeSet<>();
  private int computed;

  private EnvironmentReader(SyntaxTree tree, List<Accessor> own) {
    this.tree = tree;
    this.code = new Code(tree);
    this.accessors = new ArrayList<>(own);
    accessors.addAll(Accessor.COMMON);
  }

  /**
   * The facts of one file.
   *
   * @param own accessors of the team itself
   */
  public static EnvironmentFacts read(SyntaxTree tree, List<Accessor> own) {
    return new EnvironmentReader(tree, own).facts();
  }

  private EnvironmentFacts facts() {
    var settings = new ArrayList<Settings>();
    for (int i = 0; i < tree.size(); i++) {
      switch (tree.kind(i)) {
        case "call" -> call(i);
        case "subscript" -> subscript(i);
        case "comparison_operator" -> comparison(i);
        case "class_definition" -> settings(i).ifPresent(settings::add);
        default -> {}
      }
    }
    return new EnvironmentFacts(
        reads, List.copyOf(writes), computed, settings, List.copyOf(made), List.copyOf(files));
  }

  private boolean isEnviron(int node) {
    String name = code.qualified(node);
    return name.equals("os.environ") || name.equals("os.environb");
  }

  // os.environ["X"]

  private void subscript(int node) {
    if (!isEnviron(tree.child(node, "value"))) {
      return;
    }
    Optional<String> name = text(tree.child(node, "subscript"));
    switch (code.target(node)) {
      case Code.Target.Assigned(_, _) -> name.ifPresent(writes::add);
      case Code.Target.Changed() -> {
        if (tree.is(tree.parent(node), "augmented_assignment")) {
          add(node, name, !guarded(node, name), "os.environ");
        }
      }
      case Code.Target.None() -> add(node, name, !guarded(node, name), "os.environ");
    }
  }

  private void comparison(int node) {
    List<Integer> parts = tree.children(node);
    boolean asks = parts.stream().anyMatch(it -> tree.is(it, "in") || tree.is(it, "not in"));
    if (asks && isEnviron(parts.getLast())) {
      Optional<String> name = text(parts.getFirst());
      add(node, name, raises(node), "os.environ");
    }
  }

  private void call(int node) {
    int function = tree.child(node, "function");
    Code.Call given = code.call(node);
    String name = code.qualified(function);
    if (COMMANDS.contains(name)) {
      given
          .keyword("envvar")
          .ifPresent(it -> add(node, text(it), says(given, "required"), name + "(envvar=)"));
      return;
    }
    if (name.equals("dotenv.load_dotenv")) {
      Optional<Integer> path = given.argument(0, "dotenv_path");
      path.flatMap(code::string)
          .or(() -> path.isEmpty() ? Optional.of(".env") : Optional.empty())
          .ifPresent(files::add);
      return;
    }
    if (name.startsWith("os.environ.")) {
      changes(name.substring("os.environ.".length()), given);
    }
    if (name.equals("os.putenv") && !given.positional().isEmpty()) {
      text(given.positional().getFirst()).ifPresent(writes::add);
    }
    made(node, function, given);
    client(node, name, given);
    String written = tree.text(function);
    String read = reader(function);
    for (Accessor it : accessors) {
      if (it.call().equals(name) || it.call().equals(written) || it.call().equals(read)) {
        accessor(node, given, it, written);
        return;
      }
    }
  }

  private void made(int node, int function, Code.Call given) {
    Name type = code.name(function);
    boolean alone =
        given.positional().isEmpty()
            && !given.star()
            && !given.doubleStar()
            && given.keywords().keySet().stream().allMatch(it -> it.startsWith("_"));
    boolean capital = !type.last().isEmpty() && Character.isUpperCase(type.last().charAt(0));
    if (alone && capital) {
      made.add(new Made(type, code.imported(node)));
    }
  }

  /** A client that takes its key from the environment, and refuses to be made without one. */
  private void client(int node, String name, Code.Call given) {
    for (Keyed it : Keyed.CLIENTS) {
      boolean itself =
          it.name().equals(name)
              && given.positional().isEmpty()
              && !given.star()
              && !given.doubleStar()
              && given.keywords().keySet().stream().noneMatch(it.keywords()::contains);
      if (itself) {
        for (String variable : it.variables()) {
          add(node, Optional.of(variable), isAlone(node), name + "()");
        }
      }
    }
  }

  private boolean isAlone(int node) {
    for (int it = tree.parent(node); it != SyntaxTree.NONE; it = tree.parent(it)) {
      if (BRANCHES.contains(tree.kind(it))) {
        return false;
      }
    }
    return true;
  }

  /**
   * A client.
   *
   * @param variables that it reads
   * @param keywords in place of them
   */
  private record Keyed(String name, List<String> variables, Set<String> keywords) {

    /** By the constructors of their packages, which raise an error without a key. */
    static final List<Keyed> CLIENTS =
        List.of(
            new Keyed("openai.OpenAI", List.of("OPENAI_API_KEY"), OPENAI),
            new Keyed("openai.AsyncOpenAI", List.of("OPENAI_API_KEY"), OPENAI),
            new Keyed("langchain_openai.ChatOpenAI", List.of("OPENAI_API_KEY"), OPENAI),
            new Keyed("langchain_openai.OpenAIEmbeddings", List.of("OPENAI_API_KEY"), OPENAI),
            new Keyed("groq.Groq", List.of("GROQ_API_KEY"), Set.of("api_key")),
            new Keyed("groq.AsyncGroq", List.of("GROQ_API_KEY"), Set.of("api_key")),
            new Keyed(
                "pinecone.Pinecone", List.of("PINECONE_API_KEY"), Set.of("api_key", "config")),
            new Keyed(
                "twilio.rest.Client",
                List.of("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"),
                Set.of("username", "password", "credential_provider", "environ")));
  }

  private boolean says(Code.Call given, String keyword) {
    return given.keyword(keyword).filter(it -> tree.text(it).equals("True")).isPresent();
  }

  private void changes(String method, Code.Call given) {
    switch (method) {
      case "setdefault", "__setitem__" -> {
        if (!given.positional().isEmpty()) {
          text(given.positional().getFirst()).ifPresent(writes::add);
        }
      }
      case "update" -> {
        writes.addAll(given.keywords().keySet());
        for (int it : given.positional()) {
          for (int pair : tree.children(it)) {
            if (tree.is(pair, "pair")) {
              text(tree.child(pair, "key")).ifPresent(writes::add);
            }
          }
        }
      }
      default -> {}
    }
  }

  /**
   * {@code "environs.Env()"} for {@code env("X")} and {@code env.str("X")} of {@code env = Env()}.
   */
  private String reader(int function) {
    int object = function;
    if (tree.is(function, "attribute")) {
      object = tree.child(function, "object");
      if (NO_READS.contains(tree.text(tree.child(function, "attribute")))) {
        return "";
      }
    }
    String constructed = constructed(object);
    // The configuration of Starlette is called; its methods are others.
    boolean starlette = constructed.startsWith("starlette") && object != function;
    return READERS.contains(constructed) && !starlette ? constructed : "";
  }

  private String constructed(int object) {
    int call = object;
    if (tree.is(object, "identifier")) {
      String name = tree.text(object);
      call =
          code.binder(name, code.scope(object))
              .flatMap(it -> it.meaning(name))
              .map(Binding::value)
              .orElse(SyntaxTree.NONE);
    }
    return tree.is(call, "call") ? code.qualified(tree.child(call, "function")) + "()" : "";
  }

  private void accessor(int node, Code.Call given, Accessor accessor, String written) {
    if (given.positional().size() <= accessor.name()) {
      return;
    }
    Optional<String> name = text(given.positional().get(accessor.name()));
    Optional<Integer> fallback =
        accessor.fallback() >= 0
            ? given.argument(accessor.fallback(), accessor.fallbackName())
            : given.keyword(accessor.fallbackName());
    boolean without = fallback.isEmpty() && !given.star() && !given.doubleStar();
    boolean none = fallback.filter(it -> tree.text(it).equals("None")).isPresent();
    boolean needed = accessor.required() ? without : (without || none) && checked(node);
    add(node, name, needed, written);
  }

  private void add(int node, Optional<String> name, boolean required, String accessor) {
    if (name.isEmpty()) {
      computed++;
    } else {
      boolean imported = code.imported(node);
      reads.add(
          new EnvironmentRead(
              name.get(), required, imported, tree.line(node), tree.column(node), accessor));
    }
  }

  /** A literal, or a constant of the file. */
  private Optional<String> text(int node) {
    Optional<String> literal = code.string(node);
    if (literal.isPresent() || !tree.is(node, "identifier")) {
      return literal.filter(it -> !it.isBlank());
    }
    String name = tree.text(node);
    return code.binder(name, code.scope(node))
        .filter(it -> it.kind != Scope.Kind.FUNCTION || it == code.scope(node))
        .flatMap(it -> it.meaning(name))
        .filter(it -> it.giver() == Giver.VALUE && it.value() != SyntaxTree.NONE)
        .flatMap(it -> code.string(it.value()));
  }

  /** Whether the code raises, asserts or leaves where the value is not there. */
  private boolean checked(int node) {
    int statement = node;
    int child = node;
    while (tree.parent(statement) != SyntaxTree.NONE && !tree.is(statement, "assignment")) {
      child = statement;
      statement = tree.parent(statement);
      String kind = tree.kind(statement);
      if (kind.equals("if_statement") || kind.equals("assert_statement")) {
        return kind.equals("assert_statement")
            || ("condition".equals(tree.field(child)) && negated(node, statement));
      }
      if (kind.endsWith("_statement") || kind.equals("block") || kind.equals("module")) {
        return false;
      }
      boolean passes =
          kind.equals("assignment")
              || kind.equals("parenthesized_expression")
              || kind.equals("not_operator")
              || kind.equals("comparison_operator")
              || kind.equals("named_expression");
      if (!passes) {
        return false;
      }
    }
    int target = tree.child(statement, "left");
    if (!tree.is(target, "identifier") || code.unwrap(tree.child(statement, "right")) != node) {
      return false;
    }
    int next = tree.nextSibling(tree.parent(statement));
    for (int steps = 0; steps < 6 && next != SyntaxTree.NONE; steps++) {
      boolean asserts = tree.is(next, "assert_statement");
      if ((asserts || tree.is(next, "if_statement")) && tests(next, tree.text(target), asserts)) {
        return true;
      }
      next = tree.nextSibling(next);
    }
    return false;
  }

  /** {@code if not os.getenv("X"): raise …} */
  private boolean negated(int node, int statement) {
    int condition = code.unwrap(tree.child(statement, "condition"));
    String text = tree.text(condition);
    String read = tree.text(node);
    boolean asksForNone = text.equals("not " + read) || text.equals(read + " is None");
    return asksForNone && leaves(tree.child(statement, "consequence"));
  }

  private boolean tests(int statement, String name, boolean asserts) {
    int condition =
        asserts ? tree.nextSibling(tree.firstChild(statement)) : tree.child(statement, "condition");
    if (condition == SyntaxTree.NONE) {
      return false;
    }
    String text = tree.text(code.unwrap(condition));
    if (asserts) {
      return text.equals(name) || text.equals(name + " is not None");
    }
    boolean alone =
        text.equals("not " + name)
            || text.equals(name + " is None")
            || text.equals(name + " == \"\"");
    boolean one = text.startsWith("not " + name + " or ") || text.endsWith(" or not " + name);
    boolean leaves = leaves(tree.child(statement, "consequence"));
    return (alone || one || text.contains(" or not " + name + " or ")) && leaves;
  }

  private boolean leaves(int block) {
    if (block == SyntaxTree.NONE) {
      return false;
    }
    for (int it : tree.children(block)) {
      boolean exits =
          tree.is(it, "expression_statement")
              && (tree.text(it).startsWith("sys.exit(") || tree.text(it).startsWith("exit("));
      if (exits || tree.is(it, "raise_statement")) {
        return true;
      }
    }
    return false;
  }

  /** {@code if "X" not in os.environ: raise …} */
  private boolean raises(int comparison) {
    int parent = tree.parent(comparison);
    boolean not = tree.children(comparison).stream().anyMatch(it -> tree.is(it, "not in"));
    return not && tree.is(parent, "if_statement") && leaves(tree.child(parent, "consequence"));
  }

  /** Where the code asks first, or catches what a missing variable raises. */
  private boolean guarded(int node, Optional<String> name) {
    int child = node;
    for (int it = tree.parent(node); it != SyntaxTree.NONE; it = tree.parent(it)) {
      boolean guards =
          switch (tree.kind(it)) {
            case "try_statement" -> "body".equals(tree.field(child)) && catches(it);
            case "if_statement", "elif_clause", "conditional_expression", "boolean_operator" ->
                asks(it, node, name.orElse(""));
            case "function_definition" -> true;
            default -> false;
          };
      if (guards) {
        return !tree.is(it, "function_definition");
      }
      child = it;
    }
    return false;
  }

  private boolean asks(int branch, int node, String name) {
    int condition = tree.child(branch, "condition");
    int from = condition == SyntaxTree.NONE ? tree.start(branch) : tree.start(condition);
    int to = condition == SyntaxTree.NONE ? tree.start(node) : tree.end(condition);
    if (tree.is(branch, "conditional_expression")) {
      String whole = tree.text(branch);
      return whole.contains(" in os.environ") || whole.contains("environ.get(");
    }
    return from < to && !name.isEmpty() && tree.text(from, to).contains(name);
  }

  private boolean catches(int statement) {
    for (int it : tree.children(statement)) {
      if (!tree.is(it, "except_clause")) {
        continue;
      }
      int block = tree.childOfKind(it, "block");
      String caught =
          tree.text(tree.start(it), block == SyntaxTree.NONE ? tree.end(it) : tree.start(block));
      boolean any = caught.replace(" ", "").startsWith("except:");
      boolean missing = caught.contains("KeyError") || caught.contains("Exception") || any;
      if (missing && !leaves(block)) {
        return true;
      }
    }
    return false;
  }

  // Settings of pydantic.

  private Optional<Settings> settings(int node) {
    Code.Call given = code.arguments(tree.child(node, "superclasses"));
    if (given.positional().isEmpty()) {
      return Optional.empty();
    }
    boolean direct =
        given.positional().stream().anyMatch(it -> SETTINGS.contains(code.qualified(it)));
    var bases = given.positional().stream().map(code::name).toList();
    int body = tree.child(node, "body");
    var prefix = Optional.<String>empty();
    boolean sensitive = false;
    var fields = new ArrayList<Field>();
    for (int statement : tree.children(body)) {
      if (tree.is(statement, "class_definition")
          && tree.text(tree.child(statement, "name")).equals("Config")) {
        inConfig(statement, "env_file").ifPresent(files::add);
        prefix = inConfig(statement, "env_prefix").or(() -> Optional.of(""));
        sensitive = inConfig(statement, "case_sensitive").filter("True"::equals).isPresent();
      }
      int assignment =
          tree.is(statement, "expression_statement")
              ? tree.childOfKind(statement, "assignment")
              : SyntaxTree.NONE;
      if (assignment == SyntaxTree.NONE) {
        continue;
      }
      int name = tree.child(assignment, "left");
      int value = tree.child(assignment, "right");
      if (!tree.is(name, "identifier")) {
        continue;
      }
      if (tree.text(name).equals("model_config")) {
        fromConfig(value, "env_file").ifPresent(files::add);
        prefix = fromConfig(value, "env_prefix").or(() -> Optional.of(""));
        sensitive = fromConfig(value, "case_sensitive").filter("True"::equals).isPresent();
      } else if (isField(assignment)) {
        fields.add(field(name, value, tree.child(assignment, "type")));
      }
    }
    int className = tree.child(node, "name");
    return Optional.of(
        new Settings(
            tree.text(className),
            bases,
            direct,
            prefix.orElse(""),
            prefix.isPresent(),
            sensitive,
            fields));
  }

  private boolean isField(int assignment) {
    int type = tree.child(assignment, "type");
    return type != SyntaxTree.NONE && !tree.text(type).contains("ClassVar");
  }

  private Optional<String> inConfig(int config, String key) {
    for (int i = config; i < tree.after(config); i++) {
      if (tree.is(i, "assignment") && tree.text(tree.child(i, "left")).equals(key)) {
        return Optional.of(value(tree.child(i, "right")));
      }
    }
    return Optional.empty();
  }

  private Optional<String> fromConfig(int value, String key) {
    if (tree.is(value, "call")) {
      Code.Call given = code.call(value);
      Optional<Integer> said = given.keyword(key);
      return said.isPresent() || !given.doubleStar()
          ? said.map(this::value)
          : Optional.of(Settings.UNKNOWN);
    }
    if (tree.is(value, "dictionary")) {
      for (int pair : tree.children(value)) {
        boolean it =
            tree.is(pair, "pair")
                && code.string(tree.child(pair, "key")).filter(key::equals).isPresent();
        if (it) {
          return Optional.of(value(tree.child(pair, "value")));
        }
      }
      return Optional.empty();
    }
    return Optional.of(Settings.UNKNOWN);
  }

  private String value(int node) {
    boolean literal = tree.is(node, "true") || tree.is(node, "false");
    return literal ? tree.text(node) : text(node).orElse(isEmpty(node) ? "" : Settings.UNKNOWN);
  }

  private boolean isEmpty(int node) {
    return code.string(node).filter(String::isEmpty).isPresent();
  }

  private Field field(int name, int value, int type) {
    String written = tree.text(name);
    boolean call = tree.is(value, "call");
    String function = call ? code.qualified(tree.child(value, "function")) : "";
    boolean described = function.endsWith("Field") || function.endsWith("PrivateAttr");
    var aliases = new ArrayList<String>();
    boolean required = value == SyntaxTree.NONE || tree.text(value).equals("...");
    if (described) {
      Code.Call given = code.call(value);
      for (String keyword : List.of("validation_alias", "alias", "env")) {
        if (aliases.isEmpty()) {
          given.keyword(keyword).ifPresent(it -> strings(it, aliases));
        }
      }
      Optional<Integer> fallback = given.argument(0, "default");
      boolean nothing = fallback.map(it -> tree.text(it).equals("...")).orElse(true);
      required = nothing && given.keyword("default_factory").isEmpty() && !given.doubleStar();
    }
    // Fields that are models themselves come from several variables.
    boolean hidden = written.startsWith("_") || tree.text(type).contains("Settings");
    // pydantic 1: Optional[X] without a value is None.
    String declared = tree.text(type).replace(" ", "");
    boolean optional = declared.startsWith("Optional[") || declared.contains("|None");
    return new Field(
        written, required && !hidden && !optional, aliases, tree.line(name), tree.column(name));
  }

  private void strings(int node, List<String> into) {
    for (int i = node; i < tree.after(node); i++) {
      if (tree.is(i, "string")) {
        code.string(i).ifPresent(into::add);
      }
    }
  }
}
