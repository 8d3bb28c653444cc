package preflight.resource.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretNameTest {

  @ParameterizedTest
  @CsvSource({
    "projects/acme-prod/secrets/jwt/versions/3, projects/acme-prod/secrets/jwt, 3",
    "projects/acme-prod/secrets/jwt, projects/acme-prod/secrets/jwt, latest",
    "projects/123456/locations/europe-west1/secrets/jwt/versions/live,"
        + " projects/123456/locations/europe-west1/secrets/jwt, live",
    "//secretmanager.googleapis.com/projects/p/secrets/jwt, projects/p/secrets/jwt, latest",
    "sm://jwt, jwt, latest",
    "sm://acme-prod/jwt, projects/acme-prod/secrets/jwt, latest",
    "sm://acme-prod/jwt/2, projects/acme-prod/secrets/jwt, 2",
    "sm://acme-prod/jwt#2, projects/acme-prod/secrets/jwt, 2",
    "sm@jwt, jwt, latest",
    "sm://projects/acme-prod/secrets/jwt/versions/2, projects/acme-prod/secrets/jwt, 2",
    "secret://jwt, jwt, latest",
    "berglas://acme-prod/jwt, projects/acme-prod/secrets/jwt, latest",
  })
  void readsReferencesThatApplicationsResolve(String text, String secret, String version) {
    SecretName.Version to = SecretName.referredTo(text).orElseThrow();
    assertThat(to.secret()).hasToString(secret);
    assertThat(to.version()).isEqualTo(version);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jwt",
        "",
        "https://example.com/projects/p/secrets/jwt",
        "sm://",
        "sm://a b",
        "postgresql://app:pw@db/app",
        "projects/p/topics/t"
      })
  void aValueIsNoReference(String text) {
    assertThat(SecretName.referredTo(text)).isEmpty();
  }

  @Test
  void ownSecretsGoByTheirIds() {
    var own = Optional.of("acme-prod");
    assertThat(SecretName.of("projects/acme-prod/secrets/jwt").from(own)).hasToString("jwt");
    assertThat(SecretName.of("projects/42/secrets/jwt").from(own)).hasToString("jwt");
    assertThat(SecretName.of("projects/other/secrets/jwt").from(own))
        .hasToString("projects/other/secrets/jwt");
    assertThat(SecretName.of("projects/acme-prod/locations/l1/secrets/jwt").from(own))
        .hasToString("projects/acme-prod/locations/l1/secrets/jwt");
  }
}
