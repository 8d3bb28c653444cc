package preflight.probe.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom a TLS client believes: the default certificate authorities and those of one file. */
record Trust(SSLSocketFactory sockets, X509TrustManager manager) {

  static Trust byDefault() {
    return of(manager(null));
  }

  /**
   * The default authorities and those of a PEM file.
   *
   * @throws IOException when the file cannot be read or holds no certificate; its message names the
   *     file
   */
  static Trust with(Path file) throws IOException {
    List<Certificate> anchors = new ArrayList<>(read(file));
    anchors.addAll(Arrays.<X509Certificate>asList(manager(null).getAcceptedIssuers()));
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (int i = 0; i < anchors.size(); i++) {
        store.setCertificateEntry("anchor-" + i, anchors.get(i));
      }
      return of(manager(store));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK keeps no certificates", e);
    }
  }

  private static List<Certificate> read(Path file) throws IOException {
    byte[] pem;
    try {
      pem = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file, e);
    } catch (IOException e) {
      throw new IOException(file + " cannot be read", e);
    }
    try {
      var found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem));
      if (found.isEmpty()) {
        throw new IOException(file + " holds no certificate");
      }
      return List.copyOf(found);
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " holds no certificate", e);
    }
  }

  private static X509TrustManager manager(@Nullable KeyStore store) {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager x509) {
          return x509;
        }
      }
      throw new IllegalStateException("the JDK trusts no certificates");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK trusts no certificates", e);
    }
  }

  private static Trust of(X509TrustManager manager) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {manager}, null);
      return new Trust(context.getSocketFactory(), manager);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK speaks no TLS", e);
    }
  }
}
