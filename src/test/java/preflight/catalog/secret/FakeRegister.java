package preflight.catalog.secret;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import preflight.probe.google.Answer;
import preflight.probe.secret.Reading;
import preflight.probe.secret.SecretRegister;
import preflight.resource.Secret;

/** A register that says what a test tells it to. */
final class FakeRegister implements SecretRegister {

  Answer<Dates> dates = new Answer.Got<>(new Dates(Optional.empty(), Optional.empty()));
  Answer<Instant> created = new Answer.Absent<>("version");
  Answer<Set<String>> readers = new Answer.Got<>(Set.of());
  Reading<Rotation> rotation = new Reading.Known<>(Rotation.CHANGED);

  @Override
  public Answer<Dates> dates(Secret secret) {
    return dates;
  }

  @Override
  public Answer<Instant> created(String id, String version) {
    return created;
  }

  @Override
  public Answer<Set<String>> readers(Secret secret) {
    return readers;
  }

  @Override
  public Reading<Rotation> rotation(Secret secret) {
    return rotation;
  }
}
