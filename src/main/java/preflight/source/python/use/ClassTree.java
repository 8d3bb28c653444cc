package preflight.source.python.use;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import preflight.source.python.use.CallFacts.ClassFact;
import preflight.source.python.use.CallFacts.Meaning;
import preflight.source.python.use.CallFacts.Member;

/** The classes of all modules, with what each derives from and what derives from it. */
final class ClassTree {

  /** A class, by its module and its place among the classes of the module. */
  record Type(String module, int index, ClassFact fact) {

    @Override
    public boolean equals(Object other) {
      return other instanceof Type it && it.index == index && it.module.equals(module);
    }

    @Override
    public int hashCode() {
      return module.hashCode() * 31 + index;
    }
  }

  private final Map<String, CallFacts> modules;
  private final Names names;
  private final Map<Type, Optional<List<Type>>> lines = new HashMap<>();
  private final Map<Type, List<Type>> below = new HashMap<>();

  /** Names of classes of which something that cannot be followed may derive. */
  private final Set<String> doubtfulBases = new HashSet<>();

  private final Map<String, Map<String, Meaning>> meanings = new HashMap<>();
  private final Map<Type, Optional<Set<Type>>> families = new HashMap<>();
  private final Map<Type, Map<String, Member>> members = new HashMap<>();
  private final Set<Type> opened = new HashSet<>();
  private final Set<Type> computing = new HashSet<>();

  ClassTree(Map<String, CallFacts> modules, Names names) {
    this.modules = modules;
    this.names = names;
    modules.forEach((module, facts) -> {
      var own = new HashMap<String, Meaning>();
      facts.meanings().forEach(it -> own.put(it.name(), it));
      meanings.put(module, own);
    });
    modules.forEach((module, facts) -> {
      for (Name it : facts.opened()) {
        type(module, it).ifPresent(opened::add);
      }
      for (int i = 0; i < facts.classes().size(); i++) {
        add(new Type(module, i, facts.classes().get(i)));
      }
    });
  }

  private void add(Type type) {
    for (int i = 0; i < type.fact.bases().size(); i++) {
      Optional<Type> base = type(type.module, type.fact.bases().get(i));
      if (base.isPresent()) {
        below.computeIfAbsent(base.get(), _ -> new ArrayList<>()).add(type);
      } else {
        words(type.fact.baseTexts().get(i), doubtfulBases);
      }
    }
  }

  private static void words(String text, Set<String> into) {
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      boolean word = i < text.length() && Character.isJavaIdentifierPart(text.charAt(i));
      if (!word) {
        if (i > start) {
          into.add(text.substring(start, i));
        }
        start = i + 1;
      }
    }
  }

  /** The class that a name in a module stands for. */
  Optional<Type> type(String module, Name name) {
    if (name.isNone()) {
      return Optional.empty();
    }
    return names
        .absolute(module, name.module())
        .flatMap(it -> names.resolve(it, name.dotted()))
        .flatMap(this::type);
  }

  Optional<Type> type(Definition definition) {
    return meaning(definition)
        .filter(it -> it.kind() == Meaning.Kind.CLASS)
        .flatMap(it ->
            Optional.ofNullable(modules.get(definition.module()))
                .map(facts -> facts.classes().get(it.index()))
                .map(fact -> new Type(definition.module(), it.index(), fact)));
  }

  Optional<Meaning> meaning(Definition definition) {
    return Optional.ofNullable(
        meanings.getOrDefault(definition.module(), Map.of()).get(definition.name()));
  }

  /** A class and all above it, in the order of look-up; empty where that is not all known. */
  Optional<List<Type>> line(Type type) {
    @Nullable Optional<List<Type>> known = lines.get(type);
    if (known != null) {
      return known;
    }
    if (!computing.add(type)) {
      return Optional.empty();
    }
    Optional<List<Type>> made = linearize(type);
    computing.remove(type);
    lines.put(type, made);
    return made;
  }

  private Optional<List<Type>> linearize(Type type) {
    @Nullable CallFacts facts = modules.get(type.module);
    boolean certain = facts != null && facts.certain();
    if (!certain || !type.fact.open().isEmpty() || opened.contains(type)) {
      return Optional.empty();
    }
    var sequences = new ArrayList<List<Type>>();
    var direct = new ArrayList<Type>();
    for (Name name : type.fact.bases()) {
      Optional<Type> base = type(type.module, name);
      Optional<List<Type>> line = base.flatMap(this::line);
      if (line.isEmpty()) {
        return Optional.empty();
      }
      sequences.add(new ArrayList<>(line.get()));
      direct.add(base.get());
    }
    sequences.add(direct);
    var merged = new ArrayList<Type>();
    merged.add(type);
    while (true) {
      sequences.removeIf(List::isEmpty);
      if (sequences.isEmpty()) {
        return Optional.of(merged);
      }
      @Nullable Type next = null;
      for (List<Type> it : sequences) {
        Type head = it.getFirst();
        if (sequences.stream().noneMatch(s -> s.indexOf(head) > 0)) {
          next = head;
          break;
        }
      }
      if (next == null) {
        return Optional.empty();
      }
      merged.add(next);
      for (List<Type> it : sequences) {
        it.remove(next);
      }
    }
  }

  /** A class and all that derive from it; empty where there may be others. */
  Optional<Set<Type>> family(Type type) {
    @Nullable Optional<Set<Type>> known = families.get(type);
    if (known == null) {
      known = below(type);
      families.put(type, known);
    }
    return known;
  }

  private Optional<Set<Type>> below(Type type) {
    var all = new LinkedHashSet<Type>();
    var open = new ArrayList<Type>(List.of(type));
    while (!open.isEmpty()) {
      Type it = open.removeLast();
      if (!all.add(it)) {
        continue;
      }
      String name = it.fact.name();
      if (doubtfulBases.contains(name.substring(name.lastIndexOf('.') + 1))) {
        return Optional.empty();
      }
      open.addAll(below.getOrDefault(it, List.of()));
    }
    return Optional.of(all);
  }

  /** The first of a line that binds a name in its body. */
  Optional<Member> member(List<Type> line, String name) {
    for (Type type : line) {
      @Nullable Member found = members(type).get(name);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private Map<String, Member> members(Type type) {
    return members.computeIfAbsent(
        type,
        it -> {
          var byName = new HashMap<String, Member>();
          it.fact.members().forEach(member -> byName.put(member.name(), member));
          return byName;
        });
  }

  static boolean hasAttribute(List<Type> line, String name) {
    return line.stream()
        .anyMatch(it ->
            it.fact.attributes().stream().anyMatch(a -> a.name().equals(name))
                || it.fact.fields().stream().anyMatch(f -> f.name().equals(name)));
  }
}
