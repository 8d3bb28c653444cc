package preflight.source.python.scope;

import java.util.List;
import java.util.Set;

/**
 * The names of one Python module: what it binds, and what it reads that nothing binds. Columns and
 * lines count from 1, columns in characters.
 *
 * @param read whether the file parses as Python 3; if not, it has no undefined names here
 * @param bindings what is bound at module level, in order, also by functions that say {@code
 *     global}
 * @param injected names that it adds to the builtins of the whole process
 */
public record ScopeFacts(
    boolean read,
    List<Binding> bindings,
    Exports exports,
    List<StarImport> stars,
    List<Dynamic> dynamic,
    List<String> injected,
    List<Undefined> undefined) {

  /** What binds a name. */
  public enum BindingKind {
    IMPORT,
    FUNCTION,
    CLASS,
    VARIABLE,
    /** An annotation without a value, or a {@code global} that nothing assigns. */
    DECLARATION,
    /** The name of {@code except … as name}, which ends with its handler. */
    HANDLER
  }

  /**
   * A place that binds a name of the module.
   *
   * @param conditional whether the module can be imported without it: in a branch, a loop, a {@code
   *     try}, or a function
   * @param typing whether only a type checker sees it ({@code if TYPE_CHECKING})
   * @param deleted whether a later {@code del} of the module level removes it
   */
  public record Binding(
      String name,
      BindingKind kind,
      int line,
      int column,
      boolean conditional,
      boolean typing,
      boolean deleted) {}

  /**
   * What {@code __all__} says.
   *
   * @param declared whether there is one
   * @param open whether it holds more than the literal names
   */
  public record Exports(boolean declared, List<String> names, boolean open) {}

  /**
   * {@code from module import *}.
   *
   * @param module as written, with its leading dots
   */
  public record StarImport(String module, int line) {}

  /** How names can get into the module, or out of it, that no statement binds. */
  public enum Way {
    /** {@code __getattr__} of the module: for importers, not for its own code. */
    MODULE_GETATTR,
    /** {@code exec} or {@code execfile}. */
    EXEC,
    /** {@code globals()}, or {@code vars()} and {@code locals()} of the module, handed on. */
    GLOBALS,
    /** {@code sys.modules[…]}, written to or handed on. */
    MODULE_OBJECT,
    /** Builtins whose names are computed. */
    BUILTINS
  }

  /** A place that can bind names unseen. */
  public record Dynamic(Way way, int line) {}

  /** When a name is looked up. */
  public enum Moment {
    /** As the module is imported. */
    IMPORT,
    /** When the function around it runs. */
    CALL,
    /**
     * An annotation that is evaluated where it stands (as the module is imported, or in a function)
     * up to Python 3.13, and not from 3.14 on.
     */
    ANNOTATION,
    /** Never while the program runs. */
    TYPING
  }

  /** Why a look-up fails. */
  public enum Fault {
    /** Nothing binds the name. */
    NOWHERE,
    /** It is bound after that place only. */
    BEFORE,
    /** A {@code del} before that place removes it. */
    DELETED,
    /** Only {@code except … as} binds it, whose block has ended. */
    HANDLER_ENDED,
    /** It is bound for type checkers only. */
    TYPE_CHECKING
  }

  /** What may keep the look-up from happening, or from doing harm. */
  public enum Guard {
    NONE,
    /** In a branch for type checkers. */
    TYPE_CHECKING,
    /** An {@code except} for {@code NameError}. */
    NAME_ERROR,
    /**
     * An {@code except} for {@code Exception} or everything: it hides the mistake, and may have
     * been written to.
     */
    EXCEPTION,
    /** A condition that names the name in quotes ({@code "x" in globals()}). */
    PRESENCE,
    /** A condition on the version of Python. */
    VERSION,
    /** Code that never runs. */
    DEAD
  }

  /**
   * A name that is read and not bound there.
   *
   * @param function the qualified name of the function or class around it; empty at module level
   * @param builtinSince the minor version of Python 3 that has it as a builtin; 0 if none has
   * @param maybeFromStar whether a star import may bind it
   * @param suppressed whether a comment of the line or file says to let it be ({@code noqa: F821})
   */
  public record Undefined(
      String name,
      int line,
      int column,
      String function,
      Fault fault,
      Moment moment,
      Guard guard,
      int builtinSince,
      boolean maybeFromStar,
      boolean suppressed) {

    /** Whether the look-up fails with a {@code NameError} once the line runs on Python 3.minor. */
    public boolean fails(int minor) {
      boolean evaluated =
          switch (moment) {
            case IMPORT, CALL -> true;
            case ANNOTATION -> minor < 14;
            case TYPING -> false;
          };
      return evaluated && guard == Guard.NONE && (builtinSince == 0 || builtinSince > minor);
    }

    /** Whether importing the module looks it up. */
    public boolean whileImported() {
      return moment == Moment.IMPORT || (moment == Moment.ANNOTATION && function.isEmpty());
    }

    /** What is wrong, as a sentence without a full stop. */
    public String message() {
      return switch (fault) {
        case NOWHERE ->
            builtinSince == 0
                ? "the name %s is not defined".formatted(name)
                : "the name %s is a builtin from Python 3.%d on".formatted(name, builtinSince);
        case BEFORE -> "%s is used before it is assigned".formatted(name);
        case DELETED -> "%s is used after it was deleted".formatted(name);
        case HANDLER_ENDED -> "%s is used after its except block, which removes it".formatted(name);
        case TYPE_CHECKING ->
            "%s is imported for type checkers only (if TYPE_CHECKING) and used when the code runs"
                .formatted(name);
      };
    }
  }

  private static final Set<Way> INWARD =
      Set.of(Way.EXEC, Way.GLOBALS, Way.MODULE_OBJECT, Way.BUILTINS);

  /** Whether names may be bound in the module that no statement of it binds. */
  public boolean open() {
    return dynamic.stream().anyMatch(it -> INWARD.contains(it.way()));
  }

  /**
   * What fails on Python 3.minor without any doubt that this file can clear up. What a star import
   * may bind is among it, and for the caller to decide.
   */
  public List<Undefined> certain(int minor) {
    return open()
        ? List.of()
        : undefined.stream().filter(it -> it.fails(minor) && !it.suppressed()).toList();
  }
}
