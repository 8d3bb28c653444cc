package preflight.source.python;

import java.util.List;

/**
 * An import statement, or a call of {@code importlib.import_module} with a literal.
 *
 * @param module as written, without the dots of a relative import; empty for {@code from . import}
 * @param level how many dots stand before it; 0 is absolute
 * @param names what {@code from … import} asks of it; empty for {@code import module}
 * @param star whether all names are asked for
 * @param function qualified name of the function that it stands in; empty where it runs when the
 *     module is imported
 * @param guard what else decides whether it runs, or whether it may fail
 */
public record Import(
    String module,
    int level,
    List<Name> names,
    boolean star,
    String function,
    Guard guard,
    int line,
    int column) {

  public Import {
    names = List.copyOf(names);
  }

  /** A name that is asked of a module. */
  public record Name(String name, int line, int column) {}

  /** What stands around an import. */
  public enum Guard {
    /** Nothing: if it fails, whoever imports the module fails. */
    NONE,
    /** It may fail: a handler of {@code ImportError} goes on without it. */
    OPTIONAL,
    /** It stands in such a handler, instead of another. */
    FALLBACK,
    /** Only type checkers run it. */
    TYPE_CHECKING,
    /** Only {@code python module.py} runs it. */
    MAIN,
    /** A condition on the version or the system, or another one. */
    CONDITION
  }

  /** Whether it runs whenever the module is imported, and must not fail. */
  public boolean atStart() {
    return function.isEmpty() && guard == Guard.NONE;
  }

  /** As it would be written: {@code ..pkg.module}. */
  public String written() {
    return ".".repeat(level) + module;
  }
}
