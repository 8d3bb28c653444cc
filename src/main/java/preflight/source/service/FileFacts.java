package preflight.source.service;

import java.util.List;
import preflight.source.python.PythonFile;
import preflight.source.python.PythonReader;
import preflight.source.python.use.Accessor;
import preflight.source.python.use.CallFacts;
import preflight.source.python.use.CallReader;
import preflight.source.python.use.EnvironmentFacts;
import preflight.source.python.use.EnvironmentReader;
import preflight.source.python.use.RouteFacts;
import preflight.source.python.use.RouteReader;
import preflight.source.python.version.Feature;
import preflight.source.python.version.SyntaxByVersion;
import preflight.source.syntax.SyntaxTree;

/**
 * What a Python file says, made from its content alone, so that it is read once for each content.
 *
 * @param features what it needs of the version of Python
 */
public record FileFacts(
    PythonFile python,
    List<Feature> features,
    CallFacts calls,
    EnvironmentFacts environment,
    RouteFacts routes) {

  /** Of what readers of files find; whoever changes that changes this. */
  static final String FORMAT = "1";

  public FileFacts {
    features = List.copyOf(features);
  }

  static FileFacts of(SyntaxTree tree) {
    return new FileFacts(
        PythonReader.read(tree),
        SyntaxByVersion.of(tree),
        CallReader.read(tree),
        EnvironmentReader.read(tree, Accessor.COMMON),
        RouteReader.read(tree));
  }
}
