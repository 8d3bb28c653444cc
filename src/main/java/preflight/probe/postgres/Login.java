package preflight.probe.postgres;

import java.util.Optional;
import java.util.regex.Pattern;
import preflight.probe.SecretValue;
import preflight.probe.SettingReader.Reading;

/** Who wants into which database. */
record Login(
    Reading.Value<String> database, Reading.Value<String> user, Optional<SecretValue> password) {

  private static final Pattern NAME = Pattern.compile("[\\w$.-]{1,63}");

  /** The server quotes both names; what came from a secret and is no name may be anything. */
  String withoutSecrets(String message) {
    return hidden(hidden(message, database), user);
  }

  private static String hidden(String message, Reading.Value<String> quoted) {
    boolean name = NAME.matcher(quoted.value().strip()).matches();
    return quoted.from().isEmpty() || name || quoted.value().isBlank()
        ? message
        : message.replace(quoted.value(), "•••").replace(quoted.value().strip(), "•••");
  }
}
