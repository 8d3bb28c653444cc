package preflight.probe.secret.text;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import preflight.probe.SecretValue;

/** What a password that was refused looks like, where it looks like something else. */
public final class PasswordForm {

  private static final Pattern CODES = Pattern.compile("(?:[^%]|%[0-9A-Fa-f]{2})+");
  private static final Pattern CODE = Pattern.compile("%[0-9A-Fa-f]{2}");
  private static final int SHORTEST_TEXT = 6;

  private PasswordForm() {}

  /** A clause about the password, which shows nothing of it. */
  public static Optional<String> of(SecretValue password) {
    byte[] value = password.reveal();
    Bytes text = Bytes.of(value);
    if (text.length() == 0) {
      return Optional.of("it is empty");
    }
    if (text.trimmed().length() < text.length()) {
      return Optional.of("it begins or ends with a blank or a line break");
    }
    if (Essence.json(text)) {
      return Optional.of("it is a JSON document, of which a value may be meant");
    }
    if (CODE.matcher(text).find() && CODES.matcher(text).matches()) {
      return Optional.of("it holds percent codes such as in a URL, which nobody resolves here");
    }
    return Decoding.of(text).filter(PasswordForm::readable).isPresent()
        ? Optional.of("it is base64 or hex of a text, which may be meant")
        : Optional.empty();
  }

  private static boolean readable(byte[] decoded) {
    boolean readable =
        decoded.length >= SHORTEST_TEXT
            && Bytes.of(decoded).trimmed().chars().allMatch(it -> it >= ' ' && it < 127);
    Arrays.fill(decoded, (byte) 0);
    return readable;
  }
}
