package preflight.probe.http;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
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
import preflight.probe.AuthorityFile;

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
    List<Certificate> anchors = new ArrayList<>(AuthorityFile.certificates(file));
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
