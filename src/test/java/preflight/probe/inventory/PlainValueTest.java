package preflight.probe.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.probe.SecretValue;

class PlainValueTest {

  @ParameterizedTest
  @CsvSource({
    "ENVIRONMENT, staging",
    "REDIS_HOST, 10.0.0.3",
    "POSTGRES_HOST, db",
    "POSTGRES_PORT, 5432",
    "POSTGRES_USER, app_user",
    "DB_NAME, yield_curves",
    "INSTANCE_CONNECTION_NAME, acme-staging:us-central1:main",
    "AUTH_ENABLED, true",
  })
  void a_setting_is_told(String name, String value) {
    assertThat(PlainValue.of(name, SecretValue.of(value))).isEqualTo(new PlainValue.Setting(value));
  }

  @ParameterizedTest
  @CsvSource({
    "JWT_SECRET, staging",
    "POSTGRES_PASSWORD, changeme",
    "POSTGRES_PASSWORD, 123456",
    "LICENSE, kT5wQ9zLm2Xv8Rn4Gh7Jp3Bs6Dc1Fy0A",
    "ENVIRONMENT, kT5wQ9zLm2Xv8Rn4Gh7Jp3Bs6Dc1Fy0A",
    "LABEL, ${env:HOME}",
    "TEXT, two words",
  })
  void what_is_a_credential_or_might_be_is_hidden(String name, String value) {
    assertThat(PlainValue.of(name, SecretValue.of(value))).isInstanceOf(PlainValue.Hidden.class);
  }

  @Test
  void of_a_url_the_password_is_not_kept() {
    var address =
        PlainValue.of(
            "DATABASE_URL",
            SecretValue.of(
                "postgresql+asyncpg://opsit:Zk7Qm2Xv9Wn8Ry3Kx6@db.internal:6432/orders?sslmode=require"));
    assertThat(address.toString()).doesNotContain("Zk7Qm2Xv9Wn8Ry3Kx6");
    assertThat(address).isInstanceOf(PlainValue.Address.class);
    var read = (PlainValue.Address) address;
    assertThat(read.password()).isTrue();
    assertThat(read.user()).contains("opsit");
    assertThat(read.host()).isEqualTo("db.internal");
    assertThat(read.port()).contains("6432");
    assertThat(read.path()).contains("/orders");
    assertThat(read.sslMode()).contains("require");
  }

  @Test
  void a_url_may_lead_to_a_socket() {
    var read =
        (PlainValue.Address)
            PlainValue.of(
                "DATABASE_URL",
                SecretValue.of("postgresql://app:pw@/app?host=/cloudsql/acme:us-central1:main"));
    assertThat(read.host()).isEqualTo("/cloudsql/acme:us-central1:main");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host=db.internal port=6432 user=opsit password=Zk7Qm2Xv9Wn8Ry3Kx6 dbname=orders",
        "Host=db.internal;Port=6432;Username=opsit;Password=Zk7Qm2Xv9Wn8Ry3Kx6;Database=orders",
        "jdbc:postgresql://db.internal:6432/orders?user=opsit&password=Zk7Qm2Xv9Wn8Ry3Kx6",
      })
  void every_way_to_write_an_address_is_read(String text) {
    var read =
        (PlainValue.Address) PlainValue.of("ConnectionStrings__Default", SecretValue.of(text));
    assertThat(read.toString()).doesNotContain("Zk7Qm2Xv9Wn8Ry3Kx6");
    assertThat(read.scheme()).isEqualTo("postgresql");
    assertThat(read.host()).isEqualTo("db.internal");
    assertThat(read.port()).contains("6432");
    assertThat(read.path()).contains("/orders");
    assertThat(read.password()).isTrue();
  }

  @Test
  void a_token_in_a_path_or_as_a_user_is_not_kept() {
    var read =
        PlainValue.of(
            "WEBHOOK",
            SecretValue.of(
                "https://kT5wQ9zLm2Xv8Rn4Gh7Jp3Bs@hooks.example.com/services/Bs6Dc1Fy0AkT5wQ9zLm2Xv8Rn4Gh7"));
    assertThat(read.toString()).doesNotContain("kT5wQ9zL").doesNotContain("Bs6Dc1");
  }
}
