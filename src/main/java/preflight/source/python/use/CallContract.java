package preflight.source.python.use;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import preflight.source.python.use.CallFacts.Attribute;
import preflight.source.python.use.CallFacts.Field;
import preflight.source.python.use.CallFacts.FunctionFact;
import preflight.source.python.use.CallFacts.Meaning;
import preflight.source.python.use.CallFacts.Member;
import preflight.source.python.use.CallFacts.Receiver;
import preflight.source.python.use.CallFacts.Use;
import preflight.source.python.use.ClassTree.ClassType;
import preflight.source.python.use.Signature.Parameter;
import preflight.source.python.use.Signature.Way;

/**
 * Calls that their callee refuses, and attributes that no class has. What is not certain is not
 * told: a base or a decorator that is not known, an attribute that anything sets from outside.
 */
public final class CallContract {

  /**
   * A use that must fail when it runs.
   *
   * @param imported whether it runs when the module is imported
   * @param function the definition around it; empty at module level
   */
  public record Breach(
      String module,
      int line,
      int column,
      boolean imported,
      String function,
      String message,
      String subject) {}

  private static final int LONGEST_CHAIN = 8;

  private final Map<String, CallFacts> modules;
  private final Names names;
  private final ClassTree classes;
  private final Map<Place, Optional<Value>> values = new HashMap<>();

  /** Classes of which the code makes objects itself. */
  private final Set<ClassType> constructed = new HashSet<>();

  private final Set<String> stored = new HashSet<>();
  private final Map<String, Set<String>> asked = new HashMap<>();

  private CallContract(Map<String, CallFacts> modules, Names names) {
    this.modules = modules;
    this.names = names;
    this.classes = new ClassTree(modules, names);
    modules.forEach((module, it) -> {
      stored.addAll(it.stored());
      asked.put(module, new HashSet<>(it.asked()));
    });
  }

  /** All breaches, by module and place. */
  public static List<Breach> judge(Map<String, CallFacts> modules, Names names) {
    var contract = new CallContract(modules, names);
    contract.findConstructions();
    var breaches = new ArrayList<Breach>();
    new TreeMap<>(modules)
        .forEach((module, facts) -> {
          if (facts.certain()) {
            for (Use use : facts.uses()) {
              contract.refusal(module, use).ifPresent(it -> breaches.add(it.breach(module, use)));
            }
          }
        });
    breaches.sort(
        Comparator.comparing(Breach::module)
            .thenComparingInt(Breach::line)
            .thenComparingInt(Breach::column));
    return breaches;
  }

  private void findConstructions() {
    modules.forEach((module, facts) -> {
      for (Use use : facts.uses()) {
        if (use.called()) {
          called(module, use).ifPresent(constructed::add);
        }
      }
    });
  }

  /** The class that a use constructs. */
  private Optional<ClassType> called(String module, Use use) {
    Optional<Value> value = value(module, use.receiver(), 0);
    if (value.orElse(null) instanceof Value.Module(String name) && !use.member().isEmpty()) {
      value = names.resolve(name, use.member()).flatMap(it -> value(it, 0));
    } else if (!use.member().isEmpty()) {
      return Optional.empty();
    }
    return value.orElse(null) instanceof Value.ClassItself(ClassType type, _)
        ? Optional.of(type)
        : Optional.empty();
  }

  private record Refusal(String subject, String why) {
    Breach breach(String module, Use use) {
      return new Breach(
          module,
          use.line(),
          use.column(),
          use.imported(),
          use.function(),
          subject + " " + why,
          subject);
    }
  }

  /** What a receiver is. */
  private sealed interface Value {
    /** An object of exactly this class, or of one below it. */
    record Instance(ClassType type, boolean exact) implements Value {}

    record ClassItself(ClassType type, boolean exact) implements Value {}

    record Above(ClassType type) implements Value {}

    record Module(String name) implements Value {}

    record Function(String module, FunctionFact fact) implements Value {}
  }

