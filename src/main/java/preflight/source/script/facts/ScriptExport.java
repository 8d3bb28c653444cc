package preflight.source.script.facts;

/**
 * A name that a module offers.
 *
 * @param name {@code "default"} for the default export, {@code "*"} for all that another module has
 * @param from the module that it comes from, as written; empty for this one
 */
public record ScriptExport(String name, String from) {

  public static final String ALL = "*";
  public static final String DEFAULT = "default";
}
