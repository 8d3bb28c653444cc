package preflight.sandbox;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.Collectors;

/** Values of secrets, made up anew for every sandbox, in the shapes that real ones have. */
final class Values {

  private static final String LETTERS_AND_DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private final SecureRandom random = new SecureRandom();

  Payload hex(int bytes) {
    return Payload.of(HexFormat.of().formatHex(bytes(bytes)));
  }

  Payload base64(int bytes) {
    return Payload.of(Base64.getEncoder().encodeToString(bytes(bytes)));
  }

  /** 32 bytes in URL-safe base64 with padding, as Fernet's specification wants them. */
  Payload fernet() {
    return Payload.of(Base64.getUrlEncoder().encodeToString(bytes(32)));
  }

  Payload uuid() {
    return Payload.of(UUID.randomUUID().toString());
  }

  /** Small letters, as revisions end with. */
  static String letters(int count) {
    return new SecureRandom()
        .ints(count, 'a', 'z' + 1)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  /** A key as vendors issue them: a fixed prefix, then letters and digits. */
  Payload key(String prefix, int length) {
    return Payload.of(prefix + text(length));
  }

  Payload clientId() {
    return Payload.of(
        (100_000_000_000L + random.nextLong(900_000_000_000L))
            + "-"
            + HexFormat.of().formatHex(bytes(16))
            + ".apps.googleusercontent.com");
  }

  Payload dsn() {
    return Payload.of("https://" + text(32) + "@errors.sandbox.invalid/7");
  }

  /** A private key for ES256 in PKCS #8 PEM. */
  Payload pem() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256, random);
      byte[] encoded = generator.generateKeyPair().getPrivate().getEncoded();
      return Payload.of(
          "-----BEGIN PRIVATE KEY-----\n"
              + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
              + "\n-----END PRIVATE KEY-----\n");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has EC keys", e);
    }
  }

  private String text(int length) {
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(LETTERS_AND_DIGITS.charAt(random.nextInt(LETTERS_AND_DIGITS.length())));
    }
    return text.toString();
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
