package preflight.probe;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A connected socket with a deadline for everything that is read from it, so that a peer which
 * sends one byte a second does not hold a probe, and with a memory of the first bytes that came.
 */
public final class BoundedSocket extends Socket {

  private static final int REMEMBERED = 256;

  private final Socket socket;
  private final Optional<BoundedSocket> below;
  private InputStream input;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream(REMEMBERED);
  private volatile long last = Long.MAX_VALUE;
  private volatile long deadline = Long.MAX_VALUE;
  private volatile int readTimeout;

  private BoundedSocket(Socket socket, Optional<BoundedSocket> below) throws IOException {
    super((@Nullable SocketImpl) null);
    this.socket = socket;
    this.below = below;
    this.input = new Bounded(socket.getInputStream());
  }

  public static BoundedSocket over(Socket connected) throws IOException {
    return new BoundedSocket(connected, Optional.empty());
  }

  /** A layer such as TLS, together with the connection that it runs over. */
  static BoundedSocket layered(Socket layer, BoundedSocket below) throws IOException {
    return new BoundedSocket(layer, Optional.of(below));
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

  /** Puts something between the peer and whoever reads what it sends from now on. */
  public void through(UnaryOperator<InputStream> filter) {
    input = filter.apply(input);
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
      synchronized (heard) {
        if (count > 0 && heard.size() < REMEMBERED) {
          heard.write(into, offset, Math.min(count, REMEMBERED - heard.size()));
        }
      }
      return count;
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
  public OutputStream getOutputStream() throws IOException {
    return socket.getOutputStream();
  }

  @Override
  public void setSoTimeout(int millis) {
    readTimeout = millis;
  }

  @Override
  public int getSoTimeout() {
    return readTimeout;
  }

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
