package preflight.source.python;

/**
 * An import that fails.
 *
 * @param kind why
 * @param path of the file in the tree that holds the import
 * @param module what cannot be imported, dotted and absolute
 * @param name the name that the module lacks; empty where the module itself is missing
 * @param words as a sentence without a full stop
 */
public record Problem(
    Kind kind,
    String path,
    Import of,
    int line,
    int column,
    String module,
    String name,
    String words) {

  /** Why an import fails. */
  public enum Kind {
    /** The tree has the module, and the image does not. */
    NOT_PACKED,
    /** A package of the image has no such module. */
    NO_MODULE,
    /** A module of the image has no such name. */
    NO_NAME,
    /** The module is in the image, where the import system does not look. */
    NOT_ON_PATH,
    /** No requirement brings it. */
    NOT_INSTALLED,
    /** No requirement names it, and something that is installed may bring it. */
    NOT_DECLARED,
    /** The image's Python does not have it. */
    OTHER_VERSION
  }

  /** What Python says of it. */
  public String exception() {
    return name.isEmpty()
        ? "ModuleNotFoundError: No module named '%s'".formatted(module)
        : "ImportError: cannot import name '%s' from '%s'".formatted(name, module);
  }
}
