package preflight.catalog.vpc;

import java.util.Map;
import java.util.Optional;
import preflight.probe.SecretValue;
import preflight.probe.google.ApiTrouble;
import preflight.probe.secret.Fingerprint;
import preflight.probe.secret.Reading;
import preflight.probe.secret.SecretFacts;
import preflight.probe.secret.Secrets;
import preflight.probe.secret.overlap.Commonality;
import preflight.probe.secret.repository.Match;
import preflight.resource.Secret;
import preflight.resource.SecretFormat;

/** Secrets that are compared with what is declared, and with nothing else. */
record FakeSecrets(Map<String, String> values) implements Secrets {

  static final FakeSecrets NONE = new FakeSecrets(Map.of());

  static FakeSecrets holding(String name, String value) {
    return new FakeSecrets(Map.of(name, value));
  }

  @Override
  public Reading<Match> match(Secret secret, String declared, String field) {
    String value = values.get(secret.name().name());
    return value == null
        ? unanswered()
        : new Reading.Known<>(
            value.equals(declared) ? Match.EQUAL : Match.differs("another value"));
  }

  @Override
  public Reading<SecretFacts> read(Secret secret) {
    return unanswered();
  }

  @Override
  public Commonality commonality(Secret secret) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Reading<Optional<String>> formatProblem(Secret secret, Optional<SecretFormat> format) {
    return unanswered();
  }

  @Override
  public Reading<Fingerprint> group(String id, String version) {
    return unanswered();
  }

  @Override
  public Reading<SecretValue> value(String id, String version) {
    return unanswered();
  }

  @Override
  public Fingerprint group(SecretValue value) {
    throw new UnsupportedOperationException();
  }

  private static <T> Reading<T> unanswered() {
    return new Reading.Unanswered<>(new ApiTrouble.NoCredentials());
  }
}
