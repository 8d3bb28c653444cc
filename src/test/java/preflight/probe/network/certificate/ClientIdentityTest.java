package preflight.probe.network.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.probe.SecretValue;
import preflight.resource.Kind;
import preflight.resource.ResourceName;

class ClientIdentityTest {

  private static final HeldCertificate RSA = new HeldCertificate.Builder().rsa2048().build();

  @TempDir private Path folder;

  /** As OpenSSL writes them, of which the JDK reads the first form only. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048",
        "genrsa -traditional",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256",
        "ecparam -name secp384r1 -genkey -noout",
        "genpkey -algorithm ED25519"
      })
  void keys_are_read_in_the_forms_that_openssl_writes(String command) throws Exception {
    Path key = folder.resolve("key.pem");
    Path certificate = folder.resolve("cert.pem");
    openssl(command + " -out " + key);
    openssl("req -new -x509 -subj /CN=app -days 2 -key " + key + " -out " + certificate);
    assertThat(
            new ClientIdentity(new Pem.InFile(certificate), new Pem.InFile(key))
                .keys()
                .getPrivateKey("client"))
        .isNotNull();
  }

  @Test
  void a_key_of_another_certificate_is_said_to_be_so() {
    var other = new HeldCertificate.Builder().rsa2048().build();
    refused(RSA.certificatePem(), other.privateKeyPkcs8Pem(), "is not that of the certificate in");
  }

  @Test
  void a_key_of_another_algorithm_is_said_to_be_so() {
    var other = new HeldCertificate.Builder().ecdsa256().build();
    refused(RSA.certificatePem(), other.privateKeyPkcs8Pem(), "is no RSA key");
  }

  @Test
  void an_expired_certificate_and_one_of_tomorrow_are_told_apart() {
    long day = 86_400_000L;
    long now = System.currentTimeMillis();
    var old = new HeldCertificate.Builder().validityInterval(0, now - day).build();
    refused(old.certificatePem(), old.privateKeyPkcs8Pem(), "expired at 20");
    var young = new HeldCertificate.Builder().validityInterval(now + day, now + 2 * day).build();
    refused(young.certificatePem(), young.privateKeyPkcs8Pem(), "is valid from 20");
  }

  @Test
  void an_encrypted_key_is_said_to_be_so() throws Exception {
    Path plain = Files.writeString(folder.resolve("plain.pem"), RSA.privateKeyPkcs8Pem());
    Path encrypted = folder.resolve("encrypted.pem");
    openssl("pkey -in " + plain + " -aes256 -passout pass:correct-horse -out " + encrypted);
    refused(RSA.certificatePem(), Files.readString(encrypted), "is encrypted");
    openssl(
        "rsa -traditional -in " + plain + " -aes256 -passout pass:correct-horse -out " + encrypted);
    refused(RSA.certificatePem(), Files.readString(encrypted), "is encrypted");
  }

  @Test
  void what_is_no_certificate_and_no_key_is_said_to_be_so() {
    refused("hello", RSA.privateKeyPkcs8Pem(), "secrets.CERTIFICATE holds no certificate");
    refused(RSA.certificatePem(), RSA.certificatePem(), "secrets.KEY holds no private key in PEM");
    String key = RSA.privateKeyPkcs8Pem();
    refused(RSA.certificatePem(), key.substring(0, key.length() - 40), "cut off");
  }

  private static void refused(String certificate, String key, String why) {
    var identity = new ClientIdentity(held("CERTIFICATE", certificate), held("KEY", key));
    assertThatThrownBy(identity::keys)
        .isInstanceOf(ClientIdentity.Unusable.class)
        .hasMessageContaining(why);
  }

  private static Pem held(String name, String pem) {
    return new Pem.InSecret(
        new ResourceName(Kind.SECRETS, name),
        new SecretValue(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  private void openssl(String arguments) throws IOException, InterruptedException {
    var command = new java.util.ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ", -1)));
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("openssl.log").toFile())
            .start();
    assertThat(process.waitFor()).as(arguments).isZero();
  }
}
