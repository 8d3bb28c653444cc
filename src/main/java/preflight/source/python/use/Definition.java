package preflight.source.python.use;

/**
 * Where something is defined.
 *
 * @param module the module's absolute name
 * @param name that the module gives it; empty for the module itself
 */
public record Definition(String module, String name) {}
