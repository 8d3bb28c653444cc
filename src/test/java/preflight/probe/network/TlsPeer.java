package preflight.probe.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** Peers that speak TLS. */
public final class TlsPeer {

  private TlsPeer() {}

  /** Answers every command with PONG; nobody vouches for its certificate. */
  public static ScriptedPeer pong() throws IOException {
    return pong(new HeldCertificate.Builder().duration(1, TimeUnit.DAYS).build());
  }

  /** Answers every command with PONG. */
  public static ScriptedPeer pong(HeldCertificate certificate, X509Certificate... intermediates)
      throws IOException {
    return pong(server(certificate, intermediates));
  }

  /** Answers a TLS greeting with an alert, and closes at the first byte of anything else. */
  public static ScriptedPeer hangingUpOnPlainText() throws IOException {
    return ScriptedPeer.playing(socket -> {
      if (socket.getInputStream().read() == 0x16) {
        socket.getOutputStream().write(new byte[] {0x15, 3, 3, 0, 2, 2, 40});
        ScriptedPeer.listenForEver(socket);
      }
    });
  }

  /** Goes on only with who shows a certificate, which nobody here does. */
  public static ScriptedPeer demandingCertificate(HeldCertificate own) throws IOException {
    SSLServerSocket server = server(own);
    server.setNeedClientAuth(true);
    return pong(server);
  }

  private static SSLServerSocket server(
      HeldCertificate certificate, X509Certificate... intermediates) throws IOException {
    return (SSLServerSocket)
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate, intermediates)
            .build()
            .sslContext()
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  private static ScriptedPeer pong(SSLServerSocket server) {
    return ScriptedPeer.over(
        server,
        socket -> {
          byte[] command = new byte[512];
          while (socket.getInputStream().read(command) > 0) {
            socket.getOutputStream().write("+PONG\r\n".getBytes(UTF_8));
          }
        });
  }
}
