package preflight.source.python.scope;

import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** The names that Python 3.8 to 3.14 knows without a binding. */
final class Builtins {

  /** Of every version since 3.8; {@code dir(builtins)}, and what {@code site} adds. */
  private static final Set<String> ALWAYS =
      words(
          """
          ArithmeticError AssertionError AttributeError BaseException BlockingIOError
          BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError
          ConnectionError ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError
          Ellipsis EnvironmentError Exception False FileExistsError FileNotFoundError
          FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning
          IndentationError IndexError InterruptedError IsADirectoryError KeyError
          KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError None
          NotADirectoryError NotImplemented NotImplementedError OSError OverflowError
          PendingDeprecationWarning PermissionError ProcessLookupError RecursionError
          ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration
          StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError True
          TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError
          UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning ZeroDivisionError
          __build_class__ __debug__ __import__ abs all any ascii bin bool breakpoint bytearray
          bytes callable chr classmethod compile complex copyright credits delattr dict dir divmod
          enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help
          hex id input int isinstance issubclass iter len license list locals map max memoryview
          min next object oct open ord pow print property quit range repr reversed round set
          setattr slice sorted staticmethod str sum super tuple type vars zip
          """);

  /** What the import system puts into modules, or can. */
  private static final Set<String> OF_MODULES =
      words(
          """
          __annotate__ __annotations__ __builtins__ __cached__ __conditional_annotations__ __doc__
          __file__ __loader__ __name__ __package__ __path__ __spec__ __warningregistry__
          """);

  private static final Set<String> OF_CLASSES =
      words("__classdict__ __firstlineno__ __module__ __qualname__ __static_attributes__");

  /** What Windows, notebooks, gettext and tools that run files put there. */
  private static final Set<String> SOMETIMES =
      words(
          """
          WindowsError _ __IPYTHON__ _ip dbutils display get_config get_ipython snakemake spark
          """);

  private static final Map<String, Integer> SINCE =
      Map.of(
          "EncodingWarning", 10,
          "aiter", 10,
          "anext", 10,
          "BaseExceptionGroup", 11,
          "ExceptionGroup", 11,
          "PythonFinalizationError", 13);

  /** Builtins of Python 2 that Python 3 does not have. */
  private static final Set<String> PYTHON_2 =
      words(
          """
          StandardError apply basestring buffer cmp coerce execfile file intern long raw_input
          reduce reload unichr unicode xrange
          """);

  private Builtins() {}

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+", -1));
  }

  /** The minor version of Python 3 since which a name needs no binding; empty if it needs one. */
  static OptionalInt since(String name) {
    if (ALWAYS.contains(name) || OF_MODULES.contains(name) || SOMETIMES.contains(name)) {
      return OptionalInt.of(0);
    }
    Integer since = SINCE.get(name);
    return since == null ? OptionalInt.empty() : OptionalInt.of(since);
  }

  static boolean ofClasses(String name) {
    return OF_CLASSES.contains(name);
  }

  static boolean ofPython2(String name) {
    return PYTHON_2.contains(name);
  }
}
