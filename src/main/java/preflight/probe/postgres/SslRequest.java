package preflight.probe.postgres;

import java.io.EOFException;
import java.io.IOException;
import preflight.probe.BoundedSocket;
import preflight.probe.Greeting;

/**
 * Asks a peer whether it offers TLS, which only Postgres answers with one letter (PostgreSQL
 * documentation, "SSL Session Encryption"): the first proof of who is there.
 */
final class SslRequest {

  private SslRequest() {}

  enum Reply {
    OFFERED,
    DECLINED,
    NOT_POSTGRES
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
      return Reply.OFFERED;
    }
    if (alone && letter == 'N') {
      return Reply.DECLINED;
    }
    int _ = in.read(new byte[256]);
    return Reply.NOT_POSTGRES;
  }

  static Greeting spoken(BoundedSocket socket) {
    return Greeting.of(socket.heard()).orElse(Greeting.OTHER);
  }
}
