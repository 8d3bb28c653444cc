package preflight.source.service;

import java.util.List;
import java.util.Set;
import preflight.source.RouteTable;
import preflight.source.RuleResult;

/** What is known of the files of one language in an image. */
sealed interface LanguageCode permits CompiledCode, PythonCode, ScriptCode {

  /** Whether what the command of the image names lies in it. */
  boolean starts();

  /** Files of the tree that are judged. */
  List<String> production();

  /** What is looked at, in a line. */
  String summary();

  /** Imports that fail when the service starts. */
  RuleResult imports();

  /** Imports that fail later, or that may fail. */
  RuleResult lateImports();

  /** Files that the image's interpreter refuses. */
  RuleResult syntax() throws InterruptedException;

  /**
   * Compares the variables that the code reads with the names of those that a revision is given.
   */
  ServiceCode.Variables variables(Set<String> given);

  /** What it says of requests. */
  RouteTable routes();
}
