package preflight.source.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;
import preflight.resource.field.Weaker;
import preflight.source.Finding;
import preflight.source.syntax.Language;
import preflight.source.syntax.SyntaxTree;
import preflight.source.tree.Role;
import preflight.source.tree.SourceFile;

/** Functions that differ by the environment in their name and in what they do. */
public record EnvironmentFunctions(
    @Field(
            value = "What environments are called in names",
            byDefault = "[staging, production, prod, development, dev, preprod, sandbox]",
            grammar = Grammar.NAME,
            weaker = Weaker.LESS)
        List<String> environments)
    implements HouseRule<Finding> {

  private static final Set<String> PREDICATES =
      Set.of("is", "has", "in", "on", "should", "can", "are", "was", "for", "allow", "requires");

  /** What is shorter is searched with an underscore beside it. */
  private static final int SEARCHED = 5;

  private static final Pattern PARTS = Pattern.compile("_+|(?<=[a-z0-9])(?=[A-Z])");
  private static final Pattern NOISE = Pattern.compile("\\s+");

  public EnvironmentFunctions {
    environments = List.copyOf(environments);
  }

  /** A function with an environment in its name. */
  private record Named(String name, String environment, int node, int body) {}

  @Override
  public String id() {
    return "code-env-function";
  }

  @Override
  public Set<String> words() {
    var words = new LinkedHashSet<String>();
    for (String it : environments) {
      if (it.length() < SEARCHED) {
        // Shorter words are parts of too many others; these stand in names with underscores.
        words.add("_" + it);
        words.add(it + "_");
        continue;
      }
      words.add(it.toLowerCase(Locale.ROOT));
      words.add(Character.toUpperCase(it.charAt(0)) + it.substring(1).toLowerCase(Locale.ROOT));
    }
    return words;
  }

  @Override
  public boolean concerns(SourceFile file, Role role) {
    return role == Role.PRODUCTION && Language.of(file.path()).isPresent();
  }

  @Override
  public void look(ReadFile file, Consumer<? super Finding> seen) {
    if (!namesOne(file)) {
      return;
    }
    SyntaxTree tree = file.tree();
    Map<String, List<Named>> siblings = new LinkedHashMap<>();
    for (int node :
        Nodes.all(
            tree,
            "function_definition",
            "function_declaration",
            "method_definition",
            "method_declaration")) {
      String name = Nodes.name(tree, node, "name");
      List<String> parts = List.of(PARTS.split(name, -1));
      int body = tree.child(node, "body");
      List<String> found =
          parts.stream()
              .map(it -> it.toLowerCase(Locale.ROOT))
              .filter(environments::contains)
              .toList();
      if (found.size() == 1 && body != SyntaxTree.NONE && !isPredicate(parts)) {
        String rest =
            parts.stream()
                .map(it -> environments.contains(it.toLowerCase(Locale.ROOT)) ? "*" : it)
                .collect(Collectors.joining("_"));
        siblings
            .computeIfAbsent(tree.parent(node) + " " + rest, _ -> new ArrayList<>())
            .add(new Named(name, found.getFirst(), node, body));
      }
    }
    siblings.values().forEach(it -> judge(file, it, seen));
  }

  /** Whether a definition may name an environment; saves the trees of files that talk of them. */
  private boolean namesOne(ReadFile file) {
    Set<String> own = words();
    for (ReadFile.Place place : file.places()) {
      if (own.contains(place.word())) {
        String line = file.lineText(file.line(place.offset()));
        if (line.indexOf('(') >= 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isPredicate(List<String> parts) {
    return parts.stream()
        .filter(it -> !it.isEmpty())
        .findFirst()
        .filter(it -> PREDICATES.contains(it.toLowerCase(Locale.ROOT)))
        .isPresent();
  }

  private void judge(ReadFile file, List<Named> group, Consumer<? super Finding> seen) {
    SyntaxTree tree = file.tree();
    Set<String> different =
        group.stream().map(Named::environment).collect(Collectors.toCollection(LinkedHashSet::new));
    Set<String> bodies =
        group.stream()
            .map(it -> body(tree, it))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (different.size() < 2 || bodies.size() < 2) {
      return;
    }
    for (Named it : group) {
      String others =
          group.stream()
              .filter(other -> !other.equals(it))
              .map(other -> other.name() + " in line " + tree.line(other.node()))
              .collect(Collectors.joining(", "));
      seen.accept(
          file.finding(
              id(),
              tree.start(it.node()),
              "%s does something else than %s; one function with a setting runs the same code in"
                      .formatted(it.name(), others)
                  + " every environment",
              it.name()));
    }
  }

  /** What a function does, whatever the environment is called and however it is laid out. */
  private String body(SyntaxTree tree, Named function) {
    var text = new StringBuilder();
    for (int it = function.body(); it < tree.after(function.body()); it++) {
      if (tree.firstChild(it) == SyntaxTree.NONE
          && !Nodes.isComment(tree, it)
          && !(Nodes.isString(tree, it) && Nodes.isDocstring(tree, it))) {
        text.append(tree.text(it)).append(' ');
      }
    }
    String plain = NOISE.matcher(text.toString().toLowerCase(Locale.ROOT)).replaceAll(" ");
    for (String environment : environments) {
      plain = plain.replace(environment, "*");
    }
    return plain;
  }

  @Override
  public List<Finding> conclude(List<Finding> seen, Overview overview) {
    return seen;
  }
}
