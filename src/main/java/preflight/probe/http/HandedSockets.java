package preflight.probe.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import preflight.probe.network.BoundedSocket;

/** Gives a client the connection that was climbed to for it, TLS included, once. */
final class HandedSockets extends SocketFactory {

  /** The ladder has verified whom it climbed to; nobody else is ever asked about. */
  static final X509TrustManager NOBODY =
      new X509TrustManager() {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
          throw new CertificateException("No client is verified here");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
          throw new CertificateException("No server is verified here");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
          return new X509Certificate[0];
        }
      };

  private final AtomicReference<@Nullable BoundedSocket> connection;

  HandedSockets(BoundedSocket connection) {
    this.connection = new AtomicReference<>(connection);
  }

  @Override
  public Socket createSocket() throws IOException {
    BoundedSocket taken = connection.getAndSet(null);
    if (taken == null) {
      throw new SocketException("One probe has one connection");
    }
    return taken;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket();
  }

  /** Layers nothing over the connection, for it is encrypted already. */
  static SSLSocketFactory tls(SSLSocket established) {
    return new SSLSocketFactory() {
      @Override
      public Socket createSocket(Socket socket, String host, int port, boolean autoClose) {
        return established;
      }

      @Override
      public String[] getDefaultCipherSuites() {
        return established.getEnabledCipherSuites();
      }

      @Override
      public String[] getSupportedCipherSuites() {
        return established.getSupportedCipherSuites();
      }

      @Override
      public Socket createSocket(String host, int port) {
        return established;
      }

      @Override
      public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        return established;
      }

      @Override
      public Socket createSocket(InetAddress host, int port) {
        return established;
      }

      @Override
      public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        return established;
      }
    };
  }
}
