package preflight.source.service;

import java.util.Optional;
import preflight.source.python.version.Interpreter;
import preflight.source.script.syntax.ScriptSyntax.SecondOpinion;

/** The interpreters of this machine, which parse and run nothing. */
@FunctionalInterface
interface Interpreters {

  /** Python 3 of a minor version. */
  Optional<Interpreter> python(int minor);

  /** Node.js of a major version. */
  default Optional<SecondOpinion> node(int major) {
    return Optional.empty();
  }
}
