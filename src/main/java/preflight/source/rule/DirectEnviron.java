package preflight.source.rule;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;
import preflight.source.Finding;
import preflight.source.syntax.Language;
import preflight.source.syntax.SyntaxTree;
import preflight.source.tree.PathPattern;
import preflight.source.tree.Role;
import preflight.source.tree.SourceFile;

/** Reads of the process environment outside the modules that are there for it. */
public record DirectEnviron(
    @Field(
            value = "Files that may read the environment, as globs",
            byDefault =
                "[config.*, '*_config.*', '*.config.*', settings.*, '*_settings.*', env.*,"
                    + " environment.*, config/, configs/, configuration/, settings/, env/,"
                    + " environments/, manage.py, setup.py, noxfile.py, scripts/]",
            weaker = Weaker.MORE)
        List<String> allowedIn,
    @Field(
            value = "Variables that anybody may read",
            byDefault = "[NODE_ENV, CI, HOME, PATH, PORT, TZ, PYTHONPATH]",
            weaker = Weaker.MORE)
        List<String> allowed)
    implements HouseRule<Finding> {

  public DirectEnviron {
    allowedIn = List.copyOf(allowedIn);
    allowed = List.copyOf(allowed);
  }

  @Override
  public String id() {
    return "code-direct-environ";
  }

  @Override
  public Set<String> words() {
    return EnvironmentReads.WORDS;
  }

  @Override
  public boolean concerns(SourceFile file, Role role) {
    return role == Role.PRODUCTION && Language.of(file.path()).isPresent();
  }

  @Override
  public void look(ReadFile file, Consumer<? super Finding> seen) {
    if (PathPattern.any(PathPattern.of(allowedIn), file.path())) {
      return;
    }
    SyntaxTree tree = file.tree();
    for (EnvironmentReads.Read read : EnvironmentReads.of(tree).all()) {
      if (!allowed.contains(read.name())) {
        String name = read.name().isEmpty() ? "a variable" : read.name();
        seen.accept(
            file.finding(
                id(),
                tree.start(read.node()),
                "reads %s from the environment; the configuration is the place for that"
                    .formatted(name),
                read.name().isEmpty() ? "*" : read.name()));
      }
    }
  }

  @Override
  public List<Finding> conclude(List<Finding> seen, Overview overview) {
    return seen;
  }
}
