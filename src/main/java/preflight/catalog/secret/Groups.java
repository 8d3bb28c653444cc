package preflight.catalog.secret;

import java.util.LinkedHashMap;
import java.util.Map;
import preflight.probe.secret.Fingerprint;

/** Letters for equal values, in the order in which they appear. */
final class Groups {

  private static final int LETTERS = 26;

  private final Map<Fingerprint, String> letters = new LinkedHashMap<>();

  String letter(Fingerprint group) {
    String known = letters.get(group);
    if (known != null) {
      return known;
    }
    int next = letters.size();
    String fresh =
        (char) ('A' + next % LETTERS) + (next < LETTERS ? "" : String.valueOf(next / LETTERS));
    letters.put(group, fresh);
    return fresh;
  }
}
