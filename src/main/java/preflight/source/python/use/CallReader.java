package preflight.source.python.use;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import preflight.source.python.use.CallFacts.Attribute;
import preflight.source.python.use.CallFacts.ClassFact;
import preflight.source.python.use.CallFacts.Field;
import preflight.source.python.use.CallFacts.FunctionFact;
import preflight.source.python.use.CallFacts.Meaning;
import preflight.source.python.use.CallFacts.Member;
import preflight.source.python.use.CallFacts.Receiver;
import preflight.source.python.use.CallFacts.Use;
import preflight.source.python.use.Scope.Binding;
import preflight.source.python.use.Scope.Giver;
import preflight.source.python.use.Signature.Parameter;
import preflight.source.python.use.Signature.Way;
import preflight.source.syntax.SyntaxTree;

/** Reads classes, functions and calls from the tree of one file. */
public final class CallReader {

  /** Decorators that leave the signature as it is. */
  private static final Set<String> KEEP_SIGNATURE =
      Set.of(
          "staticmethod",
          "classmethod",
          "abc.abstractmethod",
          "typing.override",
          "typing_extensions.override",
          "typing.final",
          "typing_extensions.final",
          "typing.no_type_check",
          "functools.lru_cache",
          "functools.cache",
          "contextlib.contextmanager",
          "contextlib.asynccontextmanager");

  private static final Set<String> CONTEXT_MANAGERS =
      Set.of("contextlib.contextmanager", "contextlib.asynccontextmanager");

  private static final Set<String> DATACLASS = Set.of("dataclasses.dataclass");

  private static final Set<String> HARMLESS_ON_CLASSES =
      Set.of(
          "dataclasses.dataclass",
          "typing.final",
          "typing_extensions.final",
          "functools.total_ordering");

  private static final Set<String> CHANGE_ATTRIBUTES =
      Set.of("__getattr__", "__getattribute__", "__init_subclass__", "__setstate__");

  private static final Set<String> ASKS = Set.of("hasattr", "getattr", "setattr", "delattr");

  private final Code code;
  private final SyntaxTree tree;
  private final Map<Integer, Integer> classIndex = new HashMap<>();
  private final List<Integer> classNodes = new ArrayList<>();
  private final Map<Integer, Map<String, List<Integer>>> selfStores = new HashMap<>();
  private final Set<Integer> openClasses = new HashSet<>();
  private final Set<String> stored = new TreeSet<>();
  private final Set<String> asked = new TreeSet<>();
  private final Set<Name> opened = new HashSet<>();
  private boolean dynamic;

  private CallReader(SyntaxTree tree) {
    this.tree = tree;
    this.code = new Code(tree);
  }

  /** The facts of one file. */
  public static CallFacts read(SyntaxTree tree) {
    return tree.flaws().isEmpty() ? new CallReader(tree).facts() : CallFacts.UNCERTAIN;
  }

  private CallFacts facts() {
    for (int i = 0; i < tree.size(); i++) {
      if (tree.is(i, "class_definition")) {
        classIndex.put(i, classNodes.size());
        classNodes.add(i);
      }
    }
    for (int i = 0; i < tree.size(); i++) {
      switch (tree.kind(i)) {
        case "attribute" -> stores(i);
        case "call" -> changes(i);
        default -> {}
      }
    }
    var functions = new ArrayList<FunctionFact>();
    var meanings = new ArrayList<Meaning>();
    code.module().bindings.keySet().stream()
        .sorted()
        .forEach(name -> meanings.add(meaning(name, functions)));
    var classes = classNodes.stream().map(this::classFact).toList();
    var uses = new ArrayList<Use>();
    var stars = new TreeSet<String>();
    for (int i = 0; i < tree.size(); i++) {
      switch (tree.kind(i)) {
        case "call" -> call(i, uses);
        case "attribute" -> attribute(i, uses);
        case "wildcard_import" -> {
          int source = tree.child(tree.parent(i), "module_name");
          stars.add(source == SyntaxTree.NONE ? "" : tree.text(source));
        }
        default -> {}
      }
    }
    return new CallFacts(
        !dynamic,
        meanings,
        List.copyOf(stars),
        classes,
        functions,
        uses,
        List.copyOf(stored),
        List.copyOf(asked),
        List.copyOf(opened));
  }

  // What is set at run time.

