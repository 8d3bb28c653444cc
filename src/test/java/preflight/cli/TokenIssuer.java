package preflight.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * What issues Google's tokens, and an API of somebody else that notes who asks with which. Their
 * names resolve to loopback, by a file of the JDK that stands in for every resolver.
 */
final class TokenIssuer implements AutoCloseable {

  static final String TOKEN = "ya29.lookalike-q7Vn3XkTz8mPw2Lr";

  static final String DOMAIN = "p.iam.gserviceaccount.com";
  static final String DEPLOYER = "deployer@" + DOMAIN;

  /** The account that nobody may speak for. */
  static final String FORBIDDEN = "guarded@" + DOMAIN;

  /** Where a key is not known any more. */
  static final String REVOKED = "/revoked";

  private static final List<String> NAMES =
      List.of(
          "evil.example",
          "sts.googleapis.com",
          "iamcredentials.googleapis.com",
          "oauth2.googleapis.com",
          "metadata.google.internal");

  private final Path folder;
  private final Queue<String> heard = new ConcurrentLinkedQueue<>();
  private final Queue<String> issued = new ConcurrentLinkedQueue<>();
  private final MockWebServer api = new MockWebServer();
  private final HttpServer plain;
  private final HttpsServer encrypted;
  private final List<String> properties;
  private final IdTokenKey idTokens = new IdTokenKey();

  TokenIssuer(Path folder) throws Exception {
    this.folder = folder;
    var certificate = new HeldCertificate.Builder();
    NAMES.forEach(certificate::addSubjectAlternativeName);
    HeldCertificate held = certificate.build();
    var keys = new HandshakeCertificates.Builder().heldCertificate(held).build();
    plain = HttpServer.create(loopback(), 0);
    encrypted = HttpsServer.create(loopback(), 0);
    encrypted.setHttpsConfigurator(new HttpsConfigurator(keys.sslContext()));
    for (HttpServer server : List.of(plain, encrypted)) {
      server.createContext("/", this::issue);
      server.start();
    }
    api.useHttps(keys.sslSocketFactory());
    api.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            heard.add(String.valueOf(request.getHeaders().get("authorization")));
            return new MockResponse.Builder().code(404).build();
          }
        });
    api.start(InetAddress.getLoopbackAddress(), 0);
    Path hosts =
        Files.writeString(
            folder.resolve("hosts"), "127.0.0.1 localhost " + String.join(" ", NAMES) + "\n");
    Path trust = folder.resolve("trust.p12");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("all", held.certificate());
    try (var out = Files.newOutputStream(trust)) {
      store.store(out, "changeit".toCharArray());
    }
    properties =
        List.of(
            "-Djdk.net.hosts.file=" + hosts,
            "-Djavax.net.ssl.trustStore=" + trust,
            "-Djavax.net.ssl.trustStorePassword=changeit");
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private void issue(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    issued.add(path);
    boolean refused = path.contains(FORBIDDEN);
    boolean revoked = path.equals(REVOKED);
    String asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    byte[] body =
        (refused
                ? "{\"error\":{\"code\":403,\"message\":\"The caller does not have permission\"}}"
                : revoked
                    ? "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT Signature.\"}"
                    : issue(path, String.valueOf(exchange.getRequestURI().getQuery()), asked))
            .getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.getResponseHeaders().add("Metadata-Flavor", "Google");
    exchange.sendResponseHeaders(refused ? 403 : revoked ? 400 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String issue(String path, String query, String asked) {
    Optional<String> ofKey =
        found("assertion=[^.]+\\.([^.]+)", asked)
            .map(it -> new String(Base64.getUrlDecoder().decode(it), UTF_8))
            .flatMap(it -> found("\"target_audience\":\"([^\"]+)", it));
    if (ofKey.isPresent()) {
      return "{\"id_token\":\"%s\"}".formatted(idTokens.of(ofKey.get(), DEPLOYER));
    }
    if (path.endsWith("/identity")) {
      return idTokens.of(found("audience=([^&]+)", query).orElseThrow(), "machine@" + DOMAIN);
    }
    if (path.endsWith(":generateIdToken")) {
      return "{\"token\":\"%s\"}"
          .formatted(
              idTokens.of(
                  found("\"audience\":\"([^\"]+)", asked).orElseThrow(),
                  found("serviceAccounts/([^:]+)", path).orElseThrow()));
    }
    return path.endsWith(":generateAccessToken")
        ? "{\"accessToken\":\"%s\",\"expireTime\":\"2100-01-01T00:00:00Z\"}".formatted(TOKEN)
        : """
        { "access_token": "%s", "expires_in": 3600, "token_type": "Bearer",
          "issued_token_type": "urn:ietf:params:oauth:token-type:access_token" }
        """
            .formatted(TOKEN);
  }

  private static Optional<String> found(String pattern, String in) {
    Matcher matcher = Pattern.compile(pattern).matcher(in);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** What signs ID tokens, and knows its own. */
  IdTokenKey idTokens() {
    return idTokens;
  }

  /** The credentials that the API was asked with. */
  Queue<String> heard() {
    return heard;
  }

  /** The paths under which tokens were asked for. */
  Queue<String> issued() {
    return issued;
  }

  List<String> properties() {
    return properties;
  }

  /** Where it issues without TLS, as metadata servers do. */
  String plainAuthority() {
    return "127.0.0.1:" + plain.getAddress().getPort();
  }

  /** Where it issues with TLS, whatever its name. */
  InetSocketAddress encryptedAddress() {
    return encrypted.getAddress();
  }

  /** Where it issues under a name of Google's. */
  String encrypted(String name) {
    return "https://" + name + ":" + encrypted.getAddress().getPort();
  }

  String serviceAccount() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    String key =
        Base64.getEncoder().encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
    return """
    { "type": "service_account", "project_id": "p", "private_key_id": "1", "client_id": "1",
      "client_email": "deployer@p.iam.gserviceaccount.com",
      "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n",
      "token_uri": "http://%s/token" }
    """
        .formatted(key, plainAuthority());
  }

  /** A gate whose profile asks the API, under a name. */
  GateProcess.Ended gate(
      Map<String, String> environment, String command, String host, String... flags)
      throws Exception {
    Path profile =
        Files.writeString(
            folder.resolve("p.yaml"),
            """
            version: 1
            environment: p
            packs: { only: [pack.yaml] }
            gcp: { project: acme-test, region: us-central1, endpoints: { secretmanager: "https://%1$s:%2$d", run: "https://%1$s:%2$d" } }
            secrets: { REMOTE_SECRET: { id: remote } }
            """
                .formatted(host, api.getPort()));
    Files.writeString(
        folder.resolve("pack.yaml"),
        "version: 1\nrules: [{ check: secret-exists, on: secrets }]\n");
    List<String> words = new ArrayList<>(List.of(command, profile.toString()));
    words.addAll(List.of(flags));
    return GateProcess.end(new GateProcess().builder(environment, properties, words).start());
  }

  @Override
  public void close() {
    plain.stop(0);
    encrypted.stop(0);
    api.close();
  }
}
