package preflight.catalog.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import mockwebserver3.MockResponse;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import preflight.catalog.Patience;
import preflight.catalog.stream.WsCloseCode;
import preflight.catalog.stream.WsDuration;
import preflight.catalog.stream.WsHandshake;
import preflight.catalog.stream.WsMessage;
import preflight.catalog.stream.WsSubprotocol;
import preflight.probe.http.ScriptedServer;
import preflight.probe.http.WebSockets;
import preflight.probe.network.HeldPort;
import preflight.resource.service.Expectation;

/** What can go wrong with a WebSocket. */
final class SocketProvocations {

  private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: (\\S+)");

  private static final String SWITCHING =
      """
      HTTP/1.1 101 Switching Protocols
      Connection: Upgrade
      Upgrade: websocket
      Sec-WebSocket-Accept:\
      """
              .replace("\n", "\r\n")
          + " ";

  private final Loopback loopback;
  private final Conditions conditions;

  SocketProvocations(Loopback loopback, Conditions conditions) {
    this.loopback = loopback;
    this.conditions = conditions;
  }

  void all() throws IOException {
    handshake("websocket: opens", upgrading(new Quiet()));
    handshake("websocket: 404 of the application", loopback.web(404, "{}"));
    handshake("websocket: 403 of the application", loopback.web(403, "{}"));
    handshake("websocket: 426", loopback.web(426, ""));
    handshake("websocket: 200", loopback.web(200, "hello"));
    handshake("websocket: 503 page of the front end", loopback.web(503, Pages.UNAVAILABLE));
    handshake("websocket: accepted, then silent", loopback.scripted(_ -> {}), Loopback.BRIEF);
    handshake("websocket: nothing listens", "http://127.0.0.1:" + HeldPort.CLOSED.number());
    handshake(
        "websocket: wrong Sec-WebSocket-Accept",
        loopback.answering(SWITCHING + "nonsense\r\n\r\n"));
    subprotocols();
    endings();
    messages();
  }

  private void subprotocols() throws IOException {
    subprotocol("websocket: the offered subprotocol is chosen", choosing("jwt-auth"));
    subprotocol("websocket: another subprotocol is chosen", choosing("graphql-ws"));
    subprotocol("websocket: no subprotocol is chosen", upgrading(new Quiet()));
  }

  private void endings() throws IOException {
    closing("websocket: closed with 1011", upgrading(new Closing(1011)));
    closing("websocket: closed with 1008", upgrading(new Closing(1008)));
    closing("websocket: closed with 4401", upgrading(new Closing(4401)));
    closing("websocket: closed with 1001", upgrading(new Closing(1001)));
    closing(
        "websocket: cut without a close frame",
        loopback.scripted(socket -> {
          accept(socket);
          socket.close();
        }));
    closing(
        "websocket: sends without end",
        loopback.scripted(socket -> {
          accept(socket);
          socket.getOutputStream().write(new byte[] {(byte) 0x82, 127, 0, 0, 0, 0, 64, 0, 0, 0});
          byte[] block = new byte[64 * 1024];
          for (int i = 0; i < 16 * 1024; i++) {
            socket.getOutputStream().write(block);
          }
        }));
    var held = new WsDuration(sockets(), HttpHealthTest.noSecrets());
    var target = Declared.at(upgrading(new Quiet())).offering("websocket", "/ws").asEndpoint();
    conditions.add(
        "websocket: held open",
        () ->
            held.run(
                target,
                new WsDuration.With(
                    Loopback.PATIENCE,
                    Optional.of(Duration.ofMillis(700)),
                    Duration.ofMinutes(5))));
  }

  private void messages() throws IOException {
    message("websocket: answers", upgrading(new Echo()), Loopback.PATIENCE);
    message("websocket: answers after many words", upgrading(new Talkative()), Loopback.PATIENCE);
    message("websocket: says nothing", upgrading(new Quiet()), Duration.ofMillis(300));
    message(
        "websocket: closed instead of an answer", upgrading(new Closing(1011)), Loopback.PATIENCE);
  }

  private void handshake(String condition, String url) {
    handshake(condition, url, Loopback.PATIENCE);
  }

  private void handshake(String condition, String url, Duration patience) {
    var check = new WsHandshake(sockets(), HttpHealthTest.noSecrets());
    var target = Declared.at(url).offering("websocket", "/ws").asEndpoint();
    conditions.add(condition, () -> check.run(target, new Patience(patience)));
  }

  private void subprotocol(String condition, String url) {
    var check = new WsSubprotocol(sockets(), HttpHealthTest.noSecrets());
    var target = Declared.at(url).offering("websocket", "/ws").sending("", "jwt-auth").asEndpoint();
    conditions.add(condition, () -> check.run(target, new Patience(Loopback.PATIENCE)));
  }

  private void closing(String condition, String url) {
    var check = new WsCloseCode(sockets(), HttpHealthTest.noSecrets());
    var target = Declared.at(url).offering("websocket", "/ws").expecting(open(true)).asEndpoint();
    conditions.add(condition, () -> check.run(target, new Patience(Loopback.PATIENCE)));
  }

  private void message(String condition, String url, Duration within) {
    var check = new WsMessage(sockets(), HttpHealthTest.noSecrets());
    var target =
        Declared.at(url)
            .offering("websocket", "/ws")
            .sending("ping")
            .expecting(answering("ping"))
            .asEndpoint();
    conditions.add(
        condition, () -> check.run(target, new WsMessage.With(Loopback.PATIENCE, within)));
  }

  private WebSockets sockets() {
    return loopback.sockets();
  }

  static Expectation open(boolean open) {
    return new Expectation(
        List.of(),
        Map.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(open),
        Optional.empty(),
        Optional.empty());
  }

  static Expectation answering(String message) {
    return new Expectation(
        List.of(),
        Map.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(message),
        Optional.empty());
  }

  private String upgrading(WebSocketListener listener) throws IOException {
    return Loopback.url(
        loopback.started(null, _ -> new MockResponse.Builder().webSocketUpgrade(listener).build()));
  }

  private String choosing(String subprotocol) throws IOException {
    return Loopback.url(
        loopback.started(
            null,
            _ ->
                new MockResponse.Builder()
                    .webSocketUpgrade(new Quiet())
                    .addHeader("Sec-WebSocket-Protocol", subprotocol)
                    .build()));
  }

  private static void accept(java.net.Socket socket) throws IOException {
    var key = KEY.matcher(ScriptedServer.readHead(socket));
    if (!key.find()) {
      throw new IOException("no handshake");
    }
    Loopback.write(socket, SWITCHING + acceptance(key.group(1)) + "\r\n\r\n");
  }

  private static String acceptance(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest(
                  (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                      .getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static class Quiet extends WebSocketListener {
    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
      socket.close(1000, null);
    }
  }

  private static final class Echo extends Quiet {
    @Override
    public void onMessage(WebSocket socket, String text) {
      socket.send("you said " + text);
    }
  }

  private static final class Talkative extends Quiet {
    @Override
    public void onMessage(WebSocket socket, String text) {
      for (int i = 0; i < 100; i++) {
        socket.send("well");
      }
      socket.send("well, ".repeat(1000) + text);
    }
  }

  private static final class Closing extends Quiet {
    private final int code;

    Closing(int code) {
      this.code = code;
    }

    @Override
    public void onOpen(WebSocket socket, Response response) {
      socket.close(code, "because");
    }
  }
}
