package preflight.source.service;

import java.util.HashMap;
import java.util.Map;
import preflight.resource.Environment;
import preflight.resource.Service;
import preflight.resource.Source;
import preflight.source.RuleResult;
import preflight.source.house.Allowances;
import preflight.source.image.Build;
import preflight.source.tree.Roles;
import preflight.source.tree.SourceTree;
import preflight.source.tree.TreeOf;

/** The code of each service in one tree that a test states. */
public final class CodeOf implements SourceCode {

  private final SourceTree tree;
  private final Map<String, String> variables = new HashMap<>();

  private CodeOf(SourceTree tree) {
    this.tree = tree;
  }

  /** A tree whose Dockerfile packs all of it, to start a module. */
  public static CodeOf python(String version, Map<String, String> files) {
    return new CodeOf(
        TreeOf.files(files)
            .with(
                "Dockerfile",
                """
                FROM python:%s-slim
                WORKDIR /srv
                COPY app ./app
                CMD ["python", "-m", "app.main"]
                """
                    .formatted(version))
            .with("app/__init__.py", ""));
  }

  public static CodeOf files(Map<String, String> files) {
    return new CodeOf(TreeOf.files(files));
  }

  @Override
  public RuleResult tests(Source source) throws InterruptedException {
    return new CodeTree(tree, variables).tests(source);
  }

  @Override
  public Answer of(Service service, Environment environment) throws InterruptedException {
    return service.image().isEmpty()
        ? new Answer.Undeclared("the profile does not say how the image is built")
        : new CodeTree(tree, variables)
            .read(
                Build.of("Dockerfile", ""),
                new Roles(),
                "settled",
                new Allowances(tree, new Roles())::settle);
  }
}
