package preflight.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import preflight.probe.network.HeldPort;

/**
 * Every kind of credentials gets an ID token that a private service admits, from issuers on
 * loopback that stand in for Google's; the service verifies it.
 */
@Timeout(180)
class IdTokensTest {

  private static final String FRONTEND = "frontend@" + TokenIssuer.DOMAIN;
  private static final String MAY_IMPERSONATE =
      "/v1/projects/-/serviceAccounts/%s:generateAccessToken".formatted(FRONTEND);
  private static final String ID_TOKEN =
      "/v1/projects/-/serviceAccounts/%s:generateIdToken".formatted(FRONTEND);

  @TempDir private Path folder;
  private TokenIssuer issuer;
  private Tunnel tunnel;
  private HttpServer service;
  private final Queue<String> callers = new ConcurrentLinkedQueue<>();
  private volatile boolean repeating;

  @BeforeEach
  void start() throws Exception {
    issuer = new TokenIssuer(folder);
    tunnel = new Tunnel(issuer.encryptedAddress());
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext("/", this::answer);
    service.start();
  }

  @AfterEach
  void stop() {
    issuer.close();
    tunnel.close();
    service.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    Optional<String> account = issuer.idTokens().account(shown.replaceFirst("^Bearer ", ""), url());
    callers.add(account.orElse("nobody"));
    byte[] body = (repeating ? "invalid token: " + shown : "{}").getBytes(UTF_8);
    exchange.sendResponseHeaders(repeating ? 500 : account.isPresent() ? 200 : 401, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String url() {
    return "http://127.0.0.1:" + service.getAddress().getPort();
  }

  @Test
  void of_the_key_of_a_service_account_once_for_all_endpoints() throws Exception {
    var ended = ranWith(issuer.serviceAccount(), "id-token: true");
    assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
    assertThat(callers).containsExactly(TokenIssuer.DEPLOYER, TokenIssuer.DEPLOYER);
    assertThat(issuer.issued()).containsExactly("/token");
  }

  @Test
  void of_a_machine_of_google() throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("NO_GCE_CHECK", "false");
    environment.put("GCE_METADATA_HOST", issuer.plainAuthority());
    environment.put("HOME", folder.toString());
    environment.put("CLOUDSDK_CONFIG", folder.resolve("none").toString());
    assertThat(ran(environment, "id-token: true").exitCode()).isZero();
    assertThat(callers).containsOnly("machine@" + TokenIssuer.DOMAIN);
  }

  @Test
  void of_a_workload_identity_that_impersonates_a_service_account() throws Exception {
    Path subject = Files.writeString(folder.resolve("subject"), "a token of the CI runner");
    var ended =
        ranWith(
            """
            { "type": "external_account", "universe_domain": "googleapis.com",
              "audience": "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q",
              "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
              "token_url": "%s/v1/token", "credential_source": { "file": "%s" },
              "service_account_impersonation_url": "%s" }
            """
                .formatted(
                    issuer.encrypted("sts.googleapis.com"),
                    subject,
                    issuer.encrypted("iamcredentials.googleapis.com") + MAY_IMPERSONATE),
            "id-token: true");
    assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
    assertThat(callers).containsOnly(FRONTEND);
    assertThat(issuer.issued()).containsExactly("/v1/token", ID_TOKEN);
  }

  @Test
  void of_a_service_account_that_another_impersonates() throws Exception {
    var ended =
        ranWith(
            """
            { "type": "impersonated_service_account", "delegates": [],
              "service_account_impersonation_url": "%s", "source_credentials": %s }
            """
                .formatted(
                    issuer.encrypted("iamcredentials.googleapis.com") + MAY_IMPERSONATE,
                    issuer.serviceAccount()),
            "id-token: true");
    assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
    assertThat(callers).containsOnly(FRONTEND);
  }

  @Test
  void of_the_caller_that_the_profile_names() throws Exception {
    var ended = ranWith(issuer.serviceAccount(), "invoke-as: " + FRONTEND);
    assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
    assertThat(callers).containsOnly(FRONTEND);
    assertThat(issuer.issued()).containsExactly("/token", ID_TOKEN);
  }

  @Test
  void a_person_has_none_which_says_nothing_of_the_service() throws Exception {
    var ended =
        ranWith(
            """
            { "type": "authorized_user", "client_id": "764086051850-x.apps.googleusercontent.com",
              "client_secret": "c", "refresh_token": "r" }
            """,
            "id-token: true");
    assertThat(ended.exitCode()).as(ended.out() + ended.err()).isEqualTo(20);
    assertThat(ended.out().replaceAll("\\s+", " "))
        .contains("those of a person (gcloud auth application-default login)")
        .contains("--impersonate-service-account=")
        .contains("invoke-as");
    assertThat(callers).isEmpty();
    assertThat(issuer.issued()).isEmpty();
  }

  @Test
  void an_account_that_this_machine_may_not_speak_for_is_named_with_the_role() throws Exception {
    var ended = ranWith(issuer.serviceAccount(), "invoke-as: " + TokenIssuer.FORBIDDEN);
    assertThat(ended.exitCode()).as(ended.out() + ended.err()).isEqualTo(20);
    assertThat(ended.out().replaceAll("\\s+", " "))
        .contains("may not get an ID token of " + TokenIssuer.FORBIDDEN)
        .contains("roles/iam.serviceAccountOpenIdTokenCreator");
    assertThat(callers).isEmpty();
  }

  @Test
  void a_key_that_was_revoked_and_an_issuer_that_is_away_say_nothing_of_the_service()
      throws Exception {
    String key = issuer.serviceAccount();
    var revoked = ranWith(key.replace("/token\"", TokenIssuer.REVOKED + "\""), "id-token: true");
    assertThat(revoked.exitCode()).as(revoked.out() + revoked.err()).isEqualTo(20);
    assertThat(revoked.out().replaceAll("\\s+", " ")).contains("expired or invalid");
    var away =
        ranWith(
            key.replace(issuer.plainAuthority(), "127.0.0.1:" + HeldPort.CLOSED.number()),
            "id-token: true");
    assertThat(away.exitCode()).as(away.out() + away.err()).isEqualTo(20);
    assertThat(away.out().replaceAll("\\s+", " ")).contains("issues ID tokens");
    assertThat(callers).isEmpty();
  }

  @Test
  void a_token_that_the_service_repeats_is_not_shown() throws Exception {
    repeating = true;
    var ended = ranWith(issuer.serviceAccount(), "id-token: true");
    assertThat(ended.out()).contains("invalid token: Bearer");
    assertThat(ended.out() + ended.err()).doesNotContain("eyJ");
  }

  private GateProcess.Ended ranWith(String credentials, String declared) throws Exception {
    Path file = Files.writeString(folder.resolve("credentials.json"), credentials);
    return ran(Map.of("GOOGLE_APPLICATION_CREDENTIALS", file.toString()), declared);
  }

  private GateProcess.Ended ran(Map<String, String> environment, String declared) throws Exception {
    Path profile =
        Files.writeString(
            folder.resolve("p.yaml"),
            """
            version: 1
            environment: p
            packs: { only: [pack.yaml] }
            gcp: { project: acme-test, region: us-central1 }
            services:
              backend:
                cloud-run: backend
                url: %s
                %s
                endpoints: { health: { get: /health }, items: { get: /items } }
            """
                .formatted(url(), declared));
    Files.writeString(
        folder.resolve("pack.yaml"),
        "version: 1\nrules: [{ check: http-health, on: endpoints }]\n");
    List<String> properties = new ArrayList<>(issuer.properties());
    properties.addAll(tunnel.properties());
    return GateProcess.end(
        new GateProcess()
            .builder(environment, properties, List.of("run", profile.toString()))
            .start());
  }
}
