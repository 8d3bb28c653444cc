package preflight.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactionTest {

  private static final String LIVE = "Zt8kQ2vWb5Nx";

  private final Redaction redaction =
      new Redaction(() -> List.of(new SecretValue((LIVE + "\n").getBytes(UTF_8))));

  @Test
  void a_live_value_goes_in_every_form() {
    byte[] bytes = LIVE.getBytes(UTF_8);
    String text =
        "a %s b %s c %s d"
            .formatted(
                LIVE, Base64.getEncoder().encodeToString(bytes), HexFormat.of().formatHex(bytes));

    assertThat(redaction.clean(text)).isEqualTo("a ••• b ••• c ••• d");
  }

  @Test
  void of_a_url_the_password_goes_alone_too() {
    var ofUrl =
        new Redaction(() ->
            List.of(
                new SecretValue("postgres://app:%s@db:5432/app".formatted(LIVE).getBytes(UTF_8)),
                new SecretValue("https://db:5432/a@b".getBytes(UTF_8))));

    assertThat(ofUrl.withoutLive("role app, %s, db:5432 and 5432/a".formatted(LIVE)))
        .isEqualTo("role app, •••, db:5432 and 5432/a");
  }

  @Test
  void what_looks_like_a_credential_goes_though_nobody_knows_it() {
    assertThat(redaction.clean("postgres://app:hunter22@db/app"))
        .isEqualTo("postgres://•••@db/app");
    assertThat(redaction.clean("password=hunter22, retrying")).isEqualTo("password=•••, retrying");
    assertThat(redaction.clean("Authorization: Bearer abcdefghijkl"))
        .isEqualTo("Authorization: Bearer •••");
    assertThat(redaction.clean("key sk-abcdefghijkl refused")).isEqualTo("key ••• refused");
    assertThat(redaction.clean("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln is expired"))
        .isEqualTo("••• is expired");
  }

  @Test
  void ordinary_text_stays() {
    String text = "Container called exit(1). See https://cloud.run/logs?revision=backend-00042-abc";

    assertThat(redaction.clean(text)).isEqualTo(text);
  }

  @Test
  void an_endless_text_ends() {
    assertThat(redaction.clean("x ".repeat(9000)).length()).isLessThan(4100);
  }
}
