package preflight.source.rule;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;
import preflight.source.Finding;
import preflight.source.syntax.Language;
import preflight.source.syntax.SyntaxTree;
import preflight.source.tree.Role;
import preflight.source.tree.SourceFile;

/** Settings whose default is the machine itself, which no deployed service means. */
public record LocalhostDefault(
    @Field(
            value = "Parts of names of settings that may have it: lists of origins, own addresses",
            byDefault = "[CORS, ORIGIN, ALLOWED_HOSTS, TRUSTED, BIND, LISTEN]",
            weaker = Weaker.MORE)
        List<String> allowed)
    implements HouseRule<Finding> {

  private static final Pattern LOCAL =
      Pattern.compile(
          "(?:^|[/@\\[,\\s])(?:localhost|127(?:\\.[0-9]{1,3}){3}|\\[?::1]?)(?:[:/,\\]\\s?]|$)");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^:}]+):([^}]*)}");
  private static final Pattern CONSTANT = Pattern.compile("[A-Z][A-Z0-9_]*");

  public LocalhostDefault {
    allowed = List.copyOf(allowed);
  }

  @Override
  public String id() {
    return "code-localhost-default";
  }

  @Override
  public Set<String> words() {
    return new LinkedHashSet<>(List.of("localhost", "127.0"));
  }

  @Override
  public boolean concerns(SourceFile file, Role role) {
    return role == Role.PRODUCTION && Language.of(file.path()).isPresent();
  }

  @Override
  public void look(ReadFile file, Consumer<? super Finding> seen) {
    SyntaxTree tree = file.tree();
    for (EnvironmentReads.Chain chain : EnvironmentReads.of(tree).chains()) {
      chain.last().ifPresent(it -> judge(file, chain.names().getFirst(), it, chain.node(), seen));
    }
    switch (tree.language()) {
      case PYTHON -> settings(file, seen);
      case JAVASCRIPT, TYPESCRIPT, TSX -> schema(file, seen);
      case JAVA -> annotations(file, seen);
      case GO -> {
        // It has no defaults beside code.
      }
    }
  }

  private void judge(
      ReadFile file, String name, String value, int node, Consumer<? super Finding> seen) {
    boolean may = allowed.stream().anyMatch(name.toUpperCase(java.util.Locale.ROOT)::contains);
    boolean mail = value.contains("@") && !value.contains("://");
    if (!may && !mail && LOCAL.matcher(value).find()) {
      seen.accept(
          file.finding(
              id(),
              file.tree().start(node),
              "%s is this machine where nobody sets it; without a default, a deployment that"
                      .formatted(name)
                  + " forgets it fails at once",
              name));
    }
  }

  /** Fields of pydantic's settings. */
  private void settings(ReadFile file, Consumer<? super Finding> seen) {
    SyntaxTree tree = file.tree();
    for (int type : Nodes.all(tree, "class_definition")) {
      if (!Nodes.name(tree, type, "superclasses").contains("BaseSettings")) {
        continue;
      }
      for (int statement : tree.children(tree.child(type, "body"))) {
        int assignment = tree.childOfKind(statement, "assignment");
        if (assignment == SyntaxTree.NONE) {
          continue;
        }
        int right = tree.child(assignment, "right");
        if (tree.is(right, "call") && Nodes.name(tree, right, "function").endsWith("Field")) {
          right = fieldDefault(tree, right);
        }
        String name = Nodes.name(tree, assignment, "left");
        Nodes.literal(tree, right).ifPresent(it -> judge(file, name, it, assignment, seen));
      }
    }
  }

  private static int fieldDefault(SyntaxTree tree, int call) {
    for (int it : Nodes.arguments(tree, call)) {
      if (!tree.is(it, "keyword_argument")) {
        return it;
      }
      if (Nodes.name(tree, it, "name").equals("default")) {
        return tree.child(it, "value");
      }
    }
    return SyntaxTree.NONE;
  }

  /** {@code REDIS_URL: z.string().default("…")}, as schemas of the environment have it. */
  private void schema(ReadFile file, Consumer<? super Finding> seen) {
    SyntaxTree tree = file.tree();
    for (int call : Nodes.all(tree, "call_expression")) {
      int called = tree.child(call, "function");
      if (!tree.is(called, "member_expression")
          || !Nodes.name(tree, called, "property").equals("default")) {
        continue;
      }
      int pair = Nodes.within(tree, call, "pair").orElse(SyntaxTree.NONE);
      if (pair == SyntaxTree.NONE) {
        continue;
      }
      String name = Nodes.name(tree, pair, "key");
      List<Integer> arguments = Nodes.arguments(tree, call);
      if (CONSTANT.matcher(name).matches() && arguments.size() == 1) {
        Nodes.literal(tree, arguments.getFirst())
            .ifPresent(it -> judge(file, name, it, arguments.getFirst(), seen));
      }
    }
  }

  /** {@code @Value("${redis.host:localhost}")}. */
  private void annotations(ReadFile file, Consumer<? super Finding> seen) {
    SyntaxTree tree = file.tree();
    for (int annotation : Nodes.all(tree, "annotation")) {
      if (!Nodes.name(tree, annotation, "name").equals("Value")) {
        continue;
      }
      for (int it : Nodes.arguments(tree, annotation)) {
        Matcher written = PLACEHOLDER.matcher(Nodes.literal(tree, it).orElse(""));
        while (written.find()) {
          judge(file, written.group(1), written.group(2), it, seen);
        }
      }
    }
  }

  @Override
  public List<Finding> conclude(List<Finding> seen, Overview overview) {
    return seen;
  }
}
