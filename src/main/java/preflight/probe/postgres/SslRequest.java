package preflight.probe.postgres;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import preflight.probe.network.BoundedSocket;
import preflight.probe.network.Greeting;

/**
 * Asks a peer whether it offers TLS, which only Postgres answers with one letter (PostgreSQL
 * documentation, "SSL Session Encryption"): the first proof of who is there.
 */
final class SslRequest {

  private SslRequest() {}

  // The severity, in two spellings, and the SQLSTATE open an ErrorResponse (PostgreSQL, "Error and
  // Notice Message Fields"); it may answer the question in place of a letter.
  private static final Pattern ERROR =
      Pattern.compile("(?s)E.{4}S[^\\x00]+\\x00(?:V[^\\x00]+\\x00)?C([0-9A-Z]{5})\\x00.*");

  sealed interface Reply {
    record Offered() implements Reply {}

    record Declined() implements Reply {}

    record Refused(String state) implements Reply {}

    record NotPostgres() implements Reply {}
  }

  static Reply ask(BoundedSocket socket) throws IOException {
    // Its length and the code of an SSLRequest (PostgreSQL, message formats).
    socket.getOutputStream().write(new byte[] {0, 0, 0, 8, 4, (byte) 0xd2, 0x16, 0x2f});
    var in = socket.getInputStream();
    int letter = in.read();
    if (letter < 0) {
      throw new EOFException("The peer closed the connection");
    }
    // MySQL speaks first, and the length of its greeting may well be the code of one of the
    // letters.
    boolean alone = in.available() == 0;
    if (alone && letter == 'S') {
      return new Reply.Offered();
    }
    if (alone && letter == 'N') {
      return new Reply.Declined();
    }
    int _ = in.read(new byte[256]);
    var error = ERROR.matcher(new String(socket.heard(), StandardCharsets.ISO_8859_1));
    return error.matches() ? new Reply.Refused(error.group(1)) : new Reply.NotPostgres();
  }

  static Greeting spoken(BoundedSocket socket) {
    return Greeting.of(socket.heard()).orElse(Greeting.OTHER);
  }
}