  private void stores(int attribute) {
    if (code.target(attribute) instanceof Code.Target.None) {
      return;
    }
    int object = tree.child(attribute, "object");
    String name = tree.text(tree.child(attribute, "attribute"));
    int owner = tree.is(object, "identifier") ? selfOf(object) : -1;
    if (owner >= 0) {
      selfStores
          .computeIfAbsent(owner, _ -> new LinkedHashMap<>())
          .computeIfAbsent(name, _ -> new ArrayList<>())
          .add(attribute);
    }
    if (name.equals("__bases__") || name.equals("__class__") || name.equals("__dict__")) {
      open(object);
      openAll();
    }
    boolean self = owner >= 0 && Set.of("self", "cls").contains(tree.text(object));
    if (!self) {
      stored.add(name);
    }
  }

  /** The class whose object, or which itself, the first parameter of a method is; -1. */
  private int selfOf(int identifier) {
    String name = tree.text(identifier);
    Optional<Scope> binder = code.binder(name, code.scope(identifier));
    return binder.isEmpty() ? -1 : firstParameterOf(binder.get(), name);
  }

  private int firstParameterOf(Scope function, String name) {
    if (function.kind != Scope.Kind.FUNCTION
        || function.outer == null
        || function.outer.kind != Scope.Kind.CLASS) {
      return -1;
    }
    int parameters = tree.child(function.node, "parameters");
    int first = parameters == SyntaxTree.NONE ? SyntaxTree.NONE : tree.firstChild(parameters);
    while (tree.is(first, "comment")) {
      first = tree.nextSibling(first);
    }
    int named = first == SyntaxTree.NONE ? first : code.parameterName(first);
    if (named == SyntaxTree.NONE
        || tree.kind(first).endsWith("splat_pattern")
        || !tree.text(named).equals(name)) {
      return -1;
    }
    @Nullable Integer index = classIndex.get(function.outer.node);
    return index == null ? -1 : index;
  }

  private void changes(int call) {
    int function = tree.child(call, "function");
    String name = code.qualified(function);
    Code.Call given = code.call(call);
    if (ASKS.contains(name)) {
      if (given.positional().size() < 2) {
        return;
      }
      Optional<String> attribute = code.string(given.positional().get(1));
      if (attribute.isPresent()) {
        (name.equals("setattr") ? stored : asked).add(attribute.get());
      } else if (name.equals("setattr")) {
        open(given.positional().getFirst());
      }
      return;
    }
    switch (name) {
      case "type", "types.new_class" -> {
        if (given.positional().size() > 1 || given.star()) {
          openAll();
        }
      }
      case "vars", "functools.update_wrapper" -> {
        if (!given.positional().isEmpty()) {
          open(given.positional().getFirst());
        }
      }
      case "exec", "locals" -> {
        Scope at = code.definition(call);
        if (at.kind == Scope.Kind.CLASS) {
          @Nullable Integer index = classIndex.get(at.node);
          if (index != null) {
            openClasses.add(index);
          }
        } else if (at.kind == Scope.Kind.MODULE) {
          dynamic |= name.equals("exec");
        }
      }
      case "globals" -> {
        int parent = tree.parent(call);
        boolean read =
            tree.is(parent, "comparison_operator")
                || (tree.is(parent, "attribute")
                    && tree.text(tree.child(parent, "attribute")).equals("get"));
        dynamic |= !read;
      }
      default -> {}
    }
  }

  /** Something gets attributes whose names nobody can read here. */
  private void open(int object) {
    if (tree.is(object, "identifier")) {
      int owner = selfOf(object);
      if (owner >= 0) {
        openClasses.add(owner);
        return;
      }
    }
    Receiver receiver = receiver(object);
    if (receiver.kind() == Receiver.Kind.UNKNOWN) {
      openAll();
    } else if (receiver.owner() >= 0) {
      openClasses.add(receiver.owner());
    } else {
      opened.add(receiver.name());
    }
  }

  /** Any class that this file knows may be meant. */
  private void openAll() {
    for (String it : code.module().bindings.keySet()) {
      opened.add(new Name("", it));
    }
  }

  // What names stand for.

