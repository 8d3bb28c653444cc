package preflight.source.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.source.Gap;
import preflight.source.pipeline.Job.Step;
import preflight.source.tree.SourceText;
import preflight.source.tree.SourceTree;

/** Reads the pipelines of a tree: GitHub's workflows, GitLab's file, Cloud Build's, and scripts. */
final class PipelineFiles {

  private static final Pattern WORKFLOW = Pattern.compile("\\.github/workflows/[^/]+\\.ya?ml");
  private static final Pattern CLOUD_BUILD = Pattern.compile("(?:.*/)?cloudbuild[^/]*\\.ya?ml");
  private static final String GITLAB = ".gitlab-ci.yml";

  /** A script of the tree that a command runs. */
  private static final Pattern CALL =
      Pattern.compile(
          "(?:^|[;&|]\\s*|\\s)(?:(?:ba|z|k)?sh\\s+(?:-\\w+\\s+)*|source\\s+|\\.\\s+)?(?:\\./)?(?<path>[\\w./-]+\\.(?:sh|bash))\\b");

  /** What runs something that only its own file tells. */
  private static final Pattern INDIRECT =
      Pattern.compile(
          "(?:^|\\s)(?:make|just|task|npm run|yarn|pnpm|npx|python3?|tox|invoke)\\s+\\S.*");

  private static final int DEPTH = 3;

  private final SourceTree tree;
  private final List<Gap> gaps = new ArrayList<>();
  private final Set<String> called = new HashSet<>();

  /** What the scripts of the pipeline that is read set their variables to. */
  private final Map<String, String> set = new HashMap<>();

  PipelineFiles(SourceTree tree) {
    this.tree = tree;
  }

  /** Each with its jobs; scripts that a pipeline calls are part of that. */
  List<Pipeline> read() {
    var pipelines = new ArrayList<Pipeline>();
    for (String path : tree.files().keySet()) {
      boolean workflow = WORKFLOW.matcher(path).matches();
      if (workflow || path.equals(GITLAB) || CLOUD_BUILD.matcher(path).matches()) {
        text(path)
            .ifPresent(text -> {
              Optional<Yaml> root = Yaml.of(text);
              if (root.isEmpty()) {
                gaps.add(new Gap(path, "is no YAML"));
                return;
              }
              List<Job> jobs =
                  workflow
                      ? new GithubWorkflow(path, root.get()).jobs()
                      : path.equals(GITLAB)
                          ? new GitlabPipeline(path, root.get()).jobs()
                          : new CloudBuild(path, root.get()).jobs();
              List<Job> whole = jobs.stream().map(this::whole).toList();
              var defaults = new HashMap<>(set);
              if (workflow) {
                defaults.putAll(GithubWorkflow.defaults(root.get()));
              }
              set.clear();
              pipelines.add(new Pipeline(path, whole, defaults));
            });
      }
    }
    for (String path : tree.files().keySet()) {
      if (path.endsWith(".sh") && !called.contains(path)) {
        text(path).ifPresent(text -> pipelines.add(script(path, text)));
      }
    }
    return pipelines;
  }

  List<Gap> gaps() {
    return gaps;
  }

  private Pipeline script(String path, String text) {
    var job =
        new Job(
            path,
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            ShellScript.read(path, 1, text, false, false),
            List.of());
    List<Job> whole = List.of(whole(job));
    set.clear();
    return new Pipeline(path, whole, ScriptDefaults.of(text));
  }

  /** With the commands of the scripts that it runs in their places. */
  private Job whole(Job job) {
    var steps = new ArrayList<Step>();
    var unread = new LinkedHashSet<>(job.unread());
    job.steps().forEach(it -> add(it, steps, unread, DEPTH));
    return new Job(
        job.name(), job.needs(), job.condition(), job.tolerated(), steps, List.copyOf(unread));
  }

  private void add(Step step, List<Step> steps, Set<String> unread, int depth) {
    Matcher call = CALL.matcher(step.command());
    Optional<String> path =
        call.find() ? Optional.ofNullable(call.group("path")) : Optional.empty();
    Optional<String> script = path.filter(it -> tree.file(it).isPresent() && depth > 0);
    if (script.isPresent() && !step.command().contains("deploy-with-preflight")) {
      called.add(script.get());
      text(script.get())
          .ifPresent(text -> {
            ScriptDefaults.of(text).forEach(set::putIfAbsent);
            ShellScript.read(script.get(), 1, text, false, false).stream()
                .map(it -> it.within(step))
                .forEach(it -> add(it, steps, unread, depth - 1));
          });
      return;
    }
    if (path.isPresent() || INDIRECT.matcher(step.command()).matches()) {
      unread.add(step.command());
    }
    steps.add(step);
  }

  private Optional<String> text(String path) {
    return switch (SourceText.of(tree, path)) {
      case SourceText.Text(String text) -> Optional.of(text);
      case SourceText.Unread(String why) -> {
        gaps.add(new Gap(path, why));
        yield Optional.empty();
      }
      case SourceText.Missing() -> Optional.empty();
    };
  }
}
