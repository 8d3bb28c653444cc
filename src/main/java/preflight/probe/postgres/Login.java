package preflight.probe.postgres;

import java.util.Optional;
import preflight.probe.SecretValue;
import preflight.probe.SettingReader.Reading;

/**
 * Who wants into which database.
 *
 * @param schema searched for tables instead of those of the role, one a line
 */
record Login(
    Reading.Value<String> database,
    Reading.Value<String> user,
    Optional<SecretValue> password,
    Optional<String> schema) {}
