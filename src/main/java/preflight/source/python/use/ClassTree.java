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
  record ClassType(String module, int index, ClassFact fact) {

    @Override
    public boolean equals(Object other) {
      return other instanceof ClassType it && it.index == index && it.module.equals(module);
    }

    @Override
    public int hashCode() {
      return module.hashCode() * 31 + index;
    }
  }

  private final Map<String, CallFacts> modules;
  private final Names names;
  private final Map<ClassType, Optional<List<ClassType>>> lines = new HashMap<>();
  private final Map<ClassType, List<ClassType>> below = new HashMap<>();

  /** Names of classes of which something that cannot be followed may derive. */
  private final Set<String> doubtfulBases = new HashSet<>();

  private final Map<String, Map<String, Meaning>> meanings = new HashMap<>();
  private final Map<ClassType, Optional<Set<ClassType>>> families = new HashMap<>();
  private final Map<ClassType, Map<String, Member>> members = new HashMap<>();
  private final Set<ClassType> opened = new HashSet<>();
  private final Set<ClassType> computing = new HashSet<>();

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
        add(new ClassType(module, i, facts.classes().get(i)));
      }
    });
  }

  private void add(ClassType type) {
    for (int i = 0; i < type.fact.bases().size(); i++) {
      Optional<ClassType> base = type(type.module, type.fact.bases().get(i));
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
  Optional<ClassType> type(String module, Name name) {
    if (name.isNone()) {
      return Optional.empty();
    }
    return names
        .absolute(module, name.module())
        .flatMap(it -> names.resolve(it, name.dotted()))
        .flatMap(this::type);
  }

  Optional<ClassType> type(Definition definition) {
    return meaning(definition)
        .filter(it -> it.kind() == Meaning.Kind.CLASS)
        .flatMap(it ->
            Optional.ofNullable(modules.get(definition.module()))
                .map(facts -> facts.classes().get(it.index()))
                .map(fact -> new ClassType(definition.module(), it.index(), fact)));
  }

  Optional<Meaning> meaning(Definition definition) {
    return Optional.ofNullable(
        meanings.getOrDefault(definition.module(), Map.of()).get(definition.name()));
  }

  /** A class and all above it, in the order of look-up; empty where that is not all known. */
  Optional<List<ClassType>> line(ClassType type) {
    if (lines.containsKey(type)) {
      return lines.getOrDefault(type, Optional.empty());
    }
    if (!computing.add(type)) {
      return Optional.empty();
    }
    Optional<List<ClassType>> made = linearize(type);
    computing.remove(type);
    lines.put(type, made);
    return made;
  }

  private Optional<List<ClassType>> linearize(ClassType type) {
    @Nullable CallFacts facts = modules.get(type.module);
    boolean certain = facts != null && facts.certain();
    if (!certain || !type.fact.open().isEmpty() || opened.contains(type)) {
      return Optional.empty();
    }
    var sequences = new ArrayList<List<ClassType>>();
    var direct = new ArrayList<ClassType>();
    for (Name name : type.fact.bases()) {
      Optional<ClassType> base = type(type.module, name);
      Optional<List<ClassType>> line = base.flatMap(this::line);
      if (line.isEmpty()) {
        return Optional.empty();
      }
      sequences.add(new ArrayList<>(line.get()));
      direct.add(base.get());
    }
    sequences.add(direct);
    var merged = new ArrayList<ClassType>();
    merged.add(type);
    while (true) {
      sequences.removeIf(List::isEmpty);
      if (sequences.isEmpty()) {
        return Optional.of(merged);
      }
      @Nullable ClassType next = null;
      for (List<ClassType> it : sequences) {
        ClassType head = it.getFirst();
        if (sequences.stream().noneMatch(s -> s.indexOf(head) > 0)) {
          next = head;
          break;
        }
      }
      if (next == null) {
        return Optional.empty();
      }
      merged.add(next);
      for (List<ClassType> it : sequences) {
        it.remove(next);
      }
    }
  }

  /** A class and all that derive from it; empty where there may be others. */
  Optional<Set<ClassType>> family(ClassType type) {
    if (!families.containsKey(type)) {
      families.put(type, below(type));
    }
    return families.getOrDefault(type, Optional.empty());
  }

  private Optional<Set<ClassType>> below(ClassType type) {
    var all = new LinkedHashSet<ClassType>();
    var open = new ArrayList<ClassType>(List.of(type));
    while (!open.isEmpty()) {
      ClassType it = open.removeLast();
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
  Optional<Member> member(List<ClassType> line, String name) {
    for (ClassType type : line) {
      @Nullable Member found = members(type).get(name);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private Map<String, Member> members(ClassType type) {
    return members.computeIfAbsent(
        type,
        it -> {
          var byName = new HashMap<String, Member>();
          it.fact.members().forEach(member -> byName.put(member.name(), member));
          return byName;
        });
  }

  static boolean hasAttribute(List<ClassType> line, String name) {
    return line.stream()
        .anyMatch(it ->
            it.fact.attributes().stream().anyMatch(a -> a.name().equals(name))
                || it.fact.fields().stream().anyMatch(f -> f.name().equals(name)));
  }
}
