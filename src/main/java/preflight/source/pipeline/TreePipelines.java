package preflight.source.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import preflight.resource.Source;
import preflight.source.Finding;
import preflight.source.Gap;
import preflight.source.RuleResult;
import preflight.source.tree.WorkingTrees;

/** The pipelines that lie in source trees. */
public final class TreePipelines implements Pipelines {

  private final Path profile;
  private final WorkingTrees trees;

  /**
   * @param profile the directory that paths in the profile start from
   * @param trees of this run
   */
  public TreePipelines(Path profile, WorkingTrees trees) {
    this.profile = profile;
    this.trees = trees;
  }

  @Override
  public Optional<RuleResult> ungated(Source source, List<String> gates) {
    PipelineFiles files;
    try {
      files = new PipelineFiles(trees.of(profile.resolve(source.root()).toAbsolutePath()));
    } catch (IOException _) {
      return Optional.of(new RuleResult(List.of(), List.of(new Gap("", "cannot be read"))));
    }
    List<Pipeline> pipelines = files.read();
    var judge = new GateJudge(gates);
    List<Finding> findings = new ArrayList<>();
    List<Gap> gaps = new ArrayList<>(files.gaps());
    boolean machine =
        pipelines.stream().anyMatch(it -> !it.path().endsWith(".sh") && judge.deploys(it));
    boolean deploys = false;
    for (Pipeline each : pipelines) {
      // Where a pipeline deploys, a script that nothing calls is somebody's tool.
      boolean tool = machine && each.path().endsWith(".sh") && !judge.gates(each);
      if (judge.deploys(each) && !tool) {
        deploys = true;
        judge.judge(each, findings, gaps);
      }
    }
    return deploys ? Optional.of(new RuleResult(findings, gaps)) : Optional.empty();
  }
}
