package preflight.catalog.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import preflight.catalog.stream.SseFirstEvent;
import preflight.probe.http.ScriptedServer;
import preflight.probe.http.ScriptedServer.Script;
import preflight.probe.network.HeldPort;

/** What can go wrong with a stream of events. */
final class StreamProvocations {

  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
  private static final String EVENT = "event: tick\ndata: 1\n\n";

  private final Loopback loopback;
  private final Conditions conditions;

  StreamProvocations(Loopback loopback, Conditions conditions) {
    this.loopback = loopback;
    this.conditions = conditions;
  }

  void all() throws IOException {
    stream(
        "sse: events one by one",
        socket -> {
          for (int i = 0; i < 5; i++) {
            Loopback.write(socket, EVENT);
            TimeUnit.MILLISECONDS.sleep(80);
          }
        });
    stream("sse: three events at once, at once", socket -> Loopback.write(socket, EVENT.repeat(3)));
    silent("sse: head and then silence", _ -> {});
    silent(
        "sse: comments and no event",
        socket -> {
          for (int i = 0; i < 20; i++) {
            Loopback.write(socket, ": still here\n\n");
            TimeUnit.MILLISECONDS.sleep(50);
          }
        });
    silent(
        "sse: one byte at a time, no event",
        socket -> {
          for (int i = 0; i < 20; i++) {
            Loopback.write(socket, "d");
            TimeUnit.MILLISECONDS.sleep(50);
          }
        });
    stream(
        "sse: events held back and sent in a burst",
        socket -> {
          TimeUnit.MILLISECONDS.sleep(600);
          Loopback.write(socket, EVENT.repeat(6));
        });
    stream("sse: ends without an event", Socket::close);
    stream(
        "sse: reset before an event",
        socket -> {
          socket.setSoLinger(true, 0);
          socket.close();
        });
    stream(
        "sse: a large first event",
        socket -> Loopback.write(socket, "data: " + "x".repeat(3 << 20) + "\n\n"));
    stream(
        "sse: events without end",
        socket -> {
          while (true) {
            Loopback.write(socket, EVENT.repeat(4096));
          }
        });
    stream(
        "sse: an event without end",
        socket -> {
          while (true) {
            Loopback.write(socket, "data: " + "x".repeat(64 * 1024) + "\n");
          }
        });
    add("sse: a compression bomb without an event", compressed(": comment\n"));
    add("sse: no head", loopback.scripted(_ -> {}), Loopback.BRIEF, Loopback.BRIEF);
    add("sse: another content type", loopback.web(200, "{}"));
    add("sse: 503 of the application", loopback.web(503, "{}"));
    add("sse: nothing listens", "http://127.0.0.1:" + HeldPort.CLOSED.number());
  }

  private void stream(String condition, Script script) throws IOException {
    add(condition, streaming(script));
  }

  private void silent(String condition, Script script) throws IOException {
    add(condition, streaming(script), Loopback.PATIENCE, Duration.ofSeconds(1));
  }

  private String streaming(Script script) throws IOException {
    return loopback.scripted(socket -> {
      ScriptedServer.readHead(socket);
      Loopback.write(socket, HEAD);
      script.play(socket);
    });
  }

  private String compressed(String line) throws IOException {
    return loopback.scripted(socket -> {
      ScriptedServer.readHead(socket);
      Loopback.write(socket, HEAD.replace("\r\n\r\n", "\r\nContent-Encoding: gzip\r\n\r\n"));
      byte[] block = line.repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
      try (var out = new GZIPOutputStream(socket.getOutputStream())) {
        for (int i = 0; i < 1024; i++) {
          out.write(block);
        }
      }
    });
  }

  private void add(String condition, String url) {
    add(condition, url, Loopback.PATIENCE, Loopback.PATIENCE);
  }

  private void add(String condition, String url, Duration head, Duration first) {
    var check = new SseFirstEvent(loopback.streams(), HttpHealthTest.noSecrets());
    var target = Declared.at(url).offering("sse", "/events").asEndpoint();
    conditions.add(
        condition,
        () -> check.run(target, new SseFirstEvent.With(head, first, Duration.ofMillis(200))));
  }
}
