package preflight.catalog.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import io.grpc.Server;
import io.grpc.TlsServerCredentials;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import preflight.catalog.DialPatience;
import preflight.catalog.Patience;
import preflight.catalog.network.DnsRecord;
import preflight.catalog.network.TcpReachable;
import preflight.catalog.network.TlsExpiry;
import preflight.catalog.network.TlsValid;
import preflight.probe.Said;
import preflight.probe.SecretValue;
import preflight.probe.http.SocketLines;
import preflight.probe.network.HeldPort;
import preflight.probe.network.JdkDialer;
import preflight.probe.network.JdkResolver;
import preflight.probe.network.ScriptedPeer;
import preflight.probe.program.JdkPrograms;
import preflight.probe.token.NimbusTokens;

/** What can go wrong with a service as a whole, and with protocols of its own. */
final class ServiceProvocations {

  private static final byte[] KEY =
      "a generated key of a test, 32 b!".getBytes(StandardCharsets.US_ASCII);

  private final Loopback loopback;
  private final Conditions conditions;

  ServiceProvocations(Loopback loopback, Conditions conditions) {
    this.loopback = loopback;
    this.conditions = conditions;
  }

  void all() throws IOException {
    origins();
    redirects();
    cors();
    routes();
    certificates();
    names();
    grpc();
    ports();
    tokens();
    clocks();
    programs();
  }

  private void origins() throws IOException {
    origin("service: the application answers 404", loopback.web(404, "{\"detail\":\"Not Found\"}"));
    origin("service: 503 page of the front end", loopback.web(503, Pages.UNAVAILABLE));
    origin("service: 502 of the load balancer", loopback.web(502, Pages.LOAD_BALANCER));
  }

  private void origin(String condition, String url) {
    var check = new HttpOrigin(loopback.http(), HttpHealthTest.noSecrets());
    conditions.add(
        condition, () -> check.run(Declared.at(url).asService(), new Patience(Loopback.PATIENCE)));
  }

  private void redirects() throws IOException {
    redirect("service: redirects once", request -> path(request).equals("/") ? to("/login") : ok());
    redirect("service: redirects to itself", _ -> to("/"));
    redirect(
        "service: redirects for ever",
        request -> to("/" + (Integer.parseInt("0" + path(request).substring(1)) + 1)));
    var loop = loopback.started(loopback.certificates().valid(), _ -> to("http://127.0.0.1/"));
    var check = new HttpRedirect(loopback.http());
    var target = Declared.at(Loopback.url(loop)).ca(authority()).asService();
    conditions.add(
        "service: redirects from https to http",
        () -> check.run(target, new Patience(Loopback.PATIENCE)));
  }

  private void redirect(String condition, Loopback.Answering answering) throws IOException {
    var check = new HttpRedirect(loopback.http());
    var target = Declared.at(Loopback.url(loopback.started(null, answering)) + "/").asService();
    conditions.add(condition, () -> check.run(target, new Patience(Loopback.PATIENCE)));
  }

  private void cors() throws IOException {
    cors("service: the origin is admitted", "https://app.test");
    cors("service: another origin is admitted", "https://old.test");
  }

  private void cors(String condition, String admitted) throws IOException {
    var response =
        new MockResponse.Builder().addHeader("access-control-allow-origin", admitted).build();
    var target =
        Declared.at(Loopback.url(loopback.started(null, response)))
            .origins("https://app.test")
            .asService();
    var check = new HttpCors(loopback.http(), HttpHealthTest.noSecrets());
    conditions.add(condition, () -> check.run(target, new Patience(Loopback.PATIENCE)));
  }

  private void routes() throws IOException {
    routes("service: all routes are there", 200, "{\"paths\":{\"/{any}\":{\"get\":{}}}}");
    routes("service: a route is missing", 200, "{\"paths\":{\"/other\":{\"get\":{}}}}");
    routes("service: a method is missing", 200, "{\"paths\":{\"/health\":{\"post\":{}}}}");
    routes("service: no OpenAPI document", 200, "<html>");
    routes("service: 404 for the OpenAPI document", 404, "{}");
  }

