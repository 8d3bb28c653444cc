package preflight.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RedactionTest {

  private static final String LIVE = "Zt8kQ2vWb5Nx";
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private static String shown(String text, String... live) {
    List<SecretValue> credentials = Arrays.stream(live).map(SecretValue::of).toList();
    return new Redaction(() -> credentials).heard(text).shown();
  }

  /** Look-alikes of what teams keep; none was ever in use. */
  private static List<String> canaries() {
    return List.of(
        "q7Vn3Xk9Tz4mWpLr2sNd8fGh6jBc5yEa",
        "q7Vn3Xk9/Tz'mW\"p&Lr<2s+Nd8fG%4jB",
        "9f86d081884c7d659a2feaa0c55ad015",
        "Ünïcøde-pässw0rt-Zé7ñ4kQ9v",
        "sk-proj-8Kd93jLsP02mXvQ7rT5nYw1Z",
        "48213377905516422083");
  }

  @ParameterizedTest
  @EnumSource
  void a_credential_goes_however_it_is_spelled(Spelling spelling) {
    for (String canary : canaries()) {
      String spelled = spelling.of(canary);
      String shown = shown("login failed: <" + spelled + ">, try again", canary);
      assertThat(new Leak(shown).of(spelled, spelling.of("-".repeat(40)))).as(shown).isEmpty();
      assertThat(shown).startsWith("login fail").endsWith("again").contains("•••");
    }
  }

  static Stream<String> ordinaryBodies() throws IOException {
    try (InputStream in =
        RedactionTest.class.getResourceAsStream("/redaction/bodies-that-stay.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines().filter(it -> !it.isBlank() && !it.startsWith("#")).toList().stream();
    }
  }

  /** Among credentials that are made of the very words that errors are made of. */
  @ParameterizedTest
  @MethodSource("ordinaryBodies")
  void an_ordinary_body_stays_letter_for_letter(String body) {
    assertThat(
            shown(
                body,
                "q7Vn3Xk9Tz4mWpLr2sNd8fGh6jBc5yEa",
                "postgres://app:Xk93jLsP02mX@db.internal:5432/app",
                "https://Lr2sNd8fGh6jBc5y@o1.ingest.sentry.io/42",
                "postgres",
                "test",
                "password",
                "service-token-production-9fK2xQ",
                "{\"type\": \"service_account\", \"project_id\": \"acme-staging\","
                    + " \"private_key_id\": \"f871b60d0617be19393bb66ea142887fc9621360\","
                    + " \"client_email\": \"backend@acme-staging.iam.gserviceaccount.com\","
                    + " \"token_uri\": \"https://oauth2.googleapis.com/token\"}",
                "docker",
                "missing",
                "empty",
                "none",
                "expired",
                "null",
                "projects/acme-staging/secrets/JWT_SECRET/versions/latest",
                "projects/123456789012/secrets/jwt-secret-staging/versions/3",
                "sm://acme-staging/stockdata-key",
                "a"))
        .isEqualTo(body);
  }

  /** Some keep in a secret the name of another one, or a password made of the service's name. */
  @Test
  void names_of_the_profile_stay_whatever_holds_them() {
    List<SecretValue> live =
        Stream.of(
                "jwt-secret-staging-old",
                "backend-staging-Zt8kQ2vWb5Nx",
                "memorystore-cache.internal")
            .map(SecretValue::of)
            .toList();
    var redaction =
        new Redaction(
            new Redaction.Live() {
              @Override
              public List<SecretValue> credentials() {
                return live;
              }

              @Override
              public Set<String> names() {
                return Set.of(
                    "jwt-secret-staging-old", "backend-staging", "memorystore-cache.internal");
              }
            });

    assertThat(
            redaction
                .heard(
                    "Permission denied on secret: jwt-secret-staging-old for backend-staging at"
                        + " memorystore-cache.internal")
                .shown())
        .isEqualTo(
            "Permission denied on secret: jwt-secret-staging-old for backend-staging at"
                + " memorystore-cache.internal");
    assertThat(redaction.heard("refused: backend-staging-Zt8kQ2vWb5Nx").shown())
        .doesNotContain("Zt8k")
        .doesNotContain("b5Nx");
    assertThat(redaction.heard("refused: Zt8kQ2vWb5Nx").shown()).isEqualTo("refused: •••");
  }

  @Test
  void of_a_url_the_password_goes_alone_too() {
    assertThat(
            shown(
                "role app, %s, db:5432 and 5432/a".formatted(LIVE),
                "postgres://app:%s@db:5432/app".formatted(LIVE)))
        .isEqualTo("role app, •••, db:5432 and 5432/a");
  }

  @Test
  void of_documents_and_connection_strings_the_credentials_go() {
    for (String secret :
        List.of(
            "postgres://app:Zt8k%2F2vWb5Nx@db.internal:5432/app?sslmode=require",
            "postgres://app:Zt8k/2vWb5Nx@db.internal:5432/app",
            "jdbc:postgresql://db.internal/app?user=app&password=Zt8k%2F2vWb5Nx&ssl=true",
            "host=db.internal user=app password='Zt8k/2vWb5Nx' dbname=app",
            "Server=db.internal;Database=app;User Id=app;Password=Zt8k/2vWb5Nx;Encrypt=true",
            "{\"host\": \"db.internal\", \"db\": {\"user\": \"app\", \"password\": \"Zt8k\\/2vWb5Nx\"}}",
            "DB_HOST=db.internal\nDB_USER=app\nDB_PASSWORD=Zt8k/2vWb5Nx\n",
            "https://Zt8k%2F2vWb5Nx@db.internal/app")) {
      assertThat(
              shown("user app at db.internal: Zt8k/2vWb5Nx and Zt8k%2F2vWb5Nx are wrong", secret))
          .as(secret)
          .isEqualTo("user app at db.internal: ••• and ••• are wrong");
    }
  }

  @Test
  void the_body_of_a_key_goes_and_its_armour_tells_that_it_was_one() {
    String body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";
    String key = "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
    assertThat(shown("cannot parse " + body + "!", key)).isEqualTo("cannot parse •••!");
    assertThat(shown("cannot parse " + body.substring(20, 40) + "!", key))
        .isEqualTo("cannot parse •••!");
  }

  @Test
  void a_short_or_ordinary_one_goes_where_a_credential_stands_only() {
    assertThat(shown("password: test, database test, run 7 of the test", "test"))
        .isEqualTo("password: •••, database test, run 7 of the test");
    assertThat(shown("role \"postgres\": password \"postgres\" at postgres://db", "postgres"))
        .isEqualTo("role \"postgres\": password \"•••\" at postgres://db");
    assertThat(shown("invalid pin 4821, port 4821 is fine", "4821"))
        .isEqualTo("invalid pin •••, port 4821 is fine");
    assertThat(shown("{\"token\":\"abc\",\"alphabet\":\"abc\"}", "abc"))
        .isEqualTo("{\"token\":\"•••\",\"alphabet\":\"abc\"}");
    assertThat(shown("Authorization: Bearer s3cr3", "s3cr3"))
        .isEqualTo("Authorization: Bearer •••");
  }

  @Test
  void one_of_six_characters_goes_as_a_word_and_stays_in_a_longer_one() {
    assertThat(shown("x9k2pq is wrong, x9k2pq7 is not, nor 1735912", "x9k2pq", "735912"))
        .isEqualTo("••• is wrong, x9k2pq7 is not, nor 1735912");
  }

  @Test
  void what_has_the_form_of_a_vendor_s_key_goes_though_nobody_knows_it() {
    assertThat(shown("postgres://app:hunter22@db/app")).isEqualTo("postgres://•••@db/app");
    assertThat(shown("Authorization: Bearer 9jw84hf02kd7")).isEqualTo("Authorization: Bearer •••");
    assertThat(shown("key sk-8Kd93jLsP02m refused")).isEqualTo("key ••• refused");
    assertThat(shown("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln is expired"))
        .isEqualTo("••• is expired");
  }

  @Test
  void an_endless_text_ends() {
    assertThat(shown("x ".repeat(9000)).length()).isLessThan(4100);
  }

  @Test
  void a_credential_on_the_edge_of_what_is_shown_or_read_goes() {
    for (int before = 3960; before < 4010; before++) {
      String shown = shown("x".repeat(before - 1) + " " + LIVE + " and more", LIVE);
      assertThat(new Leak(shown).of(LIVE, "")).isEmpty();
      assertThat(shown).doesNotContain(LIVE.substring(0, 3));
    }
    for (int kept = 1; kept < LIVE.length(); kept++) {
      String shown =
          new Redaction(() -> List.of(SecretValue.of(LIVE)))
              .heardInPart("the key is " + LIVE.substring(0, kept))
              .shown();
      assertThat(shown).isEqualTo("the key is …");
    }
    String far = "x ".repeat(7994) + LIVE + LIVE;
    assertThat(shown(far, LIVE)).doesNotContain(LIVE.substring(0, 3));
  }

  @Test
  void many_credentials_and_long_texts_take_no_time() {
    var random = new SecureRandom();
    var credentials = new ArrayList<SecretValue>();
    for (int i = 0; i < 5000; i++) {
      credentials.add(SecretValue.of(random(random, 43)));
    }
    var redaction = new Redaction(() -> credentials);
    long start = System.nanoTime();
    redaction.heard("first").shown();
    redaction.heard("the first long text").shown();
    long learnt = System.nanoTime();
    String huge = (random(random, 60) + " %41 \\u0042 &lt; ").repeat(20_000);
    for (int i = 0; i < 20; i++) {
      redaction.heard(huge).shown();
    }
    long read = System.nanoTime();
    System.out.printf(
        "5000 credentials learnt in %d ms, a text of 16,000 characters read in %d ms%n",
        (learnt - start) / 1_000_000, (read - learnt) / 20_000_000);
    assertThat(learnt - start).isLessThan(10_000_000_000L);
    assertThat((read - learnt) / 20).isLessThan(1_000_000_000L);
  }

  private static String random(SecureRandom random, int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }
}
