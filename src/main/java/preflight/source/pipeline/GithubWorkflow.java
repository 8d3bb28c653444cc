package preflight.source.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import preflight.source.pipeline.Job.Step;

/** Jobs of a workflow of GitHub Actions. */
record GithubWorkflow(String path, Yaml root) {

  /** Values of its inputs and variables where nobody says otherwise. */
  static Map<String, String> defaults(Yaml root) {
    var values = new LinkedHashMap<String, String>();
    for (String event : List.of("workflow_dispatch", "workflow_call")) {
      root.at("on")
          .at(event)
          .at("inputs")
          .entries()
          .forEach((name, it) -> values.put(name, it.at("default").text().orElse("")));
    }
    root.at("env").entries().forEach((name, it) -> it.text().ifPresent(at -> values.put(name, at)));
    return values;
  }

  List<Job> jobs() {
    List<Job> jobs = new ArrayList<>();
    root.at("jobs").entries().forEach((name, it) -> jobs.add(job(name, it)));
    return jobs;
  }

  private Job job(String name, Yaml job) {
    List<Step> steps = new ArrayList<>();
    List<String> unread = new ArrayList<>();
    job.at("uses").text().ifPresent(unread::add);
    String shell =
        job.at("defaults")
            .at("run")
            .at("shell")
            .text()
            .or(() -> root.at("defaults").at("run").at("shell").text())
            .orElse("");
    for (Yaml step : job.at("steps").elements()) {
      steps(step, shell, steps, unread);
    }
    return new Job(
        name, Set.copyOf(job.at("needs").texts()), condition(job), tolerated(job), steps, unread);
  }

  private void steps(Yaml step, String shell, List<Step> steps, List<String> unread) {
    Optional<String> run = step.at("run").text();
    Optional<String> uses = step.at("uses").text();
    if (run.isPresent()) {
      // Without a name, bash runs it with -e alone; named, with pipefail as well.
      String named = step.at("shell").text().orElse(shell);
      var caller = new Step(path, step.at("run").line(), "", condition(step), tolerated(step));
      ShellScript.read(path, step.at("run").line(), run.get(), true, named.equals("bash")).stream()
          .map(it -> it.within(caller))
          .forEach(steps::add);
    } else if (uses.isPresent()) {
      if (uses.get().startsWith("./") || uses.get().contains("/.github/")) {
        unread.add(uses.get());
      }
      String with = String.join(" ", step.at("with").at("args").texts());
      steps.add(
          new Step(
              path,
              step.at("uses").line(),
              "uses: %s %s".formatted(uses.get(), with).strip(),
              condition(step),
              tolerated(step)));
    }
  }

  private static Optional<String> condition(Yaml of) {
    return of.at("if")
        .text()
        .map(it -> it.strip().replaceFirst("^\\$\\{\\{\\s*(.*?)\\s*}}$", "$1"));
  }

  private static Optional<String> tolerated(Yaml of) {
    return of.at("continue-on-error")
        .text()
        .filter(it -> !it.equals("false"))
        .map(it -> "continue-on-error: " + it);
  }
}
