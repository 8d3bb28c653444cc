package preflight.source.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import preflight.source.pipeline.Job.Step;

/** Jobs of {@code .gitlab-ci.yml}; a stage begins when those before it are through. */
record GitlabPipeline(String path, Yaml root) {

  private static final Set<String> WORDS =
      Set.of(
          "stages",
          "variables",
          "include",
          "default",
          "workflow",
          "image",
          "services",
          "cache",
          "before_script",
          "after_script",
          "spec");

  private static final List<String> STAGES = List.of(".pre", "build", "test", "deploy", ".post");

  List<Job> jobs() {
    Map<String, Yaml> written = new LinkedHashMap<>(root.entries());
    written.keySet().removeIf(it -> WORDS.contains(it) || it.startsWith("."));
    List<String> stages = new ArrayList<>(root.at("stages").texts());
    if (stages.isEmpty()) {
      stages.addAll(STAGES);
    } else {
      stages.addFirst(".pre");
      stages.addLast(".post");
    }
    Map<String, Integer> at = new HashMap<>();
    written.forEach(
        (name, it) -> at.put(name, stages.indexOf(said(it, "stage").text().orElse("test"))));
    List<Job> jobs = new ArrayList<>();
    written.forEach((name, it) -> jobs.add(job(name, it, needs(name, it, at))));
    return jobs;
  }

  private Set<String> needs(String name, Yaml job, Map<String, Integer> stages) {
    Yaml needs = said(job, "needs");
    Set<String> names = new HashSet<>();
    if (needs.isThere()) {
      for (Yaml each : needs.elements()) {
        each.text().or(() -> each.at("job").text()).ifPresent(names::add);
      }
      return names;
    }
    int own = Objects.requireNonNull(stages.get(name));
    stages.forEach((other, stage) -> {
      if (stage < own) {
        names.add(other);
      }
    });
    return names;
  }

  /** A key of a job, or of what it extends. */
  private Yaml said(Yaml job, String key) {
    return said(job, key, 5);
  }

  private Yaml said(Yaml job, String key, int depth) {
    Yaml own = job.at(key);
    if (own.isThere() || depth == 0) {
      return own;
    }
    List<String> parents = job.at("extends").texts();
    for (String parent : parents.reversed()) {
      Yaml theirs = said(root.at(parent), key, depth - 1);
      if (theirs.isThere()) {
        return theirs;
      }
    }
    return own;
  }

  private Job job(String name, Yaml job, Set<String> needs) {
    List<Step> steps = new ArrayList<>();
    for (String key : List.of("before_script", "script")) {
      for (Yaml line : said(job, key).elements()) {
        line.text()
            .ifPresent(
                text -> steps.addAll(ShellScript.read(path, line.line(), text, true, false)));
      }
    }
    List<String> unread = new ArrayList<>();
    if (said(job, "trigger").isThere()) {
      unread.add("trigger of " + name);
    }
    if (root.at("include").isThere()) {
      unread.add("include");
    }
    return new Job(name, needs, condition(job), tolerated(job), steps, unread);
  }

  private Optional<String> tolerated(Yaml job) {
    Yaml allowed = said(job, "allow_failure");
    if (allowed.is("true") || allowed.at("exit_codes").isThere()) {
      return Optional.of("allow_failure");
    }
    // Outside of rules, a job that somebody starts by hand holds nothing up.
    return said(job, "when").is("manual") && !allowed.is("false") && !said(job, "rules").isThere()
        ? Optional.of("when: manual")
        : Optional.empty();
  }

  private Optional<String> condition(Yaml job) {
    List<Yaml> rules = said(job, "rules").elements();
    if (rules.isEmpty()) {
      return said(job, "only").isThere() || said(job, "except").isThere()
          ? Optional.of("only or except")
          : Optional.empty();
    }
    if (rules.size() == 1 && rules.getFirst().at("when").is("never") && !hasIf(rules.getFirst())) {
      return Optional.of("false");
    }
    return Optional.of(
        String.join(
            " / ",
            rules.stream()
                .map(it ->
                    it.at("if").text().orElse("always")
                        + it.at("when").text().map(at -> " -> " + at).orElse(""))
                .toList()));
  }

  private static boolean hasIf(Yaml rule) {
    return rule.at("if").isThere() || rule.at("changes").isThere() || rule.at("exists").isThere();
  }
}
