package preflight.source.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import preflight.source.pipeline.Job.Step;

/** Steps of a build of Cloud Build, each of which waits for all before it or for those it names. */
record CloudBuild(String path, Yaml root) {

  /** A step is a job of its own, since it may wait for some of the others only. */
  List<Job> jobs() {
    List<Job> jobs = new ArrayList<>();
    Set<String> before = new LinkedHashSet<>();
    int number = 0;
    for (Yaml step : root.at("steps").elements()) {
      String name = step.at("id").text().orElse("step " + number);
      List<String> waits = step.at("waitFor").texts();
      Set<String> needs =
          waits.isEmpty()
              ? Set.copyOf(before)
              : Set.copyOf(waits.stream().filter(it -> !it.equals("-")).toList());
      jobs.add(new Job(name, needs, Optional.empty(), tolerated(step), steps(step), List.of()));
      before.add(name);
      number++;
    }
    return jobs;
  }

  private static Optional<String> tolerated(Yaml step) {
    return step.at("allowFailure").is("true")
        ? Optional.of("allowFailure: true")
        : step.at("allowExitCodes").isThere() ? Optional.of("allowExitCodes") : Optional.empty();
  }

  private List<Step> steps(Yaml step) {
    Optional<String> script = step.at("script").text();
    if (script.isPresent()) {
      return ShellScript.read(path, step.at("script").line(), script.get(), false, false);
    }
    String entry = step.at("entrypoint").text().orElse("");
    List<Yaml> arguments = step.at("args").elements();
    if (entry.matches("(?:.*/)?(?:ba)?sh") && !arguments.isEmpty()) {
      Yaml text = arguments.getLast();
      boolean strict =
          arguments.stream()
              .flatMap(it -> it.text().stream())
              .anyMatch(it -> it.matches("-\\w*e\\w*"));
      return ShellScript.read(path, text.line(), text.text().orElse(""), strict, false);
    }
    String program = entry.isEmpty() ? step.at("name").text().orElse("") : entry;
    String command = (program + " " + String.join(" ", step.at("args").texts())).strip();
    return List.of(
        new Step(path, step.at("name").line(), command, Optional.empty(), Optional.empty()));
  }
}
