package preflight.catalog.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import okhttp3.tls.HandshakeCertificates;
import preflight.catalog.Patience;
import preflight.check.Outcome;
import preflight.probe.http.ScriptedServer;
import preflight.probe.network.HeldPort;

/** What can go wrong between a request and its answer. */
final class HttpProvocations {

  private final Loopback loopback;
  private final Conditions conditions;
  private final Certificates certificates;
  private final HttpHealth health;

  HttpProvocations(Loopback loopback, Conditions conditions) {
    this.loopback = loopback;
    this.conditions = conditions;
    this.certificates = loopback.certificates();
    this.health = new HttpHealth(loopback.http(), HttpHealthTest.noSecrets());
  }

  void all() throws IOException {
    connections();
    tls();
    answers();
  }

  private void connections() throws IOException {
    add("http: name does not resolve", "http://no-such-host.invalid");
    add("http: nothing listens", "http://127.0.0.1:" + HeldPort.CLOSED.number());
    silent("http: attempt to connect is not answered", "http://127.0.0.1:" + loopback.fullPort());
    silent("http: accepted, then silent", loopback.scripted(_ -> {}));
    add("http: closes after the request", loopback.answering(""));
    add("http: resets after the request", loopback.scripted(Loopback::reset));
    stalled("http: sends one byte a second", loopback.scripted(Loopback::trickle));
    add("http: closes in the middle of the head", loopback.answering("HTTP/1.1 200 O"));
    add(
        "http: closes in the middle of the body",
        loopback.answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"status\""));
    stalled(
        "http: stalls in the middle of the body",
        loopback.scripted(socket -> {
          ScriptedServer.readHead(socket);
          Loopback.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx");
        }));
    add("http: Redis answers", loopback.answering("-ERR unknown command 'GET'\r\n"));
    add("http: SSH answers", loopback.answering("SSH-2.0-OpenSSH_9.6\r\n"));
    add("http: a status line without a status", loopback.answering("HTTP/1.1 abc\r\n\r\n"));
    add(
        "http: a chunk without a length",
        loopback.answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nxx"));
  }

  private void tls() throws IOException {
    add(
        "http: plain text to a TLS port",
        loopback.web(certificates.valid(), 200, "").replace("https:", "http:"));
    add("http: a TLS port that hangs up on plain text", loopback.scripted(Loopback::onlyTls));
    add(
        "http: nginx at a TLS port",
        loopback.web(
            400,
            "<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head>"));
    add(
        "http: Go at a TLS port",
        loopback.answering(
            "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n"));
    silent(
        "https: a plain server that waits for a whole head",
        loopback
            .scripted(socket -> {
              ScriptedServer.readHead(socket);
              Loopback.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            })
            .replace("http:", "https:"));
    trusting("https: valid certificate", certificates.valid());
    trusting("https: certificate expired", certificates.expired());
    trusting("https: certificate not yet valid", certificates.notYetValid());
    trusting("https: certificate for another host", certificates.forAnotherHost());
    add("https: issuer unknown", loopback.web(certificates.valid(), 200, ""));
    add(
        "https: plain HTTP answers",
        loopback.scripted(Loopback::badRequest).replace("http:", "https:"));
    add(
        "https: closes at the greeting",
        loopback.scripted(Loopback::readAndClose).replace("http:", "https:"));
    silent("https: silent at the greeting", loopback.scripted(_ -> {}).replace("http:", "https:"));
    add(
        "https: alert instead of a handshake",
        loopback.scripted(Loopback::alert).replace("http:", "https:"));
  }

