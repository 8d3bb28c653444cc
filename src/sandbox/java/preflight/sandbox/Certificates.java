package preflight.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;

/** Issues the certificates of broken services with the keytool of the JDK. */
final class Certificates {

  private static final String AUTHORITY = "authority";
  private static final String SERVER = "server";

  private final Path directory;
  private final String password = new Values().key("", 32).text();

  Certificates(Path directory) {
    this.directory = directory;
  }

  /** The file with the authority that clients should trust; it is there after the first issue. */
  static Path authority(Path directory) {
    return directory.resolve("ca.pem");
  }

  /** A certificate with this fault and no other, from an authority that clients trust. */
  synchronized KeyManagerFactory issue(Fault fault) throws IOException {
    Path store = directory.resolve("certificates.p12");
    boolean expired = fault == Fault.CERTIFICATE_EXPIRED;
    keytool(
        store,
        AUTHORITY,
        "-dname",
        "CN=Preflight sandbox authority",
        "-startdate",
        "-90d",
        "-validity",
        "365",
        "-ext",
        "bc:critical=ca:true",
        "-ext",
        "ku:critical=keyCertSign,cRLSign");
    keytool(
        store,
        SERVER,
        "-dname",
        "CN=Preflight sandbox service",
        "-signer",
        AUTHORITY,
        "-startdate",
        "-60d",
        "-validity",
        expired ? "30" : "120",
        "-ext",
        fault == Fault.CERTIFICATE_FOR_ANOTHER_HOST
            ? "san=dns:other.sandbox.invalid"
            : "san=ip:127.0.0.1,dns:localhost");
    return load(store);
  }

  private KeyManagerFactory load(Path store) throws IOException {
    try (InputStream in = Files.newInputStream(store)) {
      var keys = KeyStore.getInstance("PKCS12");
      keys.load(in, password.toCharArray());
      Files.writeString(authority(directory), pem(keys.getCertificate(AUTHORITY)));
      keys.deleteEntry(AUTHORITY);
      var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keys, password.toCharArray());
      return factory;
    } catch (GeneralSecurityException e) {
      throw new IOException("The certificates that keytool made cannot be read", e);
    }
  }

  private void keytool(Path store, String alias, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass:env",
                "SANDBOX_STORE_PASSWORD",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1"));
    command.addAll(Arrays.asList(more));
    var builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("SANDBOX_STORE_PASSWORD", password);
    Process process = builder.start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException("keytool ended with exit code " + process.exitValue());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("keytool was interrupted", e);
    }
  }

  private static String pem(Certificate certificate) throws GeneralSecurityException {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }
}
