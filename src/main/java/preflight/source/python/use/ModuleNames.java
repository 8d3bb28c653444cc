package preflight.source.python.use;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import preflight.source.python.use.CallFacts.Meaning;

/** What names stand for, by the import statements of the modules. */
public final class ModuleNames implements Names {

  private static final int LONGEST_CHAIN = 40;

  /** How many steps a star import counts, since each may lead to many others. */
  private static final int STAR = 15;

  private final Map<String, Map<String, Meaning>> modules = new HashMap<>();
  private final Set<String> packages = new HashSet<>();
  private final Map<String, CallFacts> facts;

  public ModuleNames(Map<String, CallFacts> facts) {
    this.facts = facts;
    facts.forEach((module, it) -> {
      for (int dot = module.indexOf('.'); dot >= 0; dot = module.indexOf('.', dot + 1)) {
        packages.add(module.substring(0, dot));
      }
      var meanings = new HashMap<String, Meaning>();
      it.meanings().forEach(meaning -> meanings.put(meaning.name(), meaning));
      modules.put(module, meanings);
    });
  }

  @Override
  public Optional<Definition> resolve(String module, String dotted) {
    return resolve(module, dotted, 0);
  }

  private Optional<Definition> resolve(String module, String dotted, int depth) {
    if (depth > LONGEST_CHAIN) {
      return Optional.empty();
    }
    if (dotted.isEmpty()) {
      return exists(module) ? Optional.of(new Definition(module, "")) : Optional.empty();
    }
    int dot = dotted.indexOf('.');
    String first = dot < 0 ? dotted : dotted.substring(0, dot);
    Optional<Definition> found = look(module, first, depth);
    if (dot < 0 || found.isEmpty()) {
      return found;
    }
    return found.get().name().isEmpty()
        ? resolve(found.get().module(), dotted.substring(dot + 1), depth + 1)
        : Optional.empty();
  }

  private Optional<Definition> look(String module, String name, int depth) {
    @Nullable CallFacts in = facts.get(module);
    String below = module + "." + name;
    if (in != null && !in.certain()) {
      return Optional.empty();
    }
    @Nullable Meaning meaning = modules.getOrDefault(module, Map.of()).get(name);
    if (meaning == null) {
      return exists(below)
          ? Optional.of(new Definition(below, ""))
          : in == null ? Optional.empty() : fromStars(module, in, name, depth);
    }
    Optional<Definition> found =
        switch (meaning.kind()) {
          case UNKNOWN -> Optional.empty();
          case CLASS, FUNCTION, VALUE -> Optional.of(new Definition(module, name));
          case ALIAS, MODULE, FROM ->
              absolute(module, meaning.target().module())
                  .flatMap(it -> resolve(it, meaning.target().dotted(), depth + 1));
        };
    boolean alsoModule = exists(below) && !found.equals(Optional.of(new Definition(below, "")));
    boolean itsOwn =
        found.isPresent()
            && meaning.kind() == Meaning.Kind.FROM
            && absolute(module, meaning.target().module()).equals(Optional.of(below));
    return alsoModule && !itsOwn ? Optional.empty() : found;
  }

  /** What one star import alone can give; none where a module that is not known is among them. */
  private Optional<Definition> fromStars(String module, CallFacts in, String name, int depth) {
    if (in.stars().isEmpty() || depth + STAR > LONGEST_CHAIN || name.startsWith("_")) {
      return Optional.empty();
    }
    var found = new HashSet<Definition>();
    for (String star : in.stars()) {
      Optional<String> source = absolute(module, star).filter(facts::containsKey);
      if (source.isEmpty()) {
        return Optional.empty();
      }
      boolean bound = modules.getOrDefault(source.get(), Map.of()).containsKey(name);
      Optional<Definition> one = look(source.get(), name, depth + STAR);
      if (bound && one.isEmpty()) {
        return Optional.empty();
      }
      one.ifPresent(found::add);
    }
    return found.size() == 1 ? found.stream().findFirst() : Optional.empty();
  }

  private boolean exists(String module) {
    return facts.containsKey(module) || isPackage(module);
  }

  private boolean isPackage(String module) {
    return packages.contains(module);
  }

  @Override
  public Optional<String> absolute(String module, String written) {
    if (written.isEmpty()) {
      return Optional.of(module);
    }
    if (!written.startsWith(".")) {
      return Optional.of(written);
    }
    int dots = 0;
    while (dots < written.length() && written.charAt(dots) == '.') {
      dots++;
    }
    String base = module;
    for (int up = isPackage(module) ? 1 : 0; up < dots; up++) {
      int dot = base.lastIndexOf('.');
      if (base.isEmpty()) {
        return Optional.empty();
      }
      base = dot < 0 ? "" : base.substring(0, dot);
    }
    String rest = written.substring(dots);
    if (base.isEmpty()) {
      return rest.isEmpty() ? Optional.empty() : Optional.of(rest);
    }
    return Optional.of(rest.isEmpty() ? base : base + "." + rest);
  }
}
