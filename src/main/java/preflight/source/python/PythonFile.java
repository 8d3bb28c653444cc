package preflight.source.python;

import java.util.List;

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
    Exports exports,
    List<String> mentions,
    boolean altersModules,
    boolean altersPath) {

  public PythonFile {
    imports = List.copyOf(imports);
    mentions = List.copyOf(mentions);
  }
}