  private Meaning meaning(String name, List<FunctionFact> functions) {
    Optional<Binding> meaning = code.module().meaning(name);
    if (meaning.isEmpty()) {
      return new Meaning(name, Meaning.Kind.UNKNOWN, Name.NONE, -1, Receiver.UNKNOWN);
    }
    Binding it = meaning.get();
    return switch (it.giver()) {
      case IMPORT -> meaning(name, Meaning.Kind.MODULE, new Name(it.module(), ""), -1);
      case FROM -> meaning(name, Meaning.Kind.FROM, new Name(it.module(), it.name()), -1);
      case CLASS -> meaning(name, Meaning.Kind.CLASS, Name.NONE, indexOf(it.node()));
      case FUNCTION -> {
        functions.add(function(name, it.node(), it.conditional()));
        yield meaning(name, Meaning.Kind.FUNCTION, Name.NONE, functions.size() - 1);
      }
      case VALUE -> value(name, it);
      case PARAMETER, OTHER -> meaning(name, Meaning.Kind.UNKNOWN, Name.NONE, -1);
    };
  }

  private static Meaning meaning(String name, Meaning.Kind kind, Name target, int index) {
    return new Meaning(name, kind, target, index, Receiver.UNKNOWN);
  }

  private int indexOf(int classNode) {
    @Nullable Integer index = classIndex.get(classNode);
    return index == null ? -1 : index;
  }

  private Meaning value(String name, Binding binding) {
    Name alias = code.name(binding.value());
    if (!alias.isNone() && binding.annotation() == SyntaxTree.NONE) {
      return alias.dotted().equals(name)
          ? meaning(name, Meaning.Kind.UNKNOWN, Name.NONE, -1)
          : meaning(name, Meaning.Kind.ALIAS, alias, -1);
    }
    Receiver value = valueOf(binding);
    return new Meaning(name, Meaning.Kind.VALUE, Name.NONE, -1, value);
  }

  private Receiver valueOf(Binding binding) {
    if (binding.annotation() != SyntaxTree.NONE) {
      Name type = annotation(binding.annotation());
      if (!type.isNone()) {
        return new Receiver(Receiver.Kind.ANNOTATED, type, -1);
      }
    }
    return binding.value() == SyntaxTree.NONE ? Receiver.UNKNOWN : result(binding.value());
  }

  /** What a call, or an awaited call, gives. */
  private Receiver result(int expression) {
    int it = code.unwrap(expression);
    boolean awaited = tree.is(it, "await");
    if (awaited) {
      it = code.unwrap(lastChild(it));
    }
    if (!tree.is(it, "call")) {
      return Receiver.UNKNOWN;
    }
    Name called = code.name(tree.child(it, "function"));
    Receiver.Kind kind = awaited ? Receiver.Kind.AWAITED : Receiver.Kind.RESULT;
    return called.isNone() ? Receiver.UNKNOWN : new Receiver(kind, called, -1);
  }

  private int lastChild(int node) {
    int last = SyntaxTree.NONE;
    for (int it : tree.children(node)) {
      last = it;
    }
    return last;
  }

  /** The class that an annotation names, where it is nothing but a name. */
  private Name annotation(int type) {
    int it = tree.is(type, "type") ? tree.firstChild(type) : type;
    if (tree.is(it, "string")) {
      String text = code.string(it).orElse("");
      boolean name = !text.isEmpty() && text.chars().allMatch(Code::inDottedName);
      return name ? code.name(text, code.scope(type)) : Name.NONE;
    }
    return code.name(it);
  }

  private FunctionFact function(String name, int node, boolean conditional) {
    boolean several = code.module().bindings.getOrDefault(name, List.of()).size() > 1;
    Signature signature = conditional ? Signature.UNKNOWN : signature(node);
    return new FunctionFact(name, signature, several, returns(node), coroutine(node));
  }

  private boolean coroutine(int function) {
    return tree.childOfKind(function, "async") != SyntaxTree.NONE;
  }

  /** What a function declares to return; none for a generator, and where a decorator changes it. */
  private Name returns(int function) {
    int type = tree.child(function, "return_type");
    boolean changed =
        code.decorators(function).stream()
            .anyMatch(it -> !KEEP_SIGNATURE.contains(it) || CONTEXT_MANAGERS.contains(it));
    return type == SyntaxTree.NONE || changed ? Name.NONE : annotation(type);
  }

