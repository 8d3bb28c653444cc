package preflight.probe.secret.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Supplier;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.eclipse.jgit.lib.ObjectId;

/**
 * A fingerprint of a line of a file at a path, to allow what stands there. It is the same on every
 * machine, so it cannot be keyed; it is stretched, because a file may hold nothing but a weak
 * secret, and who reads a report could otherwise try values against it as fast as they can hash.
 * Since that takes time, it is made only for what is shown.
 */
record FilePrint(String path, ObjectId file, int line) implements Supplier<String> {

  private static final String ALGORITHM = "PBKDF2WithHmacSHA256";
  private static final int ITERATIONS = 50_000;
  private static final int BITS = 48;

  @Override
  public String get() {
    char[] content = file.name().toCharArray();
    var spec = new PBEKeySpec(content, ("preflight " + path).getBytes(UTF_8), ITERATIONS, BITS);
    try {
      byte[] print = SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
      return HexFormat.of().formatHex(print) + ":" + line;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(ALGORITHM + " is part of every JDK", e);
    } finally {
      spec.clearPassword();
      Arrays.fill(content, ' ');
    }
  }

  /** Not what it is made of, which can be tried out. */
  @Override
  public String toString() {
    return path + ":" + line;
  }
}
