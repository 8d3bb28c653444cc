package preflight.source.rule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;
import preflight.resource.field.Weaker;
import preflight.source.Finding;
import preflight.source.syntax.Language;
import preflight.source.syntax.SyntaxTree;
import preflight.source.tree.Role;
import preflight.source.tree.SourceFile;
import preflight.text.Listing;
import preflight.text.Plural;

/** Names that mean one thing in the whole tree, whatever binds them: classes, aliases, imports. */
public record SingleDefinition(
    @Field(
            value = "Names that must mean one thing, with the file where it is defined, if known",
            example = "[{ name: RedisClient, in: app/core/redis.py }]",
            weaker = Weaker.LESS)
        List<Name> names)
    implements HouseRule<SingleDefinition.Sighting> {

  private static final int SHOWN = 6;

  public SingleDefinition {
    names = List.copyOf(names);
  }

  /** A name, and where it belongs. */
  public record Name(
      @Field(value = "The name", example = "RedisClient", min = 2, grammar = Grammar.LINE)
          String name,
      @Field(value = "The file that defines it", example = "app/core/redis.py")
          Optional<String> in) {}

  /** What a name is bound by, or that it is only spoken of. */
  enum Kind {
    DEFINITION,
    /** A protocol, an abstract class, an interface, a type variable: it says how others look. */
    SHAPE,
    ALIAS,
    REEXPORT,
    MENTION
  }

  /**
   * One place of one name.
   *
   * @param what the definition in words, or the module and name that are bound
   * @param module that the thing comes from, as written; empty where it is of this file
   * @param thing its name there
   */
  record Sighting(
      String name,
      Kind kind,
      String path,
      int line,
      int column,
      String what,
      String module,
      String thing,
      boolean test) {

    String place() {
      return path + ":" + line;
    }
  }

  @Override
  public String id() {
    return "code-single-definition";
  }

  @Override
  public Set<String> words() {
    return names.stream().map(Name::name).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @Override
  public boolean concerns(SourceFile file, Role role) {
    return !names.isEmpty()
        && (role == Role.PRODUCTION || role == Role.TEST)
        && Language.of(file.path()).isPresent()
        && !file.name().endsWith(".pyi");
  }

  @Override
  public void look(ReadFile file, Consumer<? super Sighting> seen) {
    for (Name name : names) {
      int[] places = file.whole(name.name());
      if (places.length > 0) {
        look(file, name.name(), places, seen);
      }
    }
  }

  private static void look(
      ReadFile file, String name, int[] places, Consumer<? super Sighting> seen) {
    SyntaxTree tree = file.tree();
    boolean test = file.role() == Role.TEST;
    for (Binding it : Binding.of(tree, name)) {
      seen.accept(
          new Sighting(
              name,
              it.kind(),
              file.path(),
              tree.line(it.node()),
              file.column(tree.start(it.node())),
              it.what(),
              it.module(),
              it.thing(),
              test));
    }
    for (int offset : places) {
      int node = Nodes.at(tree, offset);
      if (Nodes.isComment(tree, node) || Nodes.isString(tree, node)) {
        seen.accept(
            new Sighting(
                name,
                Kind.MENTION,
                file.path(),
                file.line(offset),
                file.column(offset),
                "",
                "",
                "",
                test));
      }
    }
  }

  @Override
  public List<Finding> conclude(List<Sighting> seen, Overview overview) {
    var findings = new ArrayList<Finding>();
    for (Name name : names) {
      findings.addAll(
          judge(
              name, seen.stream().filter(it -> it.name().equals(name.name())).toList(), overview));
    }
    return findings;
  }

  private List<Finding> judge(Name name, List<Sighting> seen, Overview overview) {
    Map<String, Sighting> own = new HashMap<>();
    seen.stream()
        .filter(it -> it.kind() != Kind.MENTION)
        .forEach(it -> own.merge(it.path(), it, (one, other) -> one));
    List<Sighting> binding =
        seen.stream()
            .filter(it ->
                !it.test()
                    && (it.kind() == Kind.DEFINITION
                        || it.kind() == Kind.ALIAS
                        || it.kind() == Kind.REEXPORT))
            .toList();
    Map<String, List<Sighting>> things = new LinkedHashMap<>();
    for (Sighting it : binding) {
      String thing = thing(it, name.name(), own, overview, new LinkedHashSet<>());
      if (!thing.isEmpty()) {
        things.computeIfAbsent(thing, _ -> new ArrayList<>()).add(it);
      }
    }
    // What is only handed on was bound elsewhere, or comes from outside under its own name.
    boolean declared = name.in().isPresent();
    if (things.size() < 2 && !declared) {
      return List.of();
    }
    String right = name.in().map(it -> it + "#" + name.name()).orElse("");
    long shapes = seen.stream().filter(it -> it.kind() == Kind.SHAPE).count();
    long tests = seen.stream().filter(it -> it.test() && it.kind() != Kind.MENTION).count();
    long handed = binding.stream().filter(it -> it.kind() == Kind.REEXPORT).count();
    long mentions = seen.stream().filter(it -> it.kind() == Kind.MENTION).count();
    String apart =
        "%s, %s, %s of its shape, %s in tests, %s in comments and strings"
            .formatted(
                Plural.of(things.size(), "thing"),
                Plural.of((int) handed, "re-export"),
                Plural.of((int) shapes, "declaration"),
                Plural.of((int) tests, "binding"),
                Plural.of((int) mentions, "mention"));
    var findings = new ArrayList<Finding>();
    things.forEach((thing, places) -> {
      if (thing.equals(right)) {
        return;
      }
      List<String> others =
          things.entrySet().stream()
              .filter(it -> !it.getKey().equals(thing))
              .map(it -> Collections.min(it.getValue(), Comparator.comparing(Sighting::kind)))
              .map(it -> it.what() + " at " + it.place())
              .toList();
      String elsewhere =
          others.isEmpty()
              ? "it belongs in " + name.in().orElse("")
              : "it is also " + Listing.line(others, SHOWN);
      places.stream()
          .filter(it -> it.kind() != Kind.REEXPORT || thing.startsWith("module "))
          .forEach(it ->
              findings.add(
                  new Finding(
                      id(),
                      it.path(),
                      it.line(),
                      it.column(),
                      "%s is %s here, and %s (%s)"
                          .formatted(name.name(), it.what(), elsewhere, apart),
                      name.name())));
    });
    return findings;
  }

  /** What a name means at a place: {@code file#name}, or a module outside the tree. */
  private static String thing(
      Sighting it, String name, Map<String, Sighting> own, Overview overview, Set<String> visited) {
    if (it.kind() == Kind.DEFINITION || it.kind() == Kind.SHAPE) {
      return it.path() + "#" + name;
    }
    if (it.module().isEmpty()) {
      return it.path() + "#" + it.thing();
    }
    Optional<String> file =
        it.path().endsWith(".py")
            ? overview.modules().python(it.path(), it.module())
            : overview.modules().script(it.path(), it.module());
    if (file.isEmpty()) {
      return "module " + it.module() + "#" + it.thing();
    }
    if (!it.thing().equals(name)) {
      return file.get() + "#" + it.thing();
    }
    Sighting there = own.get(file.get());
    // A name that the other file does not bind as we see it says nothing.
    return there == null || !visited.add(file.get())
        ? ""
        : thing(there, name, own, overview, visited);
  }
}
