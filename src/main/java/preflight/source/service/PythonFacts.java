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
import preflight.source.python.use.SureCall;
import preflight.source.python.use.SureCallReader;
import preflight.source.python.version.Feature;
import preflight.source.python.version.SyntaxByVersion;
import preflight.source.syntax.SyntaxTree;

/**
 * What a Python file says.
 *
 * @param features what it needs of the version of Python
 * @param sure calls that run whenever the code around them does
 */
public record PythonFacts(
    PythonFile file,
    List<Feature> features,
    CallFacts calls,
    EnvironmentFacts environment,
    RouteFacts routes,
    List<SureCall> sure) {

  public PythonFacts {
    features = List.copyOf(features);
    sure = List.copyOf(sure);
  }

  static PythonFacts of(SyntaxTree tree) {
    return new PythonFacts(
        PythonReader.read(tree),
        SyntaxByVersion.of(tree),
        CallReader.read(tree),
        EnvironmentReader.read(tree, Accessor.COMMON),
        RouteReader.read(tree),
        SureCallReader.read(tree));
  }
}
