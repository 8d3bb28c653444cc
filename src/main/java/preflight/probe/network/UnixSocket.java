package preflight.probe.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A Unix domain socket in the shape of a {@link Socket}, which the JDK does not offer. */
public final class UnixSocket extends Socket {

  private final SocketChannel channel;
  private final Selector readable;
  private volatile int timeout;

  private UnixSocket(SocketChannel channel, Selector readable) throws IOException {
    super((@Nullable SocketImpl) null);
    this.channel = channel;
    this.readable = readable;
  }

  /** Connects; a Unix socket accepts or refuses at once. */
  public static UnixSocket connect(Path path) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(path));
      channel.configureBlocking(false);
      Selector readable = Selector.open();
      channel.register(readable, SelectionKey.OP_READ);
      return new UnixSocket(channel, readable);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public InputStream getInputStream() {
    return new InputStream() {

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        var buffer = ByteBuffer.wrap(into, offset, length);
        int count = channel.read(buffer);
        while (count == 0 && length > 0) {
          if (readable.select(timeout) == 0) {
            throw new SocketTimeoutException("Nothing came within " + timeout + " ms");
          }
          readable.selectedKeys().clear();
          count = channel.read(buffer);
        }
        return count;
      }
    };
  }

  @Override
  public OutputStream getOutputStream() {
    return new OutputStream() {

      @Override
      public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] from, int offset, int length) throws IOException {
        var buffer = ByteBuffer.wrap(from, offset, length);
        while (buffer.hasRemaining()) {
          // What a probe sends fits into the buffer of the system.
          int _ = channel.write(buffer);
        }
      }
    };
  }

  @Override
  public void setSoTimeout(int millis) {
    timeout = millis;
  }

  @Override
  public int getSoTimeout() {
    return timeout;
  }

  @Override
  public void setTcpNoDelay(boolean on) {
    // There is no TCP here.
  }

  @Override
  public boolean getTcpNoDelay() {
    return true;
  }

  @Override
  public void setKeepAlive(boolean on) {
    // There is no TCP here.
  }

  @Override
  public int getSendBufferSize() {
    return 8192;
  }

  @Override
  public int getReceiveBufferSize() {
    return 8192;
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    readable.close();
    channel.close();
  }
}
