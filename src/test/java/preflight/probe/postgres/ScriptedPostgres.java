package preflight.probe.postgres;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import preflight.probe.network.ScriptedPeer;

/** Peers that get the first words of Postgres right and then do what a script says. */
public final class ScriptedPostgres {

  private static final int SSL_REQUEST = 80877103;

  private ScriptedPostgres() {}

  /** Declines TLS and plays what follows the start-up message. */
  public static ScriptedPeer after(ScriptedPeer.Script startup) throws IOException {
    return ScriptedPeer.playing(socket -> {
      var in = new DataInputStream(socket.getInputStream());
      while (true) {
        byte[] message = new byte[in.readInt() - 8];
        boolean asksForTls = in.readInt() == SSL_REQUEST;
        in.readFully(message);
        if (!asksForTls) {
          startup.play(socket);
          return;
        }
        socket.getOutputStream().write('N');
      }
    });
  }

  /** Answers the start-up message with an error. */
  public static ScriptedPeer failing(String state, String text) throws IOException {
    return after(socket -> socket.getOutputStream().write(error(state, text)));
  }

  /** Asks for the password in clear text, reads it, and closes. */
  public static ScriptedPeer leavingAfterPassword() throws IOException {
    return after(socket -> {
      // AuthenticationCleartextPassword (PostgreSQL, message formats).
      socket.getOutputStream().write(new byte[] {'R', 0, 0, 0, 8, 0, 0, 0, 3});
      var in = new DataInputStream(socket.getInputStream());
      int _ = in.read();
      in.readFully(new byte[in.readInt() - 4]);
    });
  }

  /** Agrees to TLS and then says nothing. */
  public static ScriptedPeer agreeingToTls() throws IOException {
    return ScriptedPeer.answering("S");
  }

  /** Agrees to TLS and shows this certificate. */
  public static ScriptedPeer securedBy(HeldCertificate certificate) throws IOException {
    var tls =
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate)
            .build()
            .sslContext()
            .getSocketFactory();
    return ScriptedPeer.playing(socket -> {
      socket.getInputStream().readNBytes(8);
      socket.getOutputStream().write('S');
      try (var secured = tls.createSocket(socket, null, true)) {
        ScriptedPeer.listenForEver(secured);
      }
    });
  }

  /** Answers the question whether it offers TLS with an error. */
  public static ScriptedPeer failingAtOnce(String state, String text) throws IOException {
    return ScriptedPeer.answering(error(state, text));
  }

  private static byte[] error(String state, String text) throws IOException {
    var fields = new ByteArrayOutputStream();
    for (String field : new String[] {"SFATAL", "VFATAL", "C" + state, "M" + text}) {
      fields.write(field.getBytes(StandardCharsets.UTF_8));
      fields.write(0);
    }
    fields.write(0);
    var message = new ByteArrayOutputStream();
    var out = new DataOutputStream(message);
    out.write('E');
    out.writeInt(fields.size() + 4);
    fields.writeTo(out);
    return message.toByteArray();
  }
}