  private void routes(String condition, int status, String body) throws IOException {
    var target = Declared.at(loopback.web(status, body)).openapi("/openapi.json").asService();
    var check = new HttpRoutes(loopback.http());
    conditions.add(condition, () -> check.run(target, new Patience(Loopback.PATIENCE)));
  }

  private void certificates() throws IOException {
    Certificates all = loopback.certificates();
    valid("tls: valid certificate", all.valid());
    valid("tls: certificate for another host", all.forAnotherHost());
    valid("tls: certificate expired", all.expired());
    valid("tls: the intermediate certificate is left out", all.withoutIntermediate());
    valid(
        "tls: nothing newer than TLS 1.0",
        loopback.scripted(ServiceProvocations::chooseTls10).replace("http:", "https:"));
    valid(
        "tls: closes at the greeting",
        loopback.scripted(Loopback::readAndClose).replace("http:", "https:"));
    expiry("tls: certificate ends in 90 days", all.endingIn(90));
    expiry("tls: certificate ends in 3 days", all.endingIn(3));
    expiry("tls: certificate has ended", all.expired());
  }

  /** A server's greeting: TLS 1.0, no session, RSA with AES-128 and SHA-1. */
  private static void chooseTls10(Socket socket) throws IOException {
    int _ = socket.getInputStream().read(new byte[4096]);
    String random = "5a".repeat(32);
    socket
        .getOutputStream()
        .write(HexFormat.of().parseHex("160301002a" + "02000026" + "0301" + random + "00002f00"));
    ScriptedPeer.listenForEver(socket);
  }

  private void valid(String condition, HandshakeCertificates certificates) throws IOException {
    valid(condition, loopback.web(certificates, 200, ""));
  }

  private void valid(String condition, String url) {
    var target = Declared.at(url).ca(authority()).asService();
    var check = new TlsValid(new JdkDialer(new JdkResolver(), Said.NOTHING_LIVE));
    conditions.add(condition, () -> check.run(target, new DialPatience(Loopback.PATIENCE)));
  }

  private void expiry(String condition, HandshakeCertificates certificates) throws IOException {
    var target = Declared.at(loopback.web(certificates, 200, "")).asService();
    var check =
        new TlsExpiry(new JdkDialer(new JdkResolver(), Said.NOTHING_LIVE), Clock.systemUTC());
    conditions.add(condition, () -> check.run(target, new TlsExpiry.With(Loopback.PATIENCE, 14)));
  }

  private void names() {
    var check = new DnsRecord(new JdkResolver());
    conditions.add(
        "dns: the name does not resolve",
        () ->
            check.run(
                Declared.at("http://no-such-host.invalid").asService(),
                new DnsRecord.With(Duration.ofSeconds(3), List.of())));
    conditions.add(
        "dns: the name resolves elsewhere",
        () ->
            check.run(
                Declared.at("http://localhost").asService(),
                new DnsRecord.With(Duration.ofSeconds(3), List.of("203.0.113.10"))));
  }

  private void grpc() throws IOException {
    grpc("grpc: serving", health(ServingStatus.SERVING));
    grpc("grpc: not serving", health(ServingStatus.NOT_SERVING));
    grpc("grpc: unknown service", server(new HealthStatusManager()));
    grpc("grpc: no health service", opened(OkHttpServerBuilder.forPort(free(), plain()).build()));
    grpc("grpc: nothing listens", "http://127.0.0.1:" + HeldPort.CLOSED.number());
    grpc("grpc: accepted, then silent", loopback.scripted(_ -> {}), Loopback.BRIEF);
    grpc("grpc: HTTP/1.1 answers", loopback.answering("HTTP/1.1 400 Bad Request\r\n\r\n"));
    grpc("grpc: closes at once", loopback.scripted(Loopback::readAndClose));
    var tls = health(ServingStatus.SERVING).replace("http:", "https:");
    grpc("grpc: TLS to a plain port", tls);
    grpc(
        "grpc: plain text to a TLS port",
        secured(loopback.certificates().validPair()).replace("https:", "http:"));
    securely("grpc: serving over TLS", loopback.certificates().validPair());
    securely("grpc: certificate expired", loopback.certificates().expiredPair());
  }

  private void grpc(String condition, String url) {
    grpc(condition, url, Loopback.PATIENCE);
  }

