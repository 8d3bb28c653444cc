package preflight.catalog.secret;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import preflight.probe.google.ApiAnswer;
import preflight.probe.secret.Reading;
import preflight.probe.secret.SecretRegister;
import preflight.resource.Secret;
import preflight.resource.secret.SecretName;

/** A register that says what a test tells it to. */
final class FakeRegister implements SecretRegister {

  ApiAnswer<Dates> dates = new ApiAnswer.Got<>(new Dates(Optional.empty(), Optional.empty()));
  ApiAnswer<Instant> created = new ApiAnswer.Absent<>("version");
  ApiAnswer<Set<String>> readers = new ApiAnswer.Got<>(Set.of());
  Reading<Rotation> rotation = new Reading.Known<>(Rotation.CHANGED);

  @Override
  public ApiAnswer<Dates> dates(Secret secret) {
    return dates;
  }

  @Override
  public ApiAnswer<Instant> created(SecretName secret, String version) {
    return created;
  }

  @Override
  public ApiAnswer<Set<String>> readers(SecretName secret) {
    return readers;
  }

  @Override
  public Reading<Rotation> rotation(Secret secret) {
    return rotation;
  }
}