  private Signature signature(int function) {
    if (!KEEP_SIGNATURE.containsAll(code.decorators(function))) {
      return Signature.UNKNOWN;
    }
    int list = tree.child(function, "parameters");
    var parameters = new ArrayList<Parameter>();
    Way way = Way.EITHER;
    for (int it : list == SyntaxTree.NONE ? List.<Integer>of() : tree.children(list)) {
      switch (tree.kind(it)) {
        case "comment", "line_continuation" -> {
          continue;
        }
        case "positional_separator" -> {
          parameters.replaceAll(p -> new Parameter(p.name(), Way.POSITION, p.optional()));
          continue;
        }
        case "keyword_separator" -> {
          way = Way.KEYWORD;
          continue;
        }
        default -> {}
      }
      int name = code.parameterName(it);
      if (name == SyntaxTree.NONE) {
        return Signature.UNKNOWN;
      }
      String text = tree.text(name);
      switch (tree.kind(tree.parent(name))) {
        case "list_splat_pattern" -> {
          parameters.add(new Parameter(text, Way.REST, true));
          way = Way.KEYWORD;
        }
        case "dictionary_splat_pattern" -> parameters.add(new Parameter(text, Way.KEYWORDS, true));
        default ->
            parameters.add(new Parameter(text, way, tree.child(it, "value") != SyntaxTree.NONE));
      }
    }
    return new Signature(true, parameters);
  }

  // Classes.

  private ClassFact classFact(int node) {
    int index = indexOf(node);
    Scope body = code.inside(node);
    Code.Call given = code.arguments(tree.child(node, "superclasses"));
    List<String> decorators = code.decorators(node);
    var bases = new ArrayList<Name>();
    var texts = new ArrayList<String>();
    for (int base : given.positional()) {
      int named = tree.is(base, "subscript") ? tree.child(base, "value") : base;
      String qualified = code.qualified(named);
      boolean generic =
          qualified.equals("typing.Generic") || qualified.equals("typing_extensions.Generic");
      if (generic || qualified.equals("object") || qualified.equals("abc.ABC")) {
        continue;
      }
      bases.add(code.name(named));
      texts.add(tree.text(base));
    }
    boolean data = decorators.stream().anyMatch(DATACLASS::contains);
    var members = new ArrayList<Member>();
    body.bindings.keySet().stream().sorted().forEach(it -> members.add(member(it, body)));
    slots(body, members);
    return new ClassFact(
        code.enclosing(body.node).isEmpty()
            ? tree.text(tree.child(node, "name"))
            : code.enclosing(body.node) + "." + tree.text(tree.child(node, "name")),
        bases,
        texts,
        whyOpen(index, given, decorators, members, body),
        partial(node, given),
        members,
        attributes(index),
        data && !decoratorSays(node, "init", "False"),
        decoratorSays(node, "kw_only", "True"),
        data ? fields(node) : List.of());
  }

  private String whyOpen(
      int index, Code.Call given, List<String> decorators, List<Member> members, Scope body) {
    if (openClasses.contains(index) || body.lastStar >= 0) {
      return "its attributes are set by names that are computed";
    }
    if (given.star() || given.doubleStar()) {
      return "its bases are computed";
    }
    for (var it : given.keywords().entrySet()) {
      if (!it.getKey().equals("metaclass")
          || !code.qualified(it.getValue()).equals("abc.ABCMeta")) {
        return "of its " + it.getKey();
      }
    }
    for (String it : decorators) {
      if (!HARMLESS_ON_CLASSES.contains(it)) {
        return "of its decorator";
      }
    }
    for (Member it : members) {
      if (CHANGE_ATTRIBUTES.contains(it.name()) || it.name().equals("__metaclass__")) {
        return "it has " + it.name();
      }
    }
    return "";
  }

  private boolean partial(int node, Code.Call given) {
    String name = tree.text(tree.child(node, "name"));
    if (name.contains("Mixin")
        || name.contains("MixIn")
        || name.contains("Base")
        || name.contains("Abstract")
        || name.contains("Interface")
        || name.contains("Protocol")) {
      return true;
    }
    if (given.keywords().containsKey("metaclass")
        || given.positional().stream().anyMatch(it -> code.qualified(it).equals("abc.ABC"))) {
      return true;
    }
    for (int i = node; i < tree.after(node); i++) {
      boolean raises =
          tree.is(i, "raise_statement") && tree.text(i).contains("NotImplementedError");
      if (raises || (tree.is(i, "decorator") && tree.text(i).contains("abstract"))) {
        return true;
      }
    }
    return false;
  }

