package preflight.probe.postgres;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;

/**
 * Hands on what a server says message by message (PostgreSQL, "Message Formats": a letter, and a
 * length that counts itself), each once it has come whole and fits what a probe may be told. The
 * driver makes room for as much as a peer announces.
 */
final class WholeMessages extends InputStream {

  private static final int HEAD = 5;
  private static final int LONGEST = 1 << 20;
  private static final int MOST = 16 << 20;

  private final InputStream in;
  private ByteBuffer message = ByteBuffer.allocate(0);
  private long handed;

  WholeMessages(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    return arrived() ? message.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!arrived()) {
      return -1;
    }
    int count = Math.min(length, message.remaining());
    message.get(into, offset, count);
    return count;
  }

  @Override
  public int available() throws IOException {
    return message.hasRemaining() ? message.remaining() : in.available();
  }

  /** Whether there is something to hand on; false at the end. */
  private boolean arrived() throws IOException {
    while (!message.hasRemaining()) {
      byte[] head = in.readNBytes(HEAD);
      if (head.length < HEAD) {
        return false;
      }
      int length = ByteBuffer.wrap(head, 1, HEAD - 1).getInt();
      handed += length;
      if (length < HEAD - 1 || length > LONGEST || handed > MOST) {
        throw new ProtocolException("A message of a length that no answer of Postgres has");
      }
      message = ByteBuffer.allocate(1 + length).put(head);
      byte[] rest = in.readNBytes(length - (HEAD - 1));
      if (rest.length < length - (HEAD - 1)) {
        throw new EOFException("The peer closed the connection within a message");
      }
      message.put(rest).flip();
      if (head[0] == 'D' && !holdsItsFields(message.duplicate())) {
        throw new ProtocolException("A row whose fields do not fit it");
      }
    }
    return true;
  }

  /** The driver makes room for each field of a row before it reads it. */
  private static boolean holdsItsFields(ByteBuffer row) {
    row.position(HEAD);
    if (row.remaining() < Short.BYTES) {
      return false;
    }
    for (int fields = row.getShort() & 0xffff; fields > 0; fields--) {
      int size = row.remaining() < Integer.BYTES ? Integer.MAX_VALUE : row.getInt();
      if (size < -1 || size > row.remaining()) {
        return false;
      }
      row.position(row.position() + Math.max(0, size));
    }
    return true;
  }
}
