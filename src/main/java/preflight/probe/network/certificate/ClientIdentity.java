package preflight.probe.network.certificate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a client proves itself with in a TLS handshake: a certificate and its private key. */
public record ClientIdentity(Pem certificate, Pem key) {

  /** Why an identity is of no use; nothing was sent with it. */
  public static final class Unusable extends IOException {

    private static final long serialVersionUID = 1;

    Unusable(String why) {
      super(why);
    }
  }

  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN (RSA |EC |ENCRYPTED |)PRIVATE KEY-----([^-]*)-----END", Pattern.DOTALL);

  /**
   * Reads both.
   *
   * @throws Unusable where certificate or key cannot be used; its message says why
   */
  public ClientKeys keys() throws Unusable {
    X509Certificate[] chain = chain();
    PrivateKey own = privateKey(chain[0].getPublicKey());
    if (!belongTogether(own, chain[0].getPublicKey())) {
      throw new Unusable(
          "the key in %s is not that of the certificate in %s"
              .formatted(key.where(), certificate.where()));
    }
    return new ClientKeys(chain, own);
  }

  private X509Certificate[] chain() throws Unusable {
    X509Certificate[] chain;
    try {
      chain =
          AuthorityFile.certificates(certificate).stream()
              .map(X509Certificate.class::cast)
              .toArray(X509Certificate[]::new);
    } catch (IOException e) {
      throw new Unusable(String.valueOf(e.getMessage()));
    }
    try {
      chain[0].checkValidity();
      return chain;
    } catch (CertificateExpiredException _) {
      throw new Unusable(
          "the client certificate in %s expired at %s"
              .formatted(certificate.where(), chain[0].getNotAfter().toInstant()));
    } catch (CertificateNotYetValidException _) {
      throw new Unusable(
          "the client certificate in %s is valid from %s"
              .formatted(certificate.where(), chain[0].getNotBefore().toInstant()));
    }
  }

  private PrivateKey privateKey(PublicKey of) throws Unusable {
    String text;
    try {
      text = new String(key.bytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new Unusable(String.valueOf(e.getMessage()));
    }
    Matcher pem = KEY.matcher(text);
    if (!text.contains("PRIVATE KEY-----")) {
      throw new Unusable(key.where() + " holds no private key in PEM");
    }
    if (text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED")) {
      throw new Unusable(
          "the key in %s is encrypted, and no passphrase can be declared: store it without one"
              .formatted(key.where()));
    }
    try {
      if (!pem.find()) {
        throw new Unusable("the key in %s is cut off".formatted(key.where()));
      }
      byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
      byte[] pkcs8 =
          switch (pem.group(1)) {
            case "RSA " -> wrapped(rsa(), der);
            case "EC " -> wrapped(algorithm(of.getEncoded()), der);
            default -> der;
          };
      return KeyFactory.getInstance(family(of)).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new Unusable(
          "the key in %s is no %s key, which the certificate in %s needs"
              .formatted(key.where(), family(of), certificate.where()));
    }
  }

  private static String family(PublicKey of) {
    return of.getAlgorithm();
  }

  private static boolean belongTogether(PrivateKey own, PublicKey shown) {
    byte[] sample = "preflight".getBytes(StandardCharsets.US_ASCII);
    try {
      var signer = Signature.getInstance(algorithmOf(shown));
      signer.initSign(own);
      signer.update(sample);
      byte[] signed = signer.sign();
      signer.initVerify(shown);
      signer.update(sample);
      return signer.verify(signed);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static String algorithmOf(PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }

  /** The AlgorithmIdentifier of rsaEncryption (RFC 8017, appendix A.1), in DER. */
  private static byte[] rsa() {
    return HexFormat.of().parseHex("300d06092a864886f70d0101010500");
  }

  /** The AlgorithmIdentifier with which a SubjectPublicKeyInfo begins (RFC 5280, section 4.1). */
  private static byte[] algorithm(byte[] info) {
    int start = 2 + ((info[1] & 0x80) == 0 ? 0 : info[1] & 0x7f);
    return Arrays.copyOfRange(info, start, start + 2 + info[start + 1]);
  }

  /** A key of RFC 8017 or RFC 5915 as a PrivateKeyInfo (RFC 5208, section 5). */
  private static byte[] wrapped(byte[] algorithm, byte[] key) {
    return tagged(0x30, joined(new byte[] {2, 1, 0}, joined(algorithm, tagged(4, key))));
  }

  private static byte[] tagged(int tag, byte[] content) {
    byte[] head =
        content.length < 0x80
            ? new byte[] {(byte) tag, (byte) content.length}
            : new byte[] {
              (byte) tag, (byte) 0x82, (byte) (content.length >> 8), (byte) content.length
            };
    return joined(head, content);
  }

  private static byte[] joined(byte[] one, byte[] two) {
    byte[] both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    return both;
  }
}
