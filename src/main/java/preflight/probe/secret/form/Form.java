package preflight.probe.secret.form;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What the credentials of one vendor look like.
 *
 * @param anchors what a value begins with, holds (after {@code …}) or is called (after {@code
 *     name:})
 * @param entropy of a real one, at least, in bits a character
 */
record Form(
    String id, List<String> anchors, Pattern pattern, double entropy, String words, String revoke) {

  static final String INSIDE = "…";
  static final String NAME = "name:";

  Looks looks() {
    return new Looks(words, false, revoke);
  }
}
