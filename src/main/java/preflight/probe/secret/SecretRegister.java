package preflight.probe.secret;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import preflight.probe.google.ApiAnswer;
import preflight.resource.Secret;
import preflight.resource.secret.SecretName;

/** What Secret Manager knows about a secret besides its value. */
public interface SecretRegister {

  /** From the list of all secrets, which is asked for once. */
  ApiAnswer<Dates> dates(Secret secret) throws InterruptedException;

  /** When a version was added; {@code latest} is a version as well. */
  ApiAnswer<Instant> created(SecretName secret, String version) throws InterruptedException;

  /** Members whom the secret's own policy lets read its value, without conditions. */
  ApiAnswer<Set<String>> readers(SecretName secret) throws InterruptedException;

  /** Whether the newest version differs from the one before. */
  Reading<Rotation> rotation(Secret secret) throws InterruptedException;

  /** When a secret ends, and when it is due for a new version. */
  record Dates(Optional<Instant> expires, Optional<Instant> nextRotation) {}

  /** The newest version compared with the one before. */
  enum Rotation {
    CHANGED,
    UNCHANGED,
    /** There is none before. */
    NO_EARLIER_VALUE,
    /** The one before is disabled or destroyed. */
    EARLIER_INACTIVE
  }
}
