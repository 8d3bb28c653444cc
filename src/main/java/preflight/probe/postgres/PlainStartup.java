package preflight.probe.postgres;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Sends the start-up message (PostgreSQL, "Message Formats") without what pgjdbc adds to it of its
 * own accord. PgBouncer and others refuse settings that they were not told to ignore, and would
 * refuse this probe where they serve the application.
 */
final class PlainStartup extends OutputStream {

  private static final int HEAD = 8;
  private static final String OF_THE_DRIVER = "extra_float_digits";

  private final OutputStream out;
  private final ByteArrayOutputStream first = new ByteArrayOutputStream();
  private boolean started;

  PlainStartup(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    if (started) {
      out.write(from, offset, length);
      return;
    }
    first.write(from, offset, length);
    byte[] message = first.toByteArray();
    if (message.length >= HEAD && message.length >= ByteBuffer.wrap(message).getInt()) {
      started = true;
      out.write(without(message));
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  private static byte[] without(byte[] message) {
    int length = ByteBuffer.wrap(message).getInt();
    String[] words =
        new String(message, HEAD, length - HEAD, StandardCharsets.ISO_8859_1).split("\0", -1);
    var kept = new StringBuilder();
    for (int i = 0; i + 1 < words.length && !words[i].isEmpty(); i += 2) {
      if (!words[i].equals(OF_THE_DRIVER)) {
        kept.append(words[i]).append('\0').append(words[i + 1]).append('\0');
      }
    }
    byte[] settings = kept.append('\0').toString().getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(HEAD + settings.length + message.length - length)
        .putInt(HEAD + settings.length)
        .put(message, Integer.BYTES, Integer.BYTES)
        .put(settings)
        .put(message, length, message.length - length)
        .array();
  }
}
