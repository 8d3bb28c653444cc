package preflight.source.python.use;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import preflight.source.python.use.CallFacts.ClassFact;
import preflight.source.python.use.CallFacts.Meaning;
import preflight.source.python.use.CallFacts.Receiver;

/**
 * Follows the calls that run when modules are imported to those of given names, through functions
 * and constructors of the tree.
 */
public final class ImportTime {

  private static final int DEEPEST = 8;
  private static final int LONGEST_CHAIN = 20;
  private static final String CONSTRUCTOR = ".__init__";

  private final Map<String, CallFacts> modules;
  private final Map<String, List<SureCall>> calls;
  private final Names names;
  private final Map<String, Map<String, Meaning>> meanings = new HashMap<>();

  /**
   * Reads what modules say.
   *
   * @param modules what their names stand for
   * @param calls that they make for sure
   */
  public ImportTime(Map<String, CallFacts> modules, Map<String, List<SureCall>> calls) {
    this.modules = modules;
    this.calls = calls;
    this.names = new ModuleNames(modules);
    modules.forEach((module, facts) -> {
      var own = new HashMap<String, Meaning>();
      facts.meanings().forEach(it -> own.put(it.name(), it));
      meanings.put(module, own);
    });
  }

  /** Which names are looked for. */
  public interface Wanted {

    /**
     * The name by which something is wanted.
     *
     * @param qualified {@code "redis.Redis"}, or for what the tree defines {@code
     *     "app.cache.Cache"}; with a method, {@code "redis.Redis.ping"}
     */
    Optional<String> of(String qualified);
  }

  /**
   * A call of something wanted.
   *
   * @param module that makes it while it is imported
   * @param qualified what is called there
   * @param wanted the name that it was found by
   * @param last what is called in the end, if that is something else
   * @param lastModule where that stands
   */
  public record Call(
      String module,
      int line,
      int column,
      String qualified,
      String wanted,
      Optional<String> last,
      String lastModule,
      int lastLine) {}

  /** The calls of something wanted that a module makes while it is imported. */
  public List<Call> of(String module, Wanted wanted) {
    var found = new ArrayList<Call>();
    for (SureCall it : calls.getOrDefault(module, List.of())) {
      if (it.function().isEmpty()) {
        Optional<String> qualified = qualified(module, it.called(), 0);
        qualified
            .flatMap(name -> follow(module, it, name, wanted, new HashSet<>(), 0))
            .ifPresent(end ->
                found.add(
                    new Call(
                        module,
                        it.line(),
                        it.column(),
                        qualified.get(),
                        end.wanted,
                        end.call.equals(it) ? Optional.empty() : Optional.of(end.qualified),
                        end.module,
                        end.call.line())));
      }
    }
    return found;
  }

  private record End(String module, SureCall call, String qualified, String wanted) {}

  private Optional<End> follow(
      String module, SureCall call, String qualified, Wanted wanted, Set<String> seen, int depth) {
    Optional<String> itself = wanted.of(qualified);
    if (itself.isPresent()) {
      return Optional.of(new End(module, call, qualified, itself.get()));
    }
    if (depth > DEEPEST || !seen.add(qualified)) {
      return Optional.empty();
    }
    Optional<Definition> body = body(qualified, 0);
    if (body.isEmpty()) {
      return Optional.empty();
    }
    String in = body.get().module();
    for (SureCall it : calls.getOrDefault(in, List.of())) {
      if (it.function().equals(body.get().name())) {
        Optional<End> end =
            qualified(in, it.called(), 0)
                .flatMap(name -> follow(in, it, name, wanted, seen, depth + 1));
        if (end.isPresent()) {
          return end;
        }
      }
    }
    return Optional.empty();
  }

  /** The function of the tree that runs when a name is called. */
  private Optional<Definition> body(String qualified, int depth) {
    if (depth > LONGEST_CHAIN) {
      return Optional.empty();
    }
    for (int dot = qualified.lastIndexOf('.'); dot > 0; dot = qualified.lastIndexOf('.', dot - 1)) {
      String module = qualified.substring(0, dot);
      @Nullable CallFacts facts = modules.get(module);
      if (facts == null) {
        continue;
      }
      String name = qualified.substring(dot + 1);
      int member = name.indexOf('.');
      String first = member < 0 ? name : name.substring(0, member);
      @Nullable Meaning meaning = meanings.getOrDefault(module, Map.of()).get(first);
      if (meaning == null) {
        return Optional.empty();
      }
      return switch (meaning.kind()) {
        case FUNCTION -> member < 0 ? Optional.of(new Definition(module, name)) : Optional.empty();
        case CLASS -> {
          String method = member < 0 ? CONSTRUCTOR : name.substring(member);
          yield method(module, facts.classes().get(meaning.index()), method, depth);
        }
        case MODULE, FROM, ALIAS, VALUE, UNKNOWN -> Optional.empty();
      };
    }
    return Optional.empty();
  }

  /** A method of a class, or of the first of its bases that has it. */
  private Optional<Definition> method(String module, ClassFact type, String method, int depth) {
    boolean own = type.members().stream().anyMatch(it -> method.equals("." + it.name()));
    if (own) {
      return Optional.of(new Definition(module, type.name() + method));
    }
    for (Name base : type.bases()) {
      Optional<Definition> above =
          base.isNone()
              ? Optional.empty()
              : qualified(module, base, 0)
                  .flatMap(it -> body(method.equals(CONSTRUCTOR) ? it : it + method, depth + 1));
      if (above.isPresent()) {
        return above;
      }
    }
    return Optional.empty();
  }

  /** What a name of a module stands for, whole, whether it is of the tree or not. */
  private Optional<String> qualified(String module, Name name, int depth) {
    Optional<String> in = names.absolute(module, name.module());
    if (in.isEmpty() || depth > LONGEST_CHAIN) {
      return Optional.empty();
    }
    String dotted = name.dotted();
    int dot = dotted.indexOf('.');
    String first = dot < 0 ? dotted : dotted.substring(0, dot);
    String rest = dot < 0 ? "" : dotted.substring(dot);
    String below = in.get() + "." + first;
    if (dotted.isEmpty()) {
      return Optional.of(in.get());
    }
    @Nullable Meaning meaning = meanings.getOrDefault(in.get(), Map.of()).get(first);
    if (meaning == null) {
      if (modules.containsKey(below) && !rest.isEmpty()) {
        return qualified(module, new Name(below, rest.substring(1)), depth + 1);
      }
      // What a module of the tree does not define may come from a star, or from nowhere.
      return modules.containsKey(in.get())
          ? Optional.empty()
          : Optional.of(in.get() + "." + dotted);
    }
    return switch (meaning.kind()) {
      case CLASS, FUNCTION -> Optional.of(in.get() + "." + dotted);
      case MODULE, FROM, ALIAS ->
          qualified(
              in.get(),
              new Name(
                  meaning.target().module(),
                  meaning.target().dotted().isEmpty() && !rest.isEmpty()
                      ? rest.substring(1)
                      : meaning.target().dotted() + rest),
              depth + 1);
      case VALUE ->
          meaning.value().kind() == Receiver.Kind.RESULT && !rest.isEmpty()
              ? qualified(
                  in.get(),
                  new Name(meaning.value().name().module(), meaning.value().name().dotted() + rest),
                  depth + 1)
              : Optional.empty();
      case UNKNOWN -> Optional.empty();
    };
  }
}
