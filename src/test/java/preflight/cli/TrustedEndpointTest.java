package preflight.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A whole gate with credentials, and a profile that points an API at a host of its author. The
 * names resolve to loopback, by a file of the JDK that stands in for every resolver.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(120)
class TrustedEndpointTest {

  private static final String TOKEN = "ya29.lookalike-q7Vn3XkTz8mPw2Lr";

  @TempDir private Path folder;
  private final Queue<String> heard = new ConcurrentLinkedQueue<>();
  private final MockWebServer evil = new MockWebServer();
  private HttpServer tokens;
  private List<String> properties = List.of();
  private Path credentials = Path.of("");

  @BeforeEach
  void start() throws Exception {
    tokens = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    tokens.createContext(
        "/",
        exchange -> {
          byte[] body =
              "{\"access_token\":\"%s\",\"expires_in\":3600,\"token_type\":\"Bearer\"}"
                  .formatted(TOKEN)
                  .getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    tokens.start();
    credentials = Files.writeString(folder.resolve("credentials.json"), serviceAccount());

    var certificate =
        new HeldCertificate.Builder().addSubjectAlternativeName("evil.example").build();
    evil.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate)
            .build()
            .sslSocketFactory());
    evil.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            heard.add(String.valueOf(request.getHeaders().get("authorization")));
            return new MockResponse.Builder().code(404).build();
          }
        });
    evil.start(InetAddress.getLoopbackAddress(), 0);

    Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 evil.example localhost\n");
    Path trust = folder.resolve("trust.p12");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("evil", certificate.certificate());
    try (var out = Files.newOutputStream(trust)) {
      store.store(out, "changeit".toCharArray());
    }
    properties =
        List.of(
            "-Djdk.net.hosts.file=" + hosts,
            "-Djavax.net.ssl.trustStore=" + trust,
            "-Djavax.net.ssl.trustStorePassword=changeit");
  }

  private String serviceAccount() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    String key =
        Base64.getEncoder().encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
    return """
    { "type": "service_account", "project_id": "p", "private_key_id": "1", "client_id": "1",
      "client_email": "deployer@p.iam.gserviceaccount.com",
      "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n",
      "token_uri": "http://127.0.0.1:%d/token" }
    """
        .formatted(key, tokens.getAddress().getPort());
  }

  @AfterEach
  void stop() throws IOException {
    tokens.stop(0);
    evil.close();
  }

  private GateProcess.Ended gate(String command, String host, String... flags) throws Exception {
    Path profile =
        Files.writeString(
            folder.resolve("p.yaml"),
            """
            version: 1
            environment: p
            packs: [pack.yaml]
            gcp: { project: acme-test, region: us-central1, endpoints: { secretmanager: "https://%1$s:%2$d", run: "https://%1$s:%2$d" } }
            secrets: { REMOTE_SECRET: { id: remote } }
            """
                .formatted(host, evil.getPort()));
    Files.writeString(
        folder.resolve("pack.yaml"),
        "version: 1\nrules: [{ check: secret-exists, on: secrets }]\n");
    List<String> words = new ArrayList<>(List.of(command, profile.toString()));
    words.addAll(List.of(flags));
    return GateProcess.end(
        new GateProcess()
            .builder(
                Map.of("GOOGLE_APPLICATION_CREDENTIALS", credentials.toString()), properties, words)
            .start());
  }

  @Test
  void a_host_of_the_profile_s_author_gets_no_token() throws Exception {
    for (String command : List.of("run", "lint")) {
      var ended = gate(command, "evil.example");
      assertThat(heard).as("what the host heard: %s%s", ended.out(), ended.err()).isEmpty();
      assertThat(ended.exitCode()).isEqualTo(78);
      assertThat(ended.err())
          .containsPattern("p.yaml:4:\\d+: evil.example is neither Google's .* nor this machine")
          .contains("--trust-endpoint HOST");
    }
  }

  @Test
  void it_does_where_the_caller_says_so_and_every_report_tells() throws Exception {
    var ended = gate("run", "evil.example", "--trust-endpoint", "Evil.example");
    assertThat(heard).as(ended.out() + ended.err()).isNotEmpty().containsOnly("Bearer " + TOKEN);
    assertThat(ended.out().replaceAll("\\s+", " "))
        .contains("evil.example gets Google credentials, by --trust-endpoint");
    assertThat(gate("lint", "evil.example", "--trust-endpoint", "evil.example").exitCode())
        .isZero();
  }

  @Test
  void a_variable_cannot_say_so() throws Exception {
    assertThat(gate("run", "evil.example").exitCode()).isEqualTo(78);
    var builder =
        new GateProcess()
            .builder(
                Map.of("PREFLIGHT_TRUST_ENDPOINT", "evil.example"),
                properties,
                List.of("run", folder.resolve("p.yaml").toString()));
    assertThat(GateProcess.end(builder.start()).exitCode()).isEqualTo(78);
    assertThat(heard).isEmpty();
  }
}
