package preflight.source.script.facts;

import java.util.List;

/**
 * A place that loads another module.
 *
 * @param specifier as written, without quotes
 * @param names what it takes from the module; empty where it takes all or nothing
 * @param typeOnly whether nothing of it is left when the file runs
 * @param atLoad whether it is evaluated whenever the file is
 * @param guarded whether the file goes on where the module is missing
 * @param line from 1
 * @param column from 1, in characters
 */
public record ScriptImport(
    Form form,
    String specifier,
    List<Name> names,
    boolean typeOnly,
    boolean atLoad,
    boolean guarded,
    int line,
    int column) {

  /** How it is written. */
  public enum Form {
    IMPORT,
    REEXPORT,
    DYNAMIC,
    REQUIRE
  }

  /**
   * A name that is taken from the module.
   *
   * @param name {@code "default"} for the default export
   * @param typeOnly whether it is used as a type, or not at all
   */
  public record Name(String name, boolean typeOnly, int line, int column) {}
}