  private Member member(String name, Scope body) {
    List<Binding> all = body.bindings.getOrDefault(name, List.of());
    Binding last = all.getLast();
    boolean functions = all.stream().allMatch(it -> it.giver() == Giver.FUNCTION);
    if (!functions || all.stream().anyMatch(Binding::conditional)) {
      return new Member(name, Member.Kind.OTHER, Signature.UNKNOWN, Name.NONE, false);
    }
    List<String> decorators = code.decorators(last.node());
    Signature signature = signature(last.node());
    if (!signature.known()) {
      return new Member(name, Member.Kind.OTHER, signature, Name.NONE, false);
    }
    Member.Kind kind = Member.Kind.METHOD;
    if (decorators.contains("staticmethod") || name.equals("__new__")) {
      kind = Member.Kind.STATIC_METHOD;
    } else if (decorators.contains("classmethod") || name.equals("__class_getitem__")) {
      kind = Member.Kind.CLASS_METHOD;
    }
    return new Member(name, kind, signature, returns(last.node()), coroutine(last.node()));
  }

  private void slots(Scope body, List<Member> members) {
    for (Binding it : body.bindings.getOrDefault("__slots__", List.of())) {
      if (it.value() == SyntaxTree.NONE) {
        continue;
      }
      for (int i = it.value(); i < tree.after(it.value()); i++) {
        if (tree.is(i, "string")) {
          code.string(i)
              .ifPresent(name ->
                  members.add(
                      new Member(name, Member.Kind.OTHER, Signature.UNKNOWN, Name.NONE, false)));
        }
      }
    }
  }

  private List<Attribute> attributes(int index) {
    var attributes = new ArrayList<Attribute>();
    selfStores
        .getOrDefault(index, Map.of())
        .forEach((name, nodes) -> attributes.add(new Attribute(name, attributeValue(nodes))));
    return attributes;
  }

  private Receiver attributeValue(List<Integer> nodes) {
    boolean once = nodes.size() == 1;
    if (!once
        || !(code.target(nodes.getFirst())
            instanceof Code.Target.Assigned(int assignment, boolean direct))
        || !direct) {
      return Receiver.UNKNOWN;
    }
    Scope method = code.scope(nodes.getFirst());
    boolean constructor =
        method.kind == Scope.Kind.FUNCTION
            && tree.text(tree.child(method.node, "name")).equals("__init__");
    int value = tree.child(assignment, "right");
    int type = tree.child(assignment, "type");
    if (!constructor || value == SyntaxTree.NONE) {
      return Receiver.UNKNOWN;
    }
    if (type != SyntaxTree.NONE) {
      Name named = annotation(type);
      return named.isNone() ? Receiver.UNKNOWN : new Receiver(Receiver.Kind.ANNOTATED, named, -1);
    }
    if (tree.is(value, "identifier")) {
      Receiver parameter = receiver(value);
      return parameter.kind() == Receiver.Kind.ANNOTATED ? parameter : Receiver.UNKNOWN;
    }
    return result(value);
  }

  private boolean decoratorSays(int node, String keyword, String value) {
    int parent = tree.parent(node);
    if (!tree.is(parent, "decorated_definition")) {
      return false;
    }
    for (int it : tree.children(parent)) {
      int call = tree.is(it, "decorator") ? tree.childOfKind(it, "call") : SyntaxTree.NONE;
      if (call != SyntaxTree.NONE) {
        Optional<Integer> given = code.call(call).keyword(keyword);
        if (given.isPresent() && !tree.text(given.get()).equals(opposite(value))) {
          return true;
        }
      }
    }
    return false;
  }

  private static String opposite(String value) {
    return value.equals("True") ? "False" : "True";
  }

  private List<Field> fields(int node) {
    var fields = new ArrayList<Field>();
    boolean keywordOnly = decoratorSays(node, "kw_only", "True");
    for (int statement : tree.children(tree.child(node, "body"))) {
      int assignment =
          tree.is(statement, "expression_statement")
              ? tree.childOfKind(statement, "assignment")
              : SyntaxTree.NONE;
      if (assignment == SyntaxTree.NONE) {
        continue;
      }
      int type = tree.child(assignment, "type");
      int name = tree.child(assignment, "left");
      if (type == SyntaxTree.NONE || !tree.is(name, "identifier")) {
        continue;
      }
      String written = tree.text(type);
      if (written.contains("KW_ONLY")) {
        keywordOnly = true;
      } else if (!written.contains("ClassVar")) {
        fields.add(field(tree.text(name), tree.child(assignment, "right"), keywordOnly));
      }
    }
    return fields;
  }

