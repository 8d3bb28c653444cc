package preflight.probe.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import preflight.probe.Redaction;

/** Speaks over sockets; reads no more than 4 KiB. */
public final class SocketLines implements Lines {

  private static final int MOST = 4096;

  private final Redaction redaction;

  public SocketLines(Redaction redaction) {
    this.redaction = redaction;
  }

  @Override
  public Reply exchange(Socket connection, Optional<String> send, String wanted, Duration patience)
      throws InterruptedException {
    byte[] heard = new byte[MOST];
    int count = 0;
    try (connection) {
      if (send.isPresent()) {
        connection.getOutputStream().write(send.get().getBytes(StandardCharsets.UTF_8));
      }
      long end = System.nanoTime() + patience.toNanos();
      while (count < MOST) {
        long left = (end - System.nanoTime()) / 1_000_000;
        connection.setSoTimeout((int) Math.max(1, left));
        int more = left <= 0 ? 0 : connection.getInputStream().read(heard, count, MOST - count);
        if (more <= 0) {
          return count == 0
              ? more < 0 ? new Reply.Closed() : new Reply.Silent()
              : other(heard, count);
        }
        count += more;
        if (new String(heard, 0, count, StandardCharsets.UTF_8).contains(wanted)) {
          return new Reply.Expected();
        }
      }
      return other(heard, count);
    } catch (SocketTimeoutException _) {
      return count == 0 ? new Reply.Silent() : other(heard, count);
    } catch (IOException _) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while talking");
      }
      return count == 0 ? new Reply.Reset() : other(heard, count);
    }
  }

  private Reply other(byte[] heard, int count) {
    String text = new String(heard, 0, count, StandardCharsets.UTF_8);
    // Who was cut off may have been in the middle of a word.
    return new Reply.Other(count < MOST ? redaction.heard(text) : redaction.heardInPart(text));
  }
}
