package preflight.probe.postgres;

import java.util.List;
import java.util.Optional;
import preflight.probe.SecretValue;
import preflight.probe.SettingReader.Reading;

/**
 * Who wants into which database.
 *
 * @param schemas searched for tables instead of those of the role; none leaves them
 */
record Login(
    Reading.Value<String> database,
    Reading.Value<String> user,
    Optional<SecretValue> password,
    List<String> schemas) {}