  private Optional<Refusal> refusal(String module, Use use) {
    Optional<Value> value = value(module, use.receiver(), 0);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String member = use.member();
    return switch (value.get()) {
      case Value.Function(_, FunctionFact it) ->
          member.isEmpty() ? function(it, use) : Optional.empty();
      case Value.ClassItself(ClassType type, boolean exact) when member.isEmpty() ->
          exact ? construction(type, use) : Optional.empty();
      case Value.Module(String name) -> {
        if (member.isEmpty() || !use.called()) {
          yield Optional.empty();
        }
        Optional<Definition> found = names.resolve(name, member);
        Optional<Value> called = found.flatMap(it -> value(it, 0));
        yield switch (called.orElse(null)) {
          case Value.Function(_, FunctionFact it) -> function(it, use);
          case Value.ClassItself(ClassType type, _) -> construction(type, use);
          case null, default -> Optional.empty();
        };
      }
      case Value.Instance(ClassType type, boolean exact) ->
          member(module, type, exact, false, 0, use);
      case Value.ClassItself(ClassType type, boolean exact) ->
          member(module, type, exact, true, 0, use);
      case Value.Above(ClassType type) -> member(module, type, false, false, 1, use);
    };
  }

  private record Place(String module, Receiver receiver) {}

  private Optional<Value> value(String module, Receiver receiver, int depth) {
    if (depth > LONGEST_CHAIN) {
      return Optional.empty();
    }
    var place = new Place(module, receiver);
    if (!values.containsKey(place)) {
      values.put(place, valueOf(module, receiver, depth));
    }
    return values.getOrDefault(place, Optional.empty());
  }

  private Optional<Value> valueOf(String module, Receiver receiver, int depth) {
    return switch (receiver.kind()) {
      case UNKNOWN -> Optional.empty();
      case NAME -> definition(module, receiver.name()).flatMap(it -> value(it, depth + 1));
      case SELF -> own(module, receiver).map(it -> new Value.Instance(it, false));
      case CLASS -> own(module, receiver).map(it -> new Value.ClassItself(it, false));
      case SUPER -> own(module, receiver).map(Value.Above::new);
      case RESULT, AWAITED -> result(module, receiver, depth);
      case ANNOTATED ->
          classes
              .type(module, receiver.name())
              .filter(it -> !it.fact().partial())
              .map(it -> new Value.Instance(it, false));
      case ATTRIBUTE -> attribute(module, receiver, depth);
    };
  }

  private Optional<ClassType> own(String module, Receiver receiver) {
    @Nullable CallFacts facts = modules.get(module);
    if (facts == null || receiver.owner() >= facts.classes().size()) {
      return Optional.empty();
    }
    var type = new ClassType(module, receiver.owner(), facts.classes().get(receiver.owner()));
    return type.fact().partial() ? Optional.empty() : Optional.of(type);
  }

  private Optional<Definition> definition(String module, Name name) {
    return name.isNone()
        ? Optional.empty()
        : names.absolute(module, name.module()).flatMap(it -> names.resolve(it, name.dotted()));
  }

  private Optional<Value> value(Definition definition, int depth) {
    if (definition.name().isEmpty()) {
      return Optional.of(new Value.Module(definition.module()));
    }
    @Nullable CallFacts facts = modules.get(definition.module());
    Optional<Meaning> meaning = classes.meaning(definition);
    if (facts == null || meaning.isEmpty() || stored.contains(definition.name())) {
      return Optional.empty();
    }
    Meaning it = meaning.get();
    return switch (it.kind()) {
      case CLASS -> classes.type(definition).map(type -> new Value.ClassItself(type, true));
      case FUNCTION ->
          Optional.of(new Value.Function(definition.module(), facts.functions().get(it.index())));
      case VALUE -> value(definition.module(), it.value(), depth + 1);
      case MODULE, FROM, ALIAS, UNKNOWN -> Optional.empty();
    };
  }