  private void grpc(String condition, String url, Duration patience) {
    var target = Declared.at(url).offering("grpc", "chat.Chat").asEndpoint();
    var check = new GrpcHealth(loopback.grpc());
    conditions.add(condition, () -> check.run(target, new GrpcHealth.With(patience)));
  }

  private void securely(String condition, HeldCertificate certificate) throws IOException {
    String url = secured(certificate);
    var target = Declared.at(url).ca(authority()).offering("grpc", "chat.Chat").asEndpoint();
    var check = new GrpcHealth(loopback.grpc());
    conditions.add(condition, () -> check.run(target, new GrpcHealth.With(Loopback.PATIENCE)));
  }

  private String secured(HeldCertificate certificate) throws IOException {
    var health = new HealthStatusManager();
    health.setStatus("chat.Chat", ServingStatus.SERVING);
    var credentials =
        TlsServerCredentials.create(
            stream(certificate.certificatePem()), stream(certificate.privateKeyPkcs8Pem()));
    return opened(
            OkHttpServerBuilder.forPort(free(), credentials)
                .addService(health.getHealthService())
                .build())
        .replace("http:", "https:");
  }

  private static InputStream stream(String pem) {
    return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
  }

  private String health(ServingStatus status) throws IOException {
    var health = new HealthStatusManager();
    health.setStatus("chat.Chat", status);
    return server(health);
  }

  private String server(HealthStatusManager health) throws IOException {
    return opened(
        OkHttpServerBuilder.forPort(free(), plain()).addService(health.getHealthService()).build());
  }

  private String opened(Server server) throws IOException {
    server.start();
    loopback.opened(server::shutdownNow);
    return "http://127.0.0.1:" + server.getPort();
  }

  private static InetSocketAddress free() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static io.grpc.ServerCredentials plain() {
    return io.grpc.InsecureServerCredentials.create();
  }

  private void ports() throws IOException {
    port("tcp: connects", port(loopback.scripted(_ -> {})), false, Loopback.PATIENCE);
    port("tcp: nothing listens", HeldPort.CLOSED.number(), false, Loopback.PATIENCE);
    port("tcp: the attempt to connect is not answered", loopback.fullPort(), false, Loopback.BRIEF);
    port("tcp: answers as expected", port(greeting("+PONG\r\n")), true, Loopback.PATIENCE);
    port("tcp: answers something else", port(greeting("SSH-2.0-x\r\n")), true, Loopback.BRIEF);
    port("tcp: says nothing", port(loopback.scripted(_ -> {})), true, Loopback.BRIEF);
    port(
        "tcp: closes without an answer",
        port(loopback.scripted(Loopback::readAndClose)),
        true,
        Loopback.PATIENCE);
  }

  private String greeting(String text) throws IOException {
    return loopback.scripted(socket -> {
      socket.getInputStream().read(new byte[64]);
      Loopback.write(socket, text);
    });
  }

  private static int port(String url) {
    return java.net.URI.create(url).getPort();
  }

  private void port(String condition, int port, boolean talking, Duration patience) {
    var declared =
        Declared.at("http://127.0.0.1").offering("tcp", String.valueOf(port)).sending("PING\r\n");
    var target = (talking ? declared.expecting(Declared.text("PONG")) : declared).asEndpoint();
    var check =
        new TcpReachable(
            new JdkDialer(new JdkResolver(), Said.NOTHING_LIVE),
            new SocketLines(Loopback.NOTHING_LIVE));
    conditions.add(condition, () -> check.run(target, new DialPatience(patience)));
  }

  private void tokens() throws IOException {
    token("tokens: the sound one is accepted, all others refused", Flaw.NONE);
    token("tokens: the sound one is refused", Flaw.OTHER_KEY);
    token("tokens: an expired one is accepted", Flaw.NO_EXPIRY);
    token("tokens: one signed with another key is accepted", Flaw.NO_SIGNATURE);
    token("tokens: an unsigned one is accepted", Flaw.ALG_NONE);
    token("tokens: none is accepted", Flaw.NO_TOKEN);
    token("tokens: a header bypasses them", Flaw.BYPASS);
    token("tokens: the route answers 500", Flaw.BROKEN);
  }

