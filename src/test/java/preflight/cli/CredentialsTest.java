package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kind of application default credentials gets a token with the jars that ship: a jar that
 * only one of them loads is missed on a user's machine first.
 */
@Timeout(120)
class CredentialsTest {

  @TempDir private Path folder;
  private TokenIssuer issuer;

  @BeforeEach
  void start() throws Exception {
    issuer = new TokenIssuer(folder);
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  @Test
  void of_a_service_account() throws Exception {
    assertThat(askedWith(issuer.serviceAccount())).containsExactly("/token");
  }

  @Test
  void of_a_workload_identity_that_impersonates_a_service_account() throws Exception {
    Path subject = Files.writeString(folder.resolve("subject"), "a token of the CI runner");
    assertThat(
            askedWith(
                """
                { "type": "external_account", "universe_domain": "googleapis.com",
                  "audience": "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q",
                  "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
                  "token_url": "%s/v1/token", "credential_source": { "file": "%s" },
                  "service_account_impersonation_url": "%s" }
                """
                    .formatted(
                        issuer.encrypted("sts.googleapis.com"), subject, impersonationUrl())))
        .containsExactly("/v1/token", impersonationPath());
  }

  @Test
  void of_a_service_account_that_another_impersonates() throws Exception {
    assertThat(
            askedWith(
                """
                { "type": "impersonated_service_account", "delegates": [],
                  "service_account_impersonation_url": "%s", "source_credentials": %s }
                """
                    .formatted(impersonationUrl(), issuer.serviceAccount())))
        .containsExactly("/token", impersonationPath());
  }

  @Test
  void of_a_machine_of_google() throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("NO_GCE_CHECK", "false");
    environment.put("GCE_METADATA_HOST", issuer.plainAuthority());
    environment.put("HOME", folder.toString());
    environment.put("CLOUDSDK_CONFIG", folder.resolve("none").toString());
    assertThat(asked(environment))
        .contains("/computeMetadata/v1/instance/service-accounts/default/token");
  }

  private String impersonationUrl() {
    return issuer.encrypted("iamcredentials.googleapis.com") + impersonationPath();
  }

  private static String impersonationPath() {
    return "/v1/projects/-/serviceAccounts/x@p.iam.gserviceaccount.com:generateAccessToken";
  }

  private List<String> askedWith(String credentials) throws Exception {
    Path file = Files.writeString(folder.resolve("credentials.json"), credentials);
    return asked(Map.of("GOOGLE_APPLICATION_CREDENTIALS", file.toString()));
  }

  /** The paths under which the gate asked for the token that the API was then asked with. */
  private List<String> asked(Map<String, String> environment) throws Exception {
    var ended = issuer.gate(environment, "run", "evil.example", "--trust-endpoint", "evil.example");
    assertThat(issuer.heard())
        .as(ended.out() + ended.err())
        .isNotEmpty()
        .containsOnly("Bearer " + TokenIssuer.TOKEN);
    return List.copyOf(issuer.issued());
  }
}
