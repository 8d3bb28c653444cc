package preflight.probe.secret;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import preflight.probe.SecretValue;

/** The random key of one run, under which values are compared. */
public final class RunKey {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec key;

  public RunKey() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    key = new SecretKeySpec(bytes, ALGORITHM);
  }

  public Fingerprint of(SecretValue value) {
    return of(value.reveal());
  }

  Fingerprint of(byte[] value) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return new Fingerprint(mac.doFinal(value));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(ALGORITHM + " is part of every JDK", e);
    }
  }

  RandomGenerator random() {
    return random;
  }
}
