package preflight.probe.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;

/** Notes of one connection what came first from the peer and whether it ended; keeps no more. */
final class Wiretap extends SocketFactory {

  private static final int KEPT = 8;

  private final long most;
  private final int connectMillis;
  private final byte[] first = new byte[KEPT];
  private final AtomicLong received = new AtomicLong();
  private final Runnable whenConnected;
  private volatile boolean connected;
  private volatile boolean flooded;
  private volatile boolean ended;
  private volatile boolean plain = true;

  /** Gives the connection up once the peer has sent more bytes than {@code most}. */
  Wiretap(long most, Duration connectPatience, Runnable whenConnected) {
    this.most = most;
    this.whenConnected = whenConnected;
    this.connectMillis = Math.clamp(connectPatience.toMillis(), 1, Integer.MAX_VALUE);
  }

  /** Whether it was given up because the peer sent too much. */
  boolean flooded() {
    return flooded;
  }

  /** Whether the TCP connection stood. */
  boolean connected() {
    return connected;
  }

  /** Bytes received from the peer, before decryption. */
  long received() {
    return received.get();
  }

  /** Whether anything came that is readable without decryption. */
  boolean answered() {
    return plain && received() > 0;
  }

  /** From here on, what comes is encrypted. */
  void encrypted() {
    plain = false;
  }

  /** Whether what comes can be read as it is. */
  boolean plain() {
    return plain;
  }

  /** Whether the peer closed its side. */
  boolean ended() {
    return ended;
  }

  /** Whether the peer began with a TLS record: a handshake or an alert (RFC 8446, section 5.1). */
  boolean beganWithTls() {
    return received() > 1 && (first[0] == 0x15 || first[0] == 0x16) && first[1] == 0x03;
  }

  boolean beganWithHttp() {
    byte[] http = {'H', 'T', 'T', 'P', '/'};
    return received() >= http.length && Arrays.equals(first, 0, http.length, http, 0, http.length);
  }

  private void note(byte[] bytes, int offset, int count) {
    if (count < 0) {
      ended = true;
      return;
    }
    long before = received();
    if (before < KEPT) {
      System.arraycopy(bytes, offset, first, (int) before, (int) Math.min(count, KEPT - before));
    }
    received.addAndGet(count);
  }

  @Override
  public Socket createSocket() {
    return new TappedSocket();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException("connected sockets are not needed");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException("connected sockets are not needed");
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    var socket = new TappedSocket();
    socket.connect(new InetSocketAddress(host, port), connectMillis);
    return socket;
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException("connected sockets are not needed");
  }

  private final class TappedSocket extends Socket {
    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      super.connect(endpoint, timeout);
      connected = true;
      whenConnected.run();
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        private final byte[] one = new byte[1];

        @Override
        public int read() throws IOException {
          int count = read(one, 0, 1);
          return count < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          int count = super.read(bytes, offset, length);
          note(bytes, offset, count);
          if (received() > most) {
            flooded = true;
            throw new ProtocolException("the peer sends more than a probe reads");
          }
          return count;
        }
      };
    }
  }
}
