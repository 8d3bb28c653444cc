package preflight.probe.secret;

import java.util.Map;
import java.util.Optional;
import preflight.probe.SecretValue;

/** The environment of this process. Its values are strings already; the JVM made them. */
final class ProcessStore implements Store {

  private final Map<String, String> variables;

  ProcessStore(Map<String, String> variables) {
    this.variables = variables;
  }

  @Override
  public Reading<StoredValue> read(String id, String version) {
    String value = variables.get(id);
    return value == null
        ? new Reading.Missing<>("variable " + id + " in this process", Optional.empty())
        : new Reading.Known<>(new StoredValue(SecretValue.of(value), "", Checksum.ABSENT));
  }
}
