package preflight.probe.postgres;

import java.util.Optional;
import preflight.probe.SecretValue;
import preflight.probe.SettingReader.Reading;

/** Who wants into which database. */
record Login(
    Reading.Value<String> database, Reading.Value<String> user, Optional<SecretValue> password) {}