  private void answers() throws IOException {
    add("http: 200", loopback.web(200, "{\"status\":\"ok\"}"));
    add(
        "http: 200 and a failed component",
        loopback.web(200, "{\"checks\":{\"redis\":{\"status\":\"unhealthy\"}}}"));
    add("http: 503 from the application", loopback.web(503, "{\"detail\":\"no database\"}"));
    add("http: 404 from the application", loopback.web(404, "{\"detail\":\"Not Found\"}"));
    add("http: 401 from the application", loopback.web(401, "{\"detail\":\"no token\"}"));
    add("http: 405 from the application", loopback.web(405, "{}"));
    add(
        "http: redirect",
        loopback.scripted(socket -> {
          ScriptedServer.readHead(socket);
          Loopback.write(
              socket, "HTTP/1.1 302 Found\r\nLocation: /health\r\nContent-Length: 0\r\n\r\n");
        }));
    add("http: 503 page of the front end", loopback.web(503, Pages.UNAVAILABLE));
    add("http: 500 page of the front end", loopback.web(500, Pages.NO_INSTANCE));
    add("http: 404 page of the front end", loopback.web(404, Pages.NOT_FOUND));
    add("http: 403 page of the front end", loopback.web(403, Pages.FORBIDDEN));
    add("http: 401 page of the front end", loopback.web(401, Pages.UNAUTHORIZED));
    add("http: 429 of the front end", loopback.web(429, "Rate exceeded: no available instance"));
    add(
        "http: 503 of a broken container",
        loopback.answering(
            "HTTP/1.1 503 Service Unavailable\r\nServer: Google Frontend\r\n"
                + "Content-Length: 36\r\n\r\nupstream connect error or disconnect"));
    add(
        "http: 502 of nginx",
        loopback.web(
            502,
            """
            <html>
            <head><title>502 Bad Gateway</title></head>
            <body>
            <center><h1>502 Bad Gateway</h1></center>
            <hr><center>nginx</center>
            </body>
            </html>
            """
                .replace("\n", "\r\n")));
    add("http: 504 of Envoy", loopback.web(504, "upstream request timeout"));
    add(
        "http: 413 of HAProxy",
        loopback.web(
            413,
            """
            <html><body><h1>413 Payload Too Large</h1>
            The request entity exceeds the maximum allowed.
            </body></html>
            """));
    add("http: 502 of nobody knows whom", loopback.web(502, "Bad Gateway"));
    add("http: 502 of the load balancer", loopback.web(502, Pages.LOAD_BALANCER));
    var at = Declared.at(loopback.web(200, "{\"env\":\"production\"}"));
    add("http: another value in the body", at.expecting(Declared.json("env", "staging")));
    add("http: another header", at.expecting(Declared.header("x-env", "staging")));
    add(
        "http: slower than the budget",
        Declared.at(loopback.slow(Duration.ofMillis(150)))
            .expecting(Declared.within(Duration.ofMillis(100))));
    add(
        "http: invalid UTF-8 where JSON is expected",
        Declared.at(
                loopback.answering("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n{\"a\":\"\u00ff\""))
            .expecting(Declared.json("a", "b")));
    add(
        "http: 1 GiB where JSON is expected",
        Declared.at(loopback.scripted(Loopback::endless)).expecting(Declared.json("a", "b")));
    add("http: 1 GiB where only the status counts", loopback.scripted(Loopback::endless));
    add(
        "http: a compressed bomb where JSON is expected",
        Declared.at(loopback.scripted(Loopback::bomb)).expecting(Declared.json("a", "b")));
  }

  private void add(String condition, String url) {
    add(condition, Declared.at(url));
  }

  private void add(String condition, Declared declared) {
    conditions.add(condition, ask(declared, Loopback.PATIENCE));
  }

  private void stalled(String condition, String url) {
    conditions.add(condition, ask(Declared.at(url), Loopback.SOME));
  }

  private void silent(String condition, String url) {
    conditions.add(condition, ask(Declared.at(url), Loopback.BRIEF));
  }

  private Callable<Outcome> ask(Declared declared, Duration patience) {
    return () -> health.run(declared.asEndpoint(), new Patience(patience));
  }

  private void trusting(String condition, HandshakeCertificates server) throws IOException {
    add(condition, Declared.at(loopback.web(server, 200, "")).ca(certificates.file().toString()));
  }
}
