package preflight.source.python.use;

/**
 * A dotted name, and where its first part is looked up.
 *
 * @param module empty: the module that says the name; else a module as an import statement writes
 *     it ({@code "..models"})
 * @param dotted {@code "a.b"}; empty for the module itself
 */
public record Name(String module, String dotted) {

  public static final Name NONE = new Name("", "");

  public boolean isNone() {
    return module.isEmpty() && dotted.isEmpty();
  }

  /** The part after the last dot. */
  public String last() {
    return dotted.substring(dotted.lastIndexOf('.') + 1);
  }
}
