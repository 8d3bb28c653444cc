package preflight.source.python;

import java.util.List;
import preflight.source.python.scope.ScopeFacts;

/**
 * What a Python file says, as far as rules ask. Made from its content alone.
 *
 * @param mentions dotted names among its texts ({@code "app.apps.Config"}), which frameworks import
 * @param altersModules whether it changes what can be imported from it or below it: {@code
 *     __path__}, {@code sys.modules}
 * @param altersPath whether it changes {@code sys.path}
 */
public record PythonFile(
    List<Import> imports,
    ScopeFacts scope,
    List<String> mentions,
    boolean altersModules,
    boolean altersPath) {

  public PythonFile {
    imports = List.copyOf(imports);
    mentions = List.copyOf(mentions);
  }

  /** Whether others may import a name from it that no statement of it binds. */
  public boolean open() {
    return !scope.read() || !scope.dynamic().isEmpty() || altersModules;
  }

  /** Whether it binds a name for others, as far as its own statements tell. */
  public boolean binds(String name) {
    return scope.bindings().stream()
        .anyMatch(it -> it.name().equals(name) && !it.typing() && !it.deleted());
  }

  /** Whether {@code from module import *} hands out a name that it has. */
  public boolean handsOut(String name) {
    if (scope.exports().declared()) {
      return scope.exports().open() || scope.exports().names().contains(name);
    }
    return !name.startsWith("_");
  }
}
