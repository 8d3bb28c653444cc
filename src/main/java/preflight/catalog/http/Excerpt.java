package preflight.catalog.http;

import java.util.regex.Pattern;
import preflight.probe.PeerText;

/** Makes a text fit for a line of a report: short, and without control characters. */
public final class Excerpt {

  private static final int LONGEST = 160;
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\uFFFD\\s]+");

  private Excerpt() {}

  /** What a peer said, without anything confidential. */
  public static String of(PeerText text) {
    return of(text.shown(2 * LONGEST));
  }

  /** What the profile says. */
  public static String of(String text) {
    String clean = CONTROL.matcher(text).replaceAll(" ").strip();
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + " …";
  }
}
