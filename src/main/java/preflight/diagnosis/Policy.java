package preflight.diagnosis;

/**
 * What the caller makes of doubt.
 *
 * @param failOnWarning whether warnings give an exit code of their own
 * @param allowUnknown whether what could not be checked only warns
 * @param strict whether a deployment must not leave anything broken, also where it changes nothing
 */
public record Policy(boolean failOnWarning, boolean allowUnknown, boolean strict) {

  public Policy(boolean failOnWarning, boolean allowUnknown) {
    this(failOnWarning, allowUnknown, false);
  }
}