  private Field field(String name, int value, boolean keywordOnly) {
    boolean call = tree.is(value, "call");
    if (!call || !code.qualified(tree.child(value, "function")).equals("dataclasses.field")) {
      return new Field(name, value != SyntaxTree.NONE, true, keywordOnly);
    }
    Code.Call given = code.call(value);
    boolean optional =
        given.keywords().containsKey("default")
            || given.keywords().containsKey("default_factory")
            || given.doubleStar();
    boolean taken = given.keyword("init").map(it -> tree.text(it).equals("True")).orElse(true);
    boolean named =
        given.keyword("kw_only").map(it -> tree.text(it).equals("True")).orElse(keywordOnly);
    return new Field(name, optional, taken, named);
  }

  // Uses.

  private void call(int call, List<Use> uses) {
    int function = tree.child(call, "function");
    if (!tree.is(function, "identifier")) {
      return;
    }
    Receiver receiver = receiver(function);
    String name = tree.text(function);
    boolean ofModule = code.binder(name, code.scope(function)).isPresent();
    if (ofModule && receiver.kind() == Receiver.Kind.NAME && !doubtful(call)) {
      uses.add(use(receiver, "", true, code.call(call).facts(), function));
    }
  }

  private void attribute(int attribute, List<Use> uses) {
    if (!(code.target(attribute) instanceof Code.Target.None) || inType(attribute)) {
      return;
    }
    Receiver receiver = receiver(tree.child(attribute, "object"));
    int member = tree.child(attribute, "attribute");
    if (receiver.kind() == Receiver.Kind.UNKNOWN || doubtful(attribute)) {
      return;
    }
    int parent = tree.parent(attribute);
    boolean called = tree.is(parent, "call") && "function".equals(tree.field(attribute));
    Arguments given = called ? code.call(parent).facts() : Arguments.NONE;
    uses.add(use(receiver, tree.text(member), called, given, member));
  }

  private Use use(Receiver receiver, String member, boolean called, Arguments given, int at) {
    return new Use(
        receiver,
        member,
        called,
        given,
        tree.line(at),
        tree.column(at),
        code.enclosing(at),
        code.imported(at));
  }

  private boolean inType(int node) {
    for (int it = tree.parent(node); it != SyntaxTree.NONE; it = tree.parent(it)) {
      if (tree.is(it, "type")) {
        return true;
      }
      if (tree.kind(it).endsWith("_statement") || tree.kind(it).endsWith("_definition")) {
        return false;
      }
    }
    return false;
  }

  /** Where code expects that a use may fail, or that it may not run at all. */
  private boolean doubtful(int node) {
    int child = node;
    for (int it = tree.parent(node); it != SyntaxTree.NONE; it = tree.parent(it)) {
      boolean doubt =
          switch (tree.kind(it)) {
            case "try_statement" -> "body".equals(tree.field(child)) && expectsFailure(it);
            case "with_statement" -> {
              String clause = tree.text(tree.childOfKind(it, "with_clause"));
              yield clause.contains("suppress(")
                  || clause.contains("raises(")
                  || clause.contains("assertRaises")
                  || clause.contains("warns(");
            }
            case "if_statement", "elif_clause", "conditional_expression", "boolean_operator" ->
                dependsOnVersion(it);
            default -> false;
          };
      if (doubt) {
        return true;
      }
      child = it;
    }
    return false;
  }

