package preflight.source.pipeline;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import preflight.source.Finding;
import preflight.source.Gap;
import preflight.source.pipeline.Job.Step;

/** Whether what deploys in a pipeline depends on the gate. */
final class GateJudge {

  private static final String RULE = "deploy-gate-on";

  private static final Pattern DEPLOYMENT =
      Pattern.compile(
          "\\bgcloud\\s+(?:(?:alpha|beta)\\s+)?run\\s+(?:deploy|(?:services|jobs)\\s+(?:update|replace|deploy))\\b.*"
              + "|.*\\bgcloud\\s+(?:(?:alpha|beta)\\s+)?run\\s+(?:deploy|(?:services|jobs)\\s+(?:update|replace|deploy))\\b.*"
              + "|.*\\bterraform\\s+(?:-\\S+\\s+)*apply\\b.*"
              + "|uses: google-github-actions/deploy-cloudrun@.*"
              // Cloud Build names the program by its image.
              + "|\\S*cloud-sdk\\S*\\s+(?:gcloud\\s+)?run\\s+deploy\\b.*");

  private static final Pattern GATE =
      Pattern.compile(
          "(?:^|.*[\\s/\"'(])(?:deploy-with-preflight\\b|preflight(?:\\.jar)?\\s+(?:run|fleet)\\b).*");

  private static final Pattern WRAPPED = Pattern.compile(".*\\bdeploy-with-preflight\\b.*");

  /** What somebody can set, by the names of the systems. */
  private static final Pattern SWITCH =
      Pattern.compile(
          "(?:inputs|vars|env|github\\.event\\.inputs)\\.(?<input>[A-Za-z_][\\w-]*)|\\$\\{?(?<variable>[A-Za-z_]\\w*)");

  /** Variables that say what is built, and are no switches. */
  private static final Pattern BUILD =
      Pattern.compile("CI_.*|GITHUB_.*|BRANCH.*|TAG.*|COMMIT.*|REF.*|ENV|ENVIRONMENT|PWD|HOME");

  private static final Pattern ALWAYS =
      Pattern.compile("(?:success\\(\\)|always\\(\\)|true|!\\s*cancelled\\(\\)|on_success)");

  private static final Pattern DESPITE =
      Pattern.compile(".*(?:always\\(\\)|failure\\(\\)|!\\s*cancelled\\(\\)).*");

  private final List<String> gates;

  GateJudge(List<String> gates) {
    this.gates = List.copyOf(gates);
  }

  boolean deploys(Pipeline pipeline) {
    return pipeline.jobs().stream()
        .flatMap(it -> it.steps().stream())
        .anyMatch(it -> deploys(it) || WRAPPED.matcher(it.command()).matches());
  }

  boolean gates(Pipeline pipeline) {
    return pipeline.jobs().stream().flatMap(it -> it.steps().stream()).anyMatch(this::gates);
  }

  private static boolean deploys(Step step) {
    return DEPLOYMENT.matcher(step.command()).matches() && !isShown(step);
  }

  /** {@code --help}, a dry run, and what is only written out. */
  private static boolean isShown(Step step) {
    return step.command()
        .matches("(?:echo|printf)\\b.*|.*\\s--(?:help|dry-run|validate-only)\\b.*");
  }

  private boolean gates(Step step) {
    return !step.command().matches("(?:echo|printf)\\b.*")
        && (GATE.matcher(step.command()).matches()
            || gates.stream().anyMatch(step.command()::contains));
  }

  /** A gate, or what deploys, with the job that has it. */
  private record At(Job job, Step step) {}

  void judge(Pipeline pipeline, List<Finding> findings, List<Gap> gaps) {
    Set<String> told = new HashSet<>();
    for (Job job : pipeline.jobs()) {
      for (int i = 0; i < job.steps().size(); i++) {
        Step step = job.steps().get(i);
        if (WRAPPED.matcher(step.command()).matches()) {
          hazard(pipeline, new At(job, step), new At(job, step))
              .ifPresent(it -> tell(it, step, told, findings, gaps));
        } else if (deploys(step)) {
          deployment(pipeline, new At(job, step), i, told, findings, gaps);
        }
      }
    }
  }

  private void deployment(
      Pipeline pipeline,
      At deployment,
      int index,
      Set<String> told,
      List<Finding> findings,
      List<Gap> gaps) {
    Set<At> before = new LinkedHashSet<>();
    deployment.job().steps().subList(0, index).stream()
        .filter(this::gates)
        .forEach(it -> before.add(new At(deployment.job(), it)));
    for (Job needed : needed(pipeline, deployment.job())) {
      needed.steps().stream().filter(this::gates).forEach(it -> before.add(new At(needed, it)));
    }
    if (before.isEmpty()) {
      Verdict none = none(pipeline, deployment);
      tell(none, deployment.step(), told, findings, gaps);
      return;
    }
    List<Optional<Verdict>> verdicts =
        before.stream().map(it -> hazard(pipeline, it, deployment)).toList();
    if (verdicts.stream().allMatch(Optional::isPresent)) {
      tell(
          verdicts.getFirst().orElseThrow(), before.iterator().next().step(), told, findings, gaps);
    }
  }

