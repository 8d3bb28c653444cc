package preflight.probe.secret.repository;

/**
 * How far a search came.
 *
 * @param searched contents, each of which is searched once, at however many paths it stands
 * @param known how many there are, as far as they have been listed
 * @param listed whether all are
 */
public record Progress(long searched, long known, boolean listed) {

  public static final Progress WHOLE = new Progress(0, 0, true);

  public boolean complete() {
    return listed && searched >= known;
  }
}