  private boolean expectsFailure(int statement) {
    for (int it : tree.children(statement)) {
      if (tree.is(it, "except_clause")) {
        int first = tree.firstChild(it);
        while (tree.is(first, "except") || tree.is(first, "comment")) {
          first = tree.nextSibling(first);
        }
        String caught = tree.is(first, "block") ? "" : tree.text(first);
        if (caught.contains("AttributeError") || caught.contains("TypeError")) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean dependsOnVersion(int branch) {
    int condition = tree.child(branch, "condition");
    String text = tree.text(condition == SyntaxTree.NONE ? branch : condition);
    return text.contains("version_info")
        || text.contains("PY2")
        || text.contains("PY3")
        || text.contains("platform")
        || text.contains("os.name")
        || text.contains("TYPE_CHECKING")
        || text.equals("False")
        || text.equals("0");
  }

  /** What an expression is, as far as this file tells. */
  private Receiver receiver(int expression) {
    int node = code.unwrap(expression);
    return switch (tree.kind(node)) {
      case "identifier" -> named(node);
      case "call" -> {
        int function = tree.child(node, "function");
        boolean above = tree.is(function, "identifier") && tree.text(function).equals("super");
        yield above ? superOf(node) : result(node);
      }
      case "await" -> result(node);
      case "attribute" -> attributeOf(node);
      default -> Receiver.UNKNOWN;
    };
  }

  private Receiver attributeOf(int attribute) {
    int object = tree.child(attribute, "object");
    if (tree.is(object, "identifier")) {
      Receiver self = named(object);
      if (self.kind() == Receiver.Kind.SELF) {
        String member = tree.text(tree.child(attribute, "attribute"));
        return new Receiver(Receiver.Kind.ATTRIBUTE, new Name("", member), self.owner());
      }
      if (self.kind() != Receiver.Kind.NAME) {
        return Receiver.UNKNOWN;
      }
    }
    Name name = code.name(attribute);
    return name.isNone() ? Receiver.UNKNOWN : new Receiver(Receiver.Kind.NAME, name, -1);
  }

  private Receiver superOf(int call) {
    Scope method = code.definition(call);
    boolean plain = code.call(call).positional().isEmpty();
    int parameters =
        method.kind == Scope.Kind.FUNCTION
            ? tree.child(method.node, "parameters")
            : SyntaxTree.NONE;
    int first = parameters == SyntaxTree.NONE ? SyntaxTree.NONE : tree.firstChild(parameters);
    if (!plain || first == SyntaxTree.NONE || code.binder("super", method).isPresent()) {
      return Receiver.UNKNOWN;
    }
    int name = code.parameterName(first);
    int owner = name == SyntaxTree.NONE ? -1 : firstParameterOf(method, tree.text(name));
    List<String> decorators = code.decorators(method.node);
    boolean ofObject = !decorators.contains("classmethod") && !decorators.contains("staticmethod");
    boolean constructor = tree.text(tree.child(method.node, "name")).equals("__new__");
    return owner < 0 || !ofObject || constructor
        ? Receiver.UNKNOWN
        : new Receiver(Receiver.Kind.SUPER, Name.NONE, owner);
  }

  private Receiver named(int identifier) {
    String name = tree.text(identifier);
    Scope from = code.scope(identifier);
    Optional<Scope> binder = code.binder(name, from);
    if (binder.isEmpty()) {
      return Receiver.UNKNOWN;
    }
    Scope scope = binder.get();
    if (Code.narrowed(name, from, scope)) {
      return Receiver.UNKNOWN;
    }
    Optional<Binding> meaning = scope.meaning(name);
    if (meaning.isEmpty()) {
      return Receiver.UNKNOWN;
    }
    if (scope == code.module()) {
      return new Receiver(Receiver.Kind.NAME, new Name("", name), -1);
    }
    if (scope.kind != Scope.Kind.FUNCTION) {
      return Receiver.UNKNOWN;
    }
    Binding binding = meaning.get();
    return switch (binding.giver()) {
      case IMPORT, FROM -> {
        Name target = code.name(identifier);
        yield new Receiver(Receiver.Kind.NAME, target, -1);
      }
      case VALUE -> valueOf(binding);
      case PARAMETER -> parameter(name, scope, binding);
      case FUNCTION, CLASS, OTHER -> Receiver.UNKNOWN;
    };
  }

  private Receiver parameter(String name, Scope function, Binding binding) {
    int owner = firstParameterOf(function, name);
    if (owner >= 0) {
      List<String> decorators = code.decorators(function.node);
      if (name.equals("self")
          && !decorators.contains("classmethod")
          && !decorators.contains("staticmethod")) {
        return new Receiver(Receiver.Kind.SELF, Name.NONE, owner);
      }
      if (name.equals("cls") && decorators.contains("classmethod")) {
        return new Receiver(Receiver.Kind.CLASS, Name.NONE, owner);
      }
      return Receiver.UNKNOWN;
    }
    if (binding.annotation() == SyntaxTree.NONE) {
      return Receiver.UNKNOWN;
    }
    Name type = annotation(binding.annotation());
    return type.isNone() ? Receiver.UNKNOWN : new Receiver(Receiver.Kind.ANNOTATED, type, -1);
  }
}