  private Optional<Value> result(String module, Receiver receiver, int depth) {
    boolean awaited = receiver.kind() == Receiver.Kind.AWAITED;
    Optional<Value> called =
        definition(module, receiver.name()).flatMap(it -> value(it, depth + 1));
    return switch (called.orElse(null)) {
      case Value.ClassItself(ClassType type, boolean exact) when exact && !awaited ->
          makes(type) ? Optional.of(new Value.Instance(type, true)) : Optional.empty();
      case Value.Function(String in, FunctionFact it)
          when it.coroutine() == awaited && it.signature().known() && !it.several() ->
          classes
              .type(in, it.returns())
              .filter(type -> !type.fact().partial())
              .map(type -> new Value.Instance(type, false));
      case null, default -> Optional.empty();
    };
  }

  /** Whether a call of the class gives an object of it. */
  private boolean makes(ClassType type) {
    return classes.line(type).filter(line -> classes.member(line, "__new__").isEmpty()).isPresent();
  }

  private Optional<Value> attribute(String module, Receiver receiver, int depth) {
    Optional<ClassType> owner = own(module, receiver);
    String name = receiver.name().dotted();
    if (owner.isEmpty() || stored.contains(name)) {
      return Optional.empty();
    }
    Optional<Set<ClassType>> family = classes.family(owner.get());
    Optional<List<ClassType>> line = classes.line(owner.get());
    if (family.isEmpty() || line.isEmpty()) {
      return Optional.empty();
    }
    var involved = new HashSet<>(family.get());
    involved.addAll(line.get());
    involved.remove(owner.get());
    for (ClassType it : involved) {
      boolean sets =
          classes.line(it).isEmpty()
              || classes.member(List.of(it), name).isPresent()
              || ClassTree.hasAttribute(List.of(it), name);
      if (sets) {
        return Optional.empty();
      }
    }
    if (classes.member(List.of(owner.get()), name).isPresent()) {
      return Optional.empty();
    }
    for (Attribute it : owner.get().fact().attributes()) {
      if (it.name().equals(name)) {
        return value(module, it.value(), depth + 1);
      }
    }
    return Optional.empty();
  }

  // What is called.

  private static Optional<Refusal> function(FunctionFact function, Use use) {
    boolean unclear = !function.signature().known() || (function.several() && use.imported());
    if (!use.called() || unclear) {
      return Optional.empty();
    }
    return function
        .signature()
        .refuses(use.arguments(), false)
        .map(why -> new Refusal(function.name() + "()", why));
  }

  private Optional<Refusal> construction(ClassType type, Use use) {
    Optional<List<ClassType>> line = classes.line(type);
    if (!use.called() || line.isEmpty() || classes.member(line.get(), "__new__").isPresent()) {
      return Optional.empty();
    }
    return constructor(line.get())
        .flatMap(it -> it.refuses(use.arguments(), true))
        .map(why -> new Refusal(type.fact().name() + "()", why));
  }

  /** What the constructor of a class takes; empty where that is not known. */
  private Optional<Signature> constructor(List<ClassType> line) {
    for (int i = 0; i < line.size(); i++) {
      Optional<Member> written = classes.member(List.of(line.get(i)), "__init__");
      if (written.isPresent()) {
        boolean method = written.get().kind() == Member.Kind.METHOD && !stored.contains("__init__");
        return method ? Optional.of(written.get().signature()) : Optional.empty();
      }
      if (line.get(i).fact().data()) {
        return classes.line(line.get(i)).map(CallContract::ofFields);
      }
    }
    return Optional.of(new Signature(true, List.of(new Parameter("self", Way.POSITION, false))));
  }

