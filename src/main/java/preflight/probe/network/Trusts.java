package preflight.probe.network;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import preflight.probe.network.certificate.AuthorityFile;
import preflight.probe.network.certificate.Pem;

/**
 * Whom every TLS connection of a run believes: the authorities of the JDK, and those of the file
 * that a resource names in addition. Nothing is read before it is needed, and once at most.
 */
public final class Trusts {

  private final Map<Optional<Pem>, X509ExtendedTrustManager> known = new ConcurrentHashMap<>();

  /**
   * The authorities of the JDK and those of a PEM text.
   *
   * @throws IOException where the file cannot be read or holds no certificate, or there is nobody
   *     to believe; its message says so
   */
  X509ExtendedTrustManager with(Optional<Pem> ca) throws IOException {
    X509ExtendedTrustManager found = known.get(ca);
    if (found == null) {
      found = ca.isPresent() ? and(AuthorityFile.certificates(ca.get())) : manager(null);
      if (found.getAcceptedIssuers().length == 0) {
        // As in an image without ca-certificates; the JDK names no reason for what it says then.
        throw new IOException("this JDK has no certificate authorities: its trust store is empty");
      }
      known.put(ca, found);
    }
    return found;
  }

  private static X509ExtendedTrustManager and(Iterable<? extends Certificate> more)
      throws IOException {
    List<Certificate> authorities =
        new ArrayList<>(Arrays.asList(manager(null).getAcceptedIssuers()));
    more.forEach(authorities::add);
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (int i = 0; i < authorities.size(); i++) {
        store.setCertificateEntry("authority-" + i, authorities.get(i));
      }
      return manager(store);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK keeps no certificates", e);
    }
  }

  private static X509ExtendedTrustManager manager(@Nullable KeyStore store) {
    try {
      var factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager extended) {
          return extended;
        }
      }
      throw new IllegalStateException("This JDK has no extended trust manager");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK cannot verify certificates", e);
    }
  }
}
