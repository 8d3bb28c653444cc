package preflight.diagnosis;

/**
 * What the caller makes of doubt.
 *
 * @param failOnWarning whether warnings give an exit code of their own
 * @param allowUnknown whether what could not be checked only warns
 */
public record Policy(boolean failOnWarning, boolean allowUnknown) {}
