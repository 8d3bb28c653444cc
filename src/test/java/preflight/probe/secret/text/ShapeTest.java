package preflight.probe.secret.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import preflight.probe.secret.overlap.Matching;

/** What a value is as a whole, and what must not take its place. */
class ShapeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "postgresql://app:hunter2@10.20.0.3:5432/app | URL",
        "postgresql+asyncpg://app:hunter2@/app?host=/cloudsql/acme:us-central1:main | URL",
        "rediss://:hunter2@10.0.0.4:6378/0 | URL",
        "https://0123abcd@o4505.ingest.sentry.io/42 | URL",
        "Host=10.20.0.3;Username=app;Password=hunter2;Database=app | KEY_WORDS",
        "Server=tcp:sql;User ID=app;Password=hunter2;Encrypt=True | KEY_WORDS",
        "host=/cloudsql/acme:us:main user=app password=hunter2 dbname=app | KEY_WORDS",
        "{\"db\": {\"password\": \"hunter2\"}} | JSON",
        "-----BEGIN PRIVATE KEY-----x | PEM",
        "5f3a91c0d4e7b268 | ALONE",
        "k8Yw+3nQ/2uZ== | ALONE",
        "correct horse battery staple | ALONE"
      })
  void tells_what_a_credential_is_part_of(String value, Shape expected) {
    assertThat(Shape.of(value.getBytes(UTF_8))).isEqualTo(expected);
    assertThat(Shape.of(("\n" + value + "\n").getBytes(UTF_8)))
        .as("with stray line breaks")
        .isEqualTo(expected);
  }

  @Test
  void several_lines_are_more_than_one_credential() {
    assertThat(Shape.of("A=1\nB=2\n".getBytes(UTF_8))).isEqualTo(Shape.LINES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/cloudsql/acme:us-central1:main | the path of a socket",
        "/var/run/postgresql | the path of a socket",
        "acme:us-central1:main | the connection name of an instance",
        "example.com:acme:europe-west1:main | the connection name of an instance",
        "10.0.0.3:6379 | a host with its port",
        "[fd00::3]:6379 | a host with its port",
        "a.example.com,b.example.com | a list of hosts"
      })
  void a_value_of_another_form_than_the_declared_one_is_named(String value, String form) {
    assertThat(Matching.of(value.getBytes(UTF_8), "10.20.0.3", "host").form()).contains(form);
    String other = value.substring(0, value.length() - 1) + "1";
    assertThat(Matching.of(value.getBytes(UTF_8), other, "host").form())
        .as("the declared one is of that form as well")
        .isEmpty();
  }

  @Test
  void another_address_is_just_another_value() {
    assertThat(Matching.of("10.20.0.4".getBytes(UTF_8), "10.20.0.3", "host").form()).isEmpty();
    assertThat(Matching.of("fd00::3".getBytes(UTF_8), "10.20.0.3", "host").form()).isEmpty();
  }
}