  private static Signature ofFields(List<ClassType> line) {
    var fields = new LinkedHashMap<String, Field>();
    for (ClassType type : line.reversed()) {
      for (Field it : type.fact().fields()) {
        fields.put(it.name(), it);
      }
    }
    var parameters = new ArrayList<Parameter>();
    parameters.add(new Parameter("self", Way.POSITION, false));
    fields.values().stream()
        .filter(it -> it.given() && !it.keywordOnly())
        .forEach(it -> parameters.add(new Parameter(it.name(), Way.EITHER, it.optional())));
    fields.values().stream()
        .filter(it -> it.given() && it.keywordOnly())
        .forEach(it -> parameters.add(new Parameter(it.name(), Way.KEYWORD, it.optional())));
    return new Signature(true, parameters);
  }

  /**
   * What is asked of an object or a class.
   *
   * @param skip how many classes of its line, from the one that says it, are passed over
   */
  private Optional<Refusal> member(
      String module, ClassType type, boolean exact, boolean ofClass, int skip, Use use) {
    String name = use.member().isEmpty() ? "__call__" : use.member();
    if (stored.contains(name)
        || asked.getOrDefault(module, Set.of()).contains(name)
        || isMangled(name)) {
      return Optional.empty();
    }
    Optional<Set<ClassType>> family = exact ? Optional.of(Set.of(type)) : classes.family(type);
    if (family.isEmpty()) {
      return Optional.empty();
    }
    // Of a class that nobody here makes objects of, one below it may have what it lacks.
    boolean whole = exact || family.get().stream().anyMatch(constructed::contains);
    boolean special = name.startsWith("__") && name.endsWith("__");
    @Nullable Refusal refusal = null;
    for (ClassType it : family.get()) {
      Optional<List<ClassType>> known = classes.line(it);
      if (known.isEmpty()) {
        return Optional.empty();
      }
      List<ClassType> line = known.get();
      if (skip > 0) {
        line = line.subList(line.indexOf(type) + skip, line.size());
      }
      Optional<Member> found = classes.member(line, name);
      // What a method of a class sets on self is there for the methods of all of its line.
      if (ClassTree.hasAttribute(known.get(), name)) {
        return Optional.empty();
      }
      Optional<Refusal> one =
          found.isPresent()
              ? method(type, found.get(), ofClass, use)
              : !whole || (special && !(skip > 0 && name.equals("__init__") && use.called()))
                  ? Optional.empty()
                  : missing(type, ofClass, name, use);
      if (one.isEmpty()) {
        return Optional.empty();
      }
      refusal = refusal == null ? one.get() : refusal;
    }
    return Optional.ofNullable(refusal);
  }

  private static Optional<Refusal> missing(ClassType type, boolean ofClass, String name, Use use) {
    if (name.equals("__init__")) {
      Arguments given = use.arguments();
      boolean nothing = given.positional() == 0 && given.keywords().isEmpty();
      return nothing
          ? Optional.empty()
          : Optional.of(new Refusal(type.fact().name() + ".__init__()", "takes no argument above"));
    }
    if (ofClass && (name.equals("mro") || name.equals("register"))) {
      return Optional.empty();
    }
    return Optional.of(
        new Refusal(
            type.fact().name() + "." + name,
            "does not exist: "
                + type.fact().name()
                + " has no "
                + (use.called() ? "method " : "attribute ")
                + name));
  }

  private static Optional<Refusal> method(ClassType type, Member member, boolean ofClass, Use use) {
    if (!use.called() || !member.signature().known()) {
      return Optional.empty();
    }
    boolean bound =
        switch (member.kind()) {
          case METHOD -> !ofClass;
          case CLASS_METHOD -> true;
          case STATIC_METHOD, OTHER -> false;
        };
    if (member.kind() == Member.Kind.OTHER) {
      return Optional.empty();
    }
    return member
        .signature()
        .refuses(use.arguments(), bound)
        .map(why -> new Refusal(type.fact().name() + "." + member.name() + "()", why));
  }

  /** {@code _Cache__entries}: a private name of a class, said from outside. */
  private static boolean isMangled(String name) {
    return name.startsWith("_") && !name.startsWith("__") && name.indexOf("__", 1) > 1;
  }
}
