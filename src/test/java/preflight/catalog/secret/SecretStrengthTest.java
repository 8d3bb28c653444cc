package preflight.catalog.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.probe.Stores;
import preflight.probe.secret.Profiles;
import preflight.probe.secret.SecretFacts;
import preflight.probe.secret.text.Shape;
import preflight.probe.secret.text.Strengths;
import preflight.resource.Environment;
import preflight.resource.Gcp;
import preflight.resource.Secret;
import preflight.resource.SecretUse;
import preflight.resource.Target;

/** Values as services and tools generate them pass; what a person makes up does not. */
class SecretStrengthTest {

  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
  private static final String HEX = "0123456789abcdef";
  private static final String ALPHANUMERIC = LOWER + LOWER.toUpperCase(Locale.ROOT) + "0123456789";
  private static final String BASE64 = ALPHANUMERIC + "+/";
  private static final String BASE64_URL = ALPHANUMERIC + "-_";

  /** Alphabets that a line cannot hold. */
  private static final Map<String, String> ALPHABETS =
      Map.of(
          "hex", HEX,
          "alphanumeric", ALPHANUMERIC,
          "base64", BASE64,
          "base64url", BASE64_URL,
          "base32", LOWER.toUpperCase(Locale.ROOT) + "234567",
          "terraform", ALPHANUMERIC + "!#$%&*()-_=+[]{}<>:?",
          "django", LOWER + "0123456789!@#$%^&*(-_=+)");

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "Terraform's random_password for Cloud SQL,     '',      16, alphanumeric, '',  STORE_PASSWORD",
    "Terraform's random_password with punctuation,  '',      16, terraform,    '',  STORE_PASSWORD",
    "Neon,                                          npg_,    12, alphanumeric, '',  STORE_PASSWORD",
    "Supabase,                                      '',      16, alphanumeric, '',  STORE_PASSWORD",
    "Heroku Postgres,                               p,       64, hex,          '',  STORE_PASSWORD",
    "Render,                                        '',      32, alphanumeric, '',  STORE_PASSWORD",
    "Upstash,                                       A,       51, alphanumeric, '',  STORE_PASSWORD",
    "Aiven and DigitalOcean,                        AVNS_,   19, base64url,    '',  STORE_PASSWORD",
    "openssl rand -hex 16,                          '',      32, hex,          '',  OTHER",
    "openssl rand -base64 16,                       '',      22, base64,       ==,  OTHER",
    "secrets.token_urlsafe(16),                     '',      22, base64url,    '',  OTHER",
    "Google OAuth client secret,                    GOCSPX-, 28, base64url,    '',  OTHER",
    "base32 of 128 bits,                            '',      26, base32,       '',  OTHER",
    "openssl rand -hex 32,                          '',      64, hex,          '',  SIGNING_KEY",
    "openssl rand -base64 32,                       '',      43, base64,       =,   SIGNING_KEY",
    "a base64url key of HS256,                      '',      43, base64url,    '',  SIGNING_KEY",
    "Django's SECRET_KEY,                           '',      50, django,       '',  SIGNING_KEY",
    "Rails' secret_key_base,                        '',     128, hex,          '',  SIGNING_KEY"
  })
  void what_is_generated_passes(
      String what, String before, int length, String alphabet, String after, SecretUse use) {
    var random = new Random(12);
    for (int i = 0; i < 2_000; i++) {
      String value =
          before + drawn(requireNonNull(ALPHABETS.get(alphabet)), length, random) + after;
      assertThat(Strengths.of(value.getBytes(UTF_8)).bits())
          .as("%s: %s", what, value)
          .isGreaterThanOrEqualTo(use.bits());
    }
  }

  /** Memorystore's AUTH string. */
  @Test
  void a_uuid_passes_as_a_password_and_as_a_credential() {
    for (int i = 0; i < 2_000; i++) {
      String value = UUID.nameUUIDFromBytes(new byte[] {(byte) i, (byte) (i >> 8)}).toString();
      assertThat(Strengths.of(value.getBytes(UTF_8)).bits())
          .isGreaterThanOrEqualTo(SecretUse.OTHER.bits());
    }
  }

  @Test
  void a_person_can_check_what_is_said() throws Exception {
    Failed failed = (Failed) ofOther("q7hzk2mwx9c4tn8vb3jr5yd1");
    assertThat(failed.observed()).isEqualTo("24 characters of letters and digits, about 124 bits");
    assertThat(failed.expected()).isEqualTo("at least 128 bits (min-bits is 128 by default)");
    assertThat(failed.facts().get("stake")).contains("taken for its owner");
  }

  @Test
  void the_password_of_a_store_needs_less_and_opens_no_tokens() throws Exception {
    assertThat(ofStore("cY2nPq7RsT4uVw9X")).isInstanceOf(Passed.class);
    Failed failed = (Failed) ofStore("Summer2024!Backend");
    assertThat(failed.expected()).isEqualTo("at least 72 bits (store-min-bits is 72 by default)");
    assertThat(failed.facts().get("stake")).contains("the store").doesNotContain("token");
  }

  @Test
  void a_url_with_a_password_is_that_of_a_store() throws Exception {
    assertThat(ofOther("postgresql://app:npg_q7gB5CjQXrte@ep-blue.example.com/main"))
        .isInstanceOf(Passed.class);
    assertThat(
            ((Failed) ofOther("postgresql://app:Summer2024@ep-blue.example.com/main")).observed())
        .startsWith("in the URL a password of 10 characters of ");
  }

  private static Outcome ofStore(String value) throws InterruptedException {
    Environment environment = Stores.at(1).password("x").redis().environment();
    return judged(requireNonNull(environment.secrets().get("PASSWORD")), environment, value);
  }

  private static Outcome ofOther(String value) throws InterruptedException {
    Secret secret = Profiles.secret("PAYMENT_API_KEY");
    return judged(secret, Profiles.of(Gcp.NONE, secret), value);
  }

  private static Outcome judged(Secret secret, Environment environment, String value)
      throws InterruptedException {
    SecretFacts sound = KnownSecrets.sound();
    var facts =
        new SecretFacts(
            sound.version(),
            value.length(),
            sound.flaws(),
            sound.placeholder(),
            Strengths.of(value.getBytes(UTF_8)),
            Shape.of(value.getBytes(UTF_8)),
            false,
            sound.checksum(),
            sound.group());
    return new SecretStrength(new KnownSecrets().with(secret.name().name(), facts))
        .run(new Target<>(secret, environment), new SecretStrength.With(128, 72));
  }

  private static String drawn(String alphabet, int length, Random random) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "postgres,                     STORE_PASSWORD",
    "Password123!,                 STORE_PASSWORD",
    "Summer2024!Backend,           STORE_PASSWORD",
    "tr0ub4dor&3,                  STORE_PASSWORD",
    "redis-password-staging,       STORE_PASSWORD",
    "correct-horse-battery-staple, STORE_PASSWORD",
    "CorrectHorseBatteryStaple1,   STORE_PASSWORD",
    "qwertyuiop123456,             STORE_PASSWORD",
    "356d68405e6b477a,             STORE_PASSWORD",
    "acme-staging-api-key-2024,    OTHER",
    "JohnSmith19840312,            OTHER",
    // 128 bits open a store, and sign no token.
    "da5f4f16d04b7b18a139fef4905c241a, SIGNING_KEY",
    "7d44f7a3-9c1e-4b52-8f0d-61b3c9a2e5d8, SIGNING_KEY"
  })
  void what_can_be_guessed_fails(String value, SecretUse use) {
    assertThat(Strengths.of(value.getBytes(UTF_8)).bits()).isLessThan(use.bits());
  }
}
