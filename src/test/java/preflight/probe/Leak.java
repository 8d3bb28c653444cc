package preflight.probe;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looks for what is left of credentials in a text, by other means than redaction does. */
public final class Leak {

  private static final int RUN = 8;
  private static final Pattern APART = Pattern.compile("[^\\p{L}\\p{N}]+");

  private final String text;
  private final String shown;

  public Leak(String shown) {
    this.shown = shown;
    this.text = bare(shown);
  }

  /**
   * A run of eight letters and digits of a credential as it was spelled, with what is around it.
   *
   * @param around what the spelling puts around every credential, and may stay
   */
  public Optional<String> of(String spelled, String around) {
    String secret = bare(spelled);
    String innocent = bare(around);
    for (int i = 0; i + RUN <= secret.length(); i++) {
      String run = secret.substring(i, i + RUN);
      int at = innocent.contains(run) ? -1 : text.indexOf(run);
      if (at >= 0) {
        return Optional.of(
            run + " in " + text.substring(Math.max(0, at - 60), Math.min(text.length(), at + 60)));
      }
    }
    return Optional.empty();
  }

  private static String bare(String text) {
    return APART.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return shown;
  }
}