  /** What is wrong with a verifier. */
  private enum Flaw {
    NONE,
    OTHER_KEY,
    NO_EXPIRY,
    NO_SIGNATURE,
    ALG_NONE,
    NO_TOKEN,
    BYPASS,
    BROKEN
  }

  private void token(String condition, Flaw flaw) throws IOException {
    String url = Loopback.url(loopback.started(null, request -> verified(request, flaw)));
    var target = Declared.at(url).auth(S2sAuthTest.auth(), S2sAuthTest.secret()).asService();
    var check =
        new S2sAuth(
            loopback.http(),
            new NimbusTokens(),
            _ -> Optional.of(new SecretValue(KEY)),
            Clock.systemUTC());
    conditions.add(condition, () -> check.run(target, new Patience(Loopback.PATIENCE)));
  }

  private static MockResponse verified(RecordedRequest request, Flaw flaw) {
    if (flaw == Flaw.BROKEN) {
      return Loopback.always(500, "{}");
    }
    if (flaw == Flaw.BYPASS && request.getHeaders().get("x-bypass") != null) {
      return ok();
    }
    String header = request.getHeaders().get("authorization");
    if (header == null) {
      return flaw == Flaw.NO_TOKEN ? ok() : Loopback.always(401, "{}");
    }
    try {
      var token = JWTParser.parse(header.substring("Bearer ".length()));
      byte[] key =
          flaw == Flaw.OTHER_KEY
              ? "another key of a test, 32 bytes!".getBytes(StandardCharsets.US_ASCII)
              : KEY;
      boolean signed =
          token instanceof SignedJWT it
              ? flaw == Flaw.NO_SIGNATURE || it.verify(new MACVerifier(key))
              : flaw == Flaw.ALG_NONE;
      boolean current =
          flaw == Flaw.NO_EXPIRY
              || token.getJWTClaimsSet().getExpirationTime().toInstant().isAfter(Instant.now());
      return signed && current ? ok() : Loopback.always(401, "{\"detail\":\"no\"}");
    } catch (ParseException | JOSEException _) {
      return Loopback.always(401, "{}");
    }
  }

  private void clocks() throws IOException {
    clock("clock: agrees", Duration.ZERO);
    clock("clock: two minutes ahead", Duration.ofMinutes(2));
    clock("clock: two minutes behind", Duration.ofMinutes(-2));
  }

  private void clock(String condition, Duration skew) throws IOException {
    String url =
        Loopback.url(
            loopback.started(
                null,
                _ ->
                    new MockResponse.Builder()
                        .addHeader(
                            "Date",
                            DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                ZonedDateTime.now(ZoneOffset.UTC).plus(skew)))
                        .build()));
    var target = Declared.at(url).auth(S2sAuthTest.auth(), S2sAuthTest.secret()).asService();
    var check = new S2sClock(loopback.http(), Clock.systemUTC());
    conditions.add(
        condition,
        () -> check.run(target, new S2sClock.With(Loopback.PATIENCE, Duration.ofSeconds(5))));
  }

  private void programs() {
    program("exec: passes", "echo '{\"outcome\":\"passed\",\"observed\":\"fine\"}'");
    program("exec: fails", "echo '{\"outcome\":\"failed\",\"observed\":\"bad\"}'");
    program("exec: ends with a code", "exit 3");
    program("exec: writes something else", "echo fine");
    program("exec: hangs", "sleep 30", Loopback.BRIEF);
    program("exec: writes without end", "yes");
  }

  private void program(String condition, String script) {
    program(condition, script, Loopback.PATIENCE);
  }

  private void program(String condition, String script, Duration patience) {
    var check = new Exec(new JdkPrograms(Loopback.NOTHING_LIVE));
    conditions.add(
        condition,
        () ->
            check.run(
                Declared.at("http://127.0.0.1").asService(),
                new Exec.With(List.of("sh", "-c", script), patience, List.of())));
  }

  private String authority() {
    return loopback.certificates().file().toString();
  }

  private static String path(RecordedRequest request) {
    return request.getUrl().encodedPath();
  }

  private static MockResponse to(String location) {
    return new MockResponse.Builder().code(302).addHeader("Location", location).build();
  }

  private static MockResponse ok() {
    return Loopback.always(200, "{}");
  }
}
