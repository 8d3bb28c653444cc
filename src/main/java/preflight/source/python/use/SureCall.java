package preflight.source.python.use;

/**
 * A call that is made whenever the code around it runs to that place.
 *
 * @param called what stands before the parentheses; {@code Class.method} for a method of {@code
 *     self}
 * @param function whose body it stands in, {@code "make"} or {@code "Cache.__init__"}; empty where
 *     it runs when the module is imported
 */
public record SureCall(Name called, String function, int line, int column) {}
