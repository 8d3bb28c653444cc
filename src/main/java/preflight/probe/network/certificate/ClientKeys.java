package preflight.probe.network.certificate;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows a client's certificate to whoever asks for one, as OpenSSL does, and remembers that
 * somebody asked. The managers of the JDK keep it back where the server names other issuers, and so
 * hide why it is refused.
 */
public final class ClientKeys extends X509ExtendedKeyManager {

  private static final String ALIAS = "client";

  private final X509Certificate @Nullable [] chain;
  private final @Nullable PrivateKey key;
  private volatile boolean asked;

  /** Of a client that has none to show. */
  public ClientKeys() {
    this.chain = null;
    this.key = null;
  }

  ClientKeys(X509Certificate[] chain, PrivateKey key) {
    this.chain = chain.clone();
    this.key = key;
  }

  /** Whether the peer wanted to see a certificate. */
  public boolean asked() {
    return asked;
  }

  @Override
  public @Nullable String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
    asked = true;
    return key == null ? null : ALIAS;
  }

  @Override
  public String[] getClientAliases(String type, Principal[] issuers) {
    return key == null ? new String[0] : new String[] {ALIAS};
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return chain;
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return key;
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] types, Principal[] issuers, SSLEngine engine) {
    throw new UnsupportedOperationException("Only sockets are secured here");
  }

  @Override
  public String[] getServerAliases(String type, Principal[] issuers) {
    throw new UnsupportedOperationException("Only clients are proven here");
  }

  @Override
  public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
    throw new UnsupportedOperationException("Only clients are proven here");
  }
}
