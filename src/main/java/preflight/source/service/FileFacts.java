package preflight.source.service;

import java.util.List;
import preflight.source.python.PythonFile;
import preflight.source.python.PythonReader;
import preflight.source.syntax.SyntaxTree;

/**
 * What a file says, made from its content alone, so that it is read once for each content.
 *
 * @param flaws where it does not parse, as places
 */
public record FileFacts(PythonFile python, List<String> flaws) {

  /** Of what readers of files find; whoever changes that changes this. */
  static final String FORMAT = "1";

  public FileFacts {
    flaws = List.copyOf(flaws);
  }

  static FileFacts of(SyntaxTree tree) {
    return new FileFacts(PythonReader.read(tree), List.of());
  }
}
