package preflight.source.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import preflight.source.Finding;
import preflight.source.Gap;
import preflight.source.RuleResult;
import preflight.source.python.PythonVersion;
import preflight.source.python.version.Feature;
import preflight.source.python.version.Interpreter;
import preflight.source.tree.SourceTree;

/**
 * Whether the Python of an image compiles files. What only an interpreter can tell is asked of one
 * of that version, where this machine has it; where it has none, it is not known.
 */
record PythonSyntax(SourceTree tree, CodeReader reader, Optional<PythonVersion> version) {

  private static final String RULE = "code-syntax";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  RuleResult judge(List<String> files, IntFunction<Optional<Interpreter>> interpreters)
      throws InterruptedException {
    // Without a version only what none accepts is wrong.
    int minor = version.map(PythonVersion::minor).orElse(Feature.NEVER - 1);
    var findings = new ArrayList<Finding>();
    SortedMap<String, Feature> doubtful = new TreeMap<>();
    for (String path : files) {
      Optional<Feature> refused =
          reader.python(path).stream()
              .flatMap(it -> it.features().stream())
              .filter(it -> !it.fits(minor))
              .findFirst();
      if (refused.isPresent()) {
        if (refused.get().certain()) {
          findings.add(finding(path, refused.get(), refused.get().message(minor)));
        } else {
          doubtful.put(path, refused.get());
        }
      }
    }
    var gaps = new ArrayList<Gap>();
    if (!doubtful.isEmpty()) {
      decide(doubtful, version.flatMap(it -> interpreters.apply(it.minor())), findings, gaps);
    }
    return new RuleResult(findings, gaps);
  }

  private void decide(
      SortedMap<String, Feature> doubtful,
      Optional<Interpreter> interpreter,
      List<Finding> findings,
      List<Gap> gaps)
      throws InterruptedException {
    Interpreter.Answer answer =
        interpreter.isPresent()
            ? interpreter.get().compile(sources(doubtful), PATIENCE)
            : new Interpreter.Answer.None(
                "no interpreter of the image's version is on this machine");
    switch (answer) {
      case Interpreter.Answer.Compiled(var refused, var undecided) -> {
        refused.forEach((path, it) -> findings.add(finding(path, it, it.what())));
        undecided.forEach((path, why) -> gaps.add(new Gap(path, "is not decided: " + why)));
      }
      case Interpreter.Answer.None(String why) ->
          doubtful.forEach((path, it) ->
              gaps.add(
                  new Gap(
                      path,
                      "may not parse at line %d (%s), and %s"
                          .formatted(it.line(), it.what(), why))));
    }
  }

  private SortedMap<String, byte[]> sources(SortedMap<String, Feature> doubtful) {
    SortedMap<String, byte[]> sources = new TreeMap<>();
    for (String path : doubtful.keySet()) {
      if (tree.file(path).map(tree::read).orElse(null)
          instanceof SourceTree.Content.Bytes(byte[] bytes)) {
        sources.put(path, bytes);
      }
    }
    return sources;
  }

  private static Finding finding(String path, Feature feature, String message) {
    return new Finding(RULE, path, feature.line(), feature.column(), message, feature.what());
  }
}
