package preflight.probe.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.SocketAddress;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose handshake is over, for clients that want to shake hands: what they wish for
 * the handshake comes too late and is ignored, what came of it they are told.
 */
final class HandedTls extends SSLSocket {

  private final BoundedSocket climbed;
  private final SSLSocket tls;

  HandedTls(BoundedSocket climbed, SSLSocket tls) {
    this.climbed = climbed;
    this.tls = tls;
  }

  @Override
  public void startHandshake() {}

  @Override
  public SSLSession getSession() {
    return tls.getSession();
  }

  @Override
  public String getApplicationProtocol() {
    return tls.getApplicationProtocol();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return tls.getSupportedCipherSuites();
  }

  @Override
  public String[] getEnabledCipherSuites() {
    return tls.getEnabledCipherSuites();
  }

  @Override
  public void setEnabledCipherSuites(String[] suites) {}

  @Override
  public String[] getSupportedProtocols() {
    return tls.getSupportedProtocols();
  }

  @Override
  public String[] getEnabledProtocols() {
    return tls.getEnabledProtocols();
  }

  @Override
  public void setEnabledProtocols(String[] protocols) {}

  @Override
  public void addHandshakeCompletedListener(HandshakeCompletedListener listener) {}

  @Override
  public void removeHandshakeCompletedListener(HandshakeCompletedListener listener) {}

  @Override
  public void setUseClientMode(boolean mode) {}

  @Override
  public boolean getUseClientMode() {
    return true;
  }

  @Override
  public void setNeedClientAuth(boolean need) {}

  @Override
  public boolean getNeedClientAuth() {
    return false;
  }

  @Override
  public void setWantClientAuth(boolean want) {}

  @Override
  public boolean getWantClientAuth() {
    return false;
  }

  @Override
  public void setEnableSessionCreation(boolean flag) {}

  @Override
  public boolean getEnableSessionCreation() {
    return true;
  }

  @Override
  public InputStream getInputStream() {
    return climbed.getInputStream();
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return climbed.getOutputStream();
  }

  @Override
  public void setSoTimeout(int millis) {
    climbed.setSoTimeout(millis);
  }

  @Override
  public int getSoTimeout() {
    return climbed.getSoTimeout();
  }

  @Override
  public void setTcpNoDelay(boolean on) {}

  @Override
  public void close() throws IOException {
    climbed.close();
  }

  @Override
  public boolean isClosed() {
    return climbed.isClosed();
  }

  @Override
  public boolean isConnected() {
    return climbed.isConnected();
  }

  @Override
  public boolean isBound() {
    return climbed.isBound();
  }

  @Override
  public boolean isInputShutdown() {
    return climbed.isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return climbed.isOutputShutdown();
  }

  @Override
  public void shutdownInput() throws IOException {
    climbed.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    climbed.shutdownOutput();
  }

  @Override
  public @Nullable InetAddress getInetAddress() {
    return climbed.getInetAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return climbed.getLocalAddress();
  }

  @Override
  public int getPort() {
    return climbed.getPort();
  }

  @Override
  public int getLocalPort() {
    return climbed.getLocalPort();
  }

  @Override
  public @Nullable SocketAddress getRemoteSocketAddress() {
    return climbed.getRemoteSocketAddress();
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return climbed.getLocalSocketAddress();
  }
}