  /**
   * What keeps a gate from deciding.
   *
   * @param sure whether it does, whatever the rest of the pipeline says
   */
  private record Verdict(String says, boolean sure) {}

  private static void tell(
      Verdict verdict, Step at, Set<String> told, List<Finding> findings, List<Gap> gaps) {
    if (!told.add(at.path() + at.line() + verdict.says())) {
      return;
    }
    if (verdict.sure()) {
      findings.add(new Finding(RULE, at.path(), at.line(), 1, verdict.says(), at.path()));
    } else {
      gaps.add(new Gap("%s:%d".formatted(at.path(), at.line()), verdict.says()));
    }
  }

  private Verdict none(Pipeline pipeline, At deployment) {
    Optional<At> elsewhere =
        pipeline.jobs().stream()
            .flatMap(job -> job.steps().stream().filter(this::gates).map(it -> new At(job, it)))
            .findFirst();
    if (elsewhere.isPresent()) {
      return new Verdict(
          elsewhere.get().job().equals(deployment.job())
              ? "deploys before the gate of line %d runs".formatted(elsewhere.get().step().line())
              : "deploys, and does not wait for the gate in %s"
                  .formatted(elsewhere.get().job().name()),
          true);
    }
    Set<String> unread = new LinkedHashSet<>(deployment.job().unread());
    needed(pipeline, deployment.job()).forEach(it -> unread.addAll(it.unread()));
    if (unread.isEmpty()) {
      // It may be the DNS of another team that Terraform applies there.
      boolean terraform = deployment.step().command().matches(".*\\bterraform\\b.*");
      return new Verdict(
          terraform
              ? "applies Terraform without the gate, and whether that deploys is not known"
              : "deploys without the gate",
          !terraform);
    }
    return new Verdict(
        "deploys, and whether %s runs the gate is not known"
            .formatted(unread.stream().limit(3).collect(Collectors.joining(", "))),
        false);
  }

  private Optional<Verdict> hazard(Pipeline pipeline, At gate, At deployment) {
    Optional<String> tolerated = gate.step().tolerated().or(() -> gate.job().tolerated());
    if (tolerated.isPresent()) {
      return Optional.of(
          new Verdict(
              "runs the gate and lets its refusal pass (%s)".formatted(tolerated.get()), true));
    }
    boolean other = !gate.job().equals(deployment.job());
    Optional<String> despite =
        (other ? deployment.job().condition() : deployment.step().condition())
            .filter(it -> DESPITE.matcher(it).matches())
            .filter(_ -> !gate.equals(deployment));
    if (despite.isPresent()) {
      return Optional.of(
          new Verdict(
              "runs the gate, and the deployment runs even if that refuses (if: %s)"
                  .formatted(despite.get()),
              true));
    }
    return condition(pipeline, gate.step().condition(), deployment.step().condition())
        .or(() ->
            other
                ? condition(pipeline, gate.job().condition(), deployment.job().condition())
                : Optional.empty());
  }

  private static Optional<Verdict> condition(
      Pipeline pipeline, Optional<String> gate, Optional<String> deployment) {
    if (gate.isEmpty() || gate.equals(deployment) || ALWAYS.matcher(gate.get()).matches()) {
      return Optional.empty();
    }
    String words = gate.get();
    if (words.equals("false")) {
      return Optional.of(new Verdict("has the gate, and never runs it", true));
    }
    Matcher found = SWITCH.matcher(words);
    while (found.find()) {
      String input = found.group("input");
      String name = input == null ? found.group("variable") : input;
      if (name != null && !BUILD.matcher(name).matches()) {
        return Optional.of(
            new Verdict(
                "runs the gate only if %s: %s decides that%s"
                    .formatted(words, name, byDefault(pipeline.defaults(), name)),
                true));
      }
    }
    return Optional.of(
        new Verdict("runs the gate only if %s, which is not known".formatted(words), false));
  }

  private static String byDefault(Map<String, String> defaults, String name) {
    String value = defaults.get(name);
    return value == null
        ? ""
        : value.isEmpty() ? " (empty by default)" : " (%s by default)".formatted(value);
  }

  /** All jobs without whose success a job does not begin. */
  private static List<Job> needed(Pipeline pipeline, Job job) {
    Set<String> names = new LinkedHashSet<>(job.needs());
    Set<String> all = new LinkedHashSet<>();
    while (!names.isEmpty()) {
      String name = names.iterator().next();
      names.remove(name);
      if (all.add(name)) {
        pipeline.jobs().stream()
            .filter(it -> it.name().equals(name))
            .forEach(it -> names.addAll(it.needs()));
      }
    }
    return pipeline.jobs().stream()
        .filter(it -> all.contains(it.name()) && !it.equals(job))
        .toList();
  }
}
