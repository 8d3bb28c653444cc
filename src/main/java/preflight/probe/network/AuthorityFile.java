package preflight.probe.network;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import preflight.file.RegularFile;

/** The certificates of authorities in a PEM file. */
public final class AuthorityFile {

  // In MiB; the bundle of a whole operating system has a quarter of one.
  private static final int LARGEST = 4;

  private AuthorityFile() {}

  /**
   * Reads at least one certificate.
   *
   * @throws IOException where there is none; its message names the file and says why
   */
  public static Collection<? extends Certificate> certificates(Path file) throws IOException {
    byte[] pem =
        switch (RegularFile.read(file, LARGEST)) {
          case RegularFile.Content.Bytes it -> it.array();
          case RegularFile.Content.Missing _ -> throw new IOException("there is no file " + file);
          case RegularFile.Content.Unfit(String why) -> throw new IOException(file + " " + why);
          case RegularFile.Content.Closed(String why) -> throw new IOException(file + " " + why);
        };
    try {
      var found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem));
      if (found.isEmpty()) {
        throw new IOException(file + " holds no certificate");
      }
      return found;
    } catch (CertificateException e) {
      throw new IOException(file + " holds no certificate", e);
    }
  }
}
