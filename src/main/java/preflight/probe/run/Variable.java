package preflight.probe.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Pattern;
import preflight.probe.SecretValue;
import preflight.resource.secret.SecretName;

/** What an environment variable of a revision is given. */
public sealed interface Variable {

  /**
   * Written in the revision.
   *
   * @param value confidential: teams put credentials there as well
   * @param shown the value, where it is the very one that the profile tells
   */
  record Plain(SecretValue value, Optional<String> shown) implements Variable {

    /**
     * A variable that may be told only if it has the value that the profile tells: what stands
     * there instead may be a credential that was put under the wrong name.
     */
    public static Plain of(SecretValue value, Optional<String> expected) {
      var plain = new Plain(value, Optional.empty());
      return new Plain(value, expected.filter(plain::is));
    }

    /** Whether the value is exactly this text. */
    public boolean is(String text) {
      return MessageDigest.isEqual(value.reveal(), text.getBytes(StandardCharsets.UTF_8));
    }

    /** The secret that it refers to, where the application reads that itself. */
    public Optional<SecretName.Version> reference() {
      return value.length() > LONGEST_REFERENCE
          ? Optional.empty()
          : SecretName.referredTo(new String(value.reveal(), StandardCharsets.UTF_8));
    }

    /** Whether both have the same value. */
    public boolean same(Plain other) {
      return MessageDigest.isEqual(value.reveal(), other.value.reveal());
    }

    /** Whether the value is, or is a URL of, the machine that reads it. */
    public boolean pointsHere() {
      return LOOPBACK.matcher(new String(value.reveal(), StandardCharsets.ISO_8859_1)).matches();
    }
  }

  int LONGEST_REFERENCE = 600;

  /** A host or URL of the machine itself. */
  Pattern LOOPBACK =
      Pattern.compile(
          "(?i)\\s*([a-z][a-z0-9+.-]*://([^\\s/?#@]*@)?)?(localhost|127(\\.[0-9]{1,3}){3}|\\[?::1]?|0\\.0\\.0\\.0)"
              + "(:[0-9]{1,5})?([/?#].*)?\\s*");

  /**
   * Read from Secret Manager when an instance starts.
   *
   * @param secret its id
   * @param version a number or {@code latest}
   */
  record FromSecret(String secret, String version) implements Variable {}

  /** Given by the deployment, which decides only then what: a value, or which secret. */
  record Unresolved() implements Variable {}
}
