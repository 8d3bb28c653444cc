package preflight.probe.network;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A connected socket with limits for what is read from it, so that a peer which sends one byte a
 * second, or never ends, does not hold a probe; it remembers how the peer began and whether it
 * ended.
 */
public final class BoundedSocket extends Socket {

  private static final int REMEMBERED = 256;

  private final Socket socket;
  private final Optional<BoundedSocket> below;
  private final boolean clientAsked;
  private InputStream input;
  private OutputStream output;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream(REMEMBERED);
  private volatile long last = Long.MAX_VALUE;
  private volatile long deadline = Long.MAX_VALUE;
  private volatile int readTimeout;
  private volatile long most = Long.MAX_VALUE;
  private final AtomicLong received = new AtomicLong();
  private volatile boolean ended;

  private BoundedSocket(Socket socket, Optional<BoundedSocket> below, boolean clientAsked)
      throws IOException {
    super((@Nullable SocketImpl) null);
    this.socket = socket;
    this.below = below;
    this.clientAsked = clientAsked;
    this.input = new Bounded(socket.getInputStream());
    this.output = socket.getOutputStream();
  }

  public static BoundedSocket over(Socket connected) throws IOException {
    return new BoundedSocket(connected, Optional.empty(), false);
  }

  /**
   * A layer such as TLS, together with the connection that it runs over.
   *
   * @param clientAsked whether the peer asked for a certificate of its client
   */
  static BoundedSocket layered(Socket layer, BoundedSocket below, boolean clientAsked)
      throws IOException {
    return new BoundedSocket(layer, Optional.of(below), clientAsked);
  }

  /** From now on reads end after this time altogether, and within what {@link #atMost} allows. */
  public void within(Duration limit) {
    deadline = Math.min(last, System.nanoTime() + limit.toNanos());
    below.ifPresent(it -> it.within(limit));
  }

  /** Reads end after this time altogether, whatever is said later. */
  public void atMost(Duration limit) {
    last = System.nanoTime() + limit.toNanos();
    within(limit);
    below.ifPresent(it -> it.atMost(limit));
  }

  /** Leaves all limits of time to whoever uses it from now on. */
  public void atLeisure() {
    last = Long.MAX_VALUE;
    deadline = Long.MAX_VALUE;
    below.ifPresent(BoundedSocket::atLeisure);
  }

  /** Reads end once the peer has sent more bytes than these. */
  public void atMost(long bytes) {
    most = bytes;
  }

  /** Whether the peer sent more than it may. */
  public boolean flooded() {
    return received() > most;
  }

  /** Bytes that the peer has sent; where a layer encrypts, what they said. */
  public long received() {
    return received.get();
  }

  /** Whether what answers is TLS: a handshake or an alert (RFC 8446, section 5.1). */
  public boolean beganWithTls() {
    return Greeting.of(heard()).filter(it -> it == Greeting.TLS).isPresent();
  }

  public boolean beganWithHttp() {
    return new String(heard(), StandardCharsets.ISO_8859_1).startsWith("HTTP/");
  }

  /**
   * Whether the peer asked for a certificate of its client in the handshake. One that then hangs up
   * without a word did not like what it got; its alert is lost where it resets the connection.
   */
  public boolean clientAsked() {
    return clientAsked;
  }

  /** Whether the peer closed its side. */
  public boolean ended() {
    return ended;
  }

  /** As a client wants it that insists on TLS of its own; empty where nothing encrypts. */
  public Optional<SSLSocket> asTls() {
    return socket instanceof SSLSocket tls
        ? Optional.of(new HandedTls(this, tls))
        : Optional.empty();
  }

  /** Puts something between the peer and whoever reads what it sends from now on. */
  public void through(UnaryOperator<InputStream> filter) {
    input = filter.apply(input);
  }

  /** Puts something between whoever writes from now on and the peer. */
  public void sending(UnaryOperator<OutputStream> filter) {
    output = filter.apply(output);
  }

  /** Begins a new conversation over the same connection. */
  void forget() {
    synchronized (heard) {
      heard.reset();
    }
  }

  /** The first bytes that the peer has sent in this conversation, at most 256. */
  public byte[] heard() {
    synchronized (heard) {
      return heard.toByteArray();
    }
  }

  private final class Bounded extends FilterInputStream {

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      socket.setSoTimeout(patience());
      int count = super.read(into, offset, length);
      note(count);
      synchronized (heard) {
        if (count > 0 && heard.size() < REMEMBERED) {
          heard.write(into, offset, Math.min(count, REMEMBERED - heard.size()));
        }
      }
      return count;
    }

    private void note(int count) throws ProtocolException {
      if (count < 0) {
        ended = true;
        return;
      }
      received.addAndGet(count);
      if (flooded()) {
        throw new ProtocolException("the peer sends more than a probe reads");
      }
    }

    private int patience() throws SocketTimeoutException {
      if (deadline == Long.MAX_VALUE) {
        return readTimeout;
      }
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new SocketTimeoutException("The time for this conversation is over");
      }
      return (int) Math.min(left, readTimeout == 0 ? Integer.MAX_VALUE : readTimeout);
    }
  }

  @Override
  public InputStream getInputStream() {
    return input;
  }

  @Override
  public OutputStream getOutputStream() {
    return output;
  }

  @Override
  public void setSoTimeout(int millis) {
    readTimeout = millis;
  }

  @Override
  public int getSoTimeout() {
    return readTimeout;
  }

  /** It is connected; some clients connect whatever socket they get. */
  @Override
  public void connect(SocketAddress endpoint) {}

  @Override
  public void connect(SocketAddress endpoint, int timeout) {}

  @Override
  public void close() throws IOException {
    socket.close();
  }

  @Override
  public boolean isClosed() {
    return socket.isClosed();
  }

  @Override
  public boolean isConnected() {
    return socket.isConnected();
  }

  @Override
  public boolean isBound() {
    return socket.isBound();
  }

  @Override
  public boolean isInputShutdown() {
    return socket.isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return socket.isOutputShutdown();
  }

  @Override
  public void shutdownInput() throws IOException {
    socket.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public @Nullable InetAddress getInetAddress() {
    return socket.getInetAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return socket.getLocalAddress();
  }

  @Override
  public int getPort() {
    return socket.getPort();
  }

  @Override
  public int getLocalPort() {
    return socket.getLocalPort();
  }

  @Override
  public @Nullable SocketAddress getRemoteSocketAddress() {
    return socket.getRemoteSocketAddress();
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return socket.getLocalSocketAddress();
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    socket.setTcpNoDelay(on);
  }

  @Override
  public boolean getTcpNoDelay() throws SocketException {
    return socket.getTcpNoDelay();
  }

  @Override
  public void setKeepAlive(boolean on) throws SocketException {
    socket.setKeepAlive(on);
  }

  @Override
  public void setReuseAddress(boolean on) throws SocketException {
    socket.setReuseAddress(on);
  }

  @Override
  public void setSoLinger(boolean on, int seconds) throws SocketException {
    socket.setSoLinger(on, seconds);
  }

  @Override
  public int getSendBufferSize() throws SocketException {
    return socket.getSendBufferSize();
  }

  @Override
  public int getReceiveBufferSize() throws SocketException {
    return socket.getReceiveBufferSize();
  }
}
