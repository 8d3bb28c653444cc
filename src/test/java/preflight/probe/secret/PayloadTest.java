package preflight.probe.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.probe.SecretValue;
import preflight.probe.secret.overlap.Matching;
import preflight.probe.secret.text.Dotenv;
import preflight.probe.secret.text.Flaw;
import preflight.probe.secret.text.Flaws;
import preflight.probe.secret.text.Formats;
import preflight.probe.secret.text.LooksLike;
import preflight.probe.secret.text.Placeholder;
import preflight.probe.secret.text.Strengths;
import preflight.resource.SecretFormat;

class PayloadTest {

  @Test
  void stray_characters_are_found() {
    assertThat(flaws("host\n")).containsExactly(Flaw.TRAILING_LINE_BREAK);
    assertThat(flaws("host\r\n")).containsExactly(Flaw.TRAILING_LINE_BREAK, Flaw.CARRIAGE_RETURN);
    assertThat(flaws("a\nb")).containsExactly(Flaw.INNER_LINE_BREAK);
    assertThat(flaws(" host\t")).containsExactly(Flaw.LEADING_BLANK, Flaw.TRAILING_BLANK);
    assertThat(flaws("\uFEFFhost")).containsExactly(Flaw.BYTE_ORDER_MARK);
    assertThat(flaws("ho\u00A0st")).containsExactly(Flaw.NO_BREAK_SPACE);
    assertThat(flaws("ho\u200Bst")).containsExactly(Flaw.ZERO_WIDTH);
    assertThat(flaws("\"host\"")).containsExactly(Flaw.QUOTES);
    assertThat(flaws("ho\0st")).containsExactly(Flaw.NUL);
    assertThat(flaws("one\\ntwo")).containsExactly(Flaw.LITERAL_ESCAPE);
  }

  @Test
  void clean_binary_and_empty_values_have_no_flaws() {
    byte[] binary = new byte[256];
    new java.util.Random(5).nextBytes(binary);

    assertThat(flaws("Müller-ß-日本")).isEmpty();
    assertThat(Flaws.of(binary)).isEmpty();
    assertThat(flaws("")).isEmpty();
  }

  @Test
  void what_other_programs_leave_behind_is_found() {
    assertThat(flaws("\u201Chost\u201D")).containsExactly(Flaw.QUOTES);
    assertThat(flaws("'host'\n")).containsExactly(Flaw.TRAILING_LINE_BREAK, Flaw.QUOTES);
    assertThat(flaws("ho\u2060st")).containsExactly(Flaw.ZERO_WIDTH);
    assertThat(flaws("ho\u00ADst")).containsExactly(Flaw.ZERO_WIDTH);
    assertThat(flaws("host\u2028")).containsExactly(Flaw.ZERO_WIDTH);
    assertThat(flaws("\u001B[200~host")).containsExactly(Flaw.CONTROL);
    assertThat(flaws("a\rb")).containsExactly(Flaw.CARRIAGE_RETURN);
    assertThat(flaws("\n")).contains(Flaw.TRAILING_LINE_BREAK);
    assertThat(Flaws.of("\uFEFFhost".getBytes(java.nio.charset.StandardCharsets.UTF_16LE)))
        .containsExactly(Flaw.BYTE_ORDER_MARK);
    assertThat(Flaws.of("host".getBytes(java.nio.charset.StandardCharsets.UTF_16)))
        .containsExactly(Flaw.BYTE_ORDER_MARK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "REPLACE_ME",
        "ReplaceWithTheRealKey",
        "my-secret-key",
        "n/a",
        "$JWT_SECRET",
        "%JWT_SECRET%",
        "sk-xxxxxxxxxxxxxxxx",
        "INSERT_KEY_HERE",
        "enter-your-key",
        "change-me",
        "changeme",
        "your-api-key",
        "xxx",
        "XXXXXXXX",
        "TODO",
        "dummy-value",
        "test",
        "password",
        "<your key>",
        "${JWT_SECRET}",
        "https://example.com/x",
        "192.0.2.7",
        "......"
      })
  void placeholders_are_recognised(String value) {
    assertThat(Placeholder.in(value.getBytes(UTF_8))).isPresent();
  }

  @RepeatedTest(20)
  void random_values_are_no_placeholders_and_as_strong_as_they_look() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    byte[] hex = HexFormat.of().formatHex(random).getBytes(UTF_8);
    byte[] base64 = Base64.getEncoder().encode(random);

    assertThat(Placeholder.in(hex)).isEmpty();
    assertThat(Strengths.of(hex).bits()).isBetween(240, 256);
    assertThat(Strengths.of(hex).alphabet()).isEqualTo("hex");
    assertThat(Strengths.of(base64).bits()).isGreaterThan(240);
    assertThat(Strengths.of(random).bits()).isGreaterThan(200);
  }

  @Test
  void ten_thousand_random_keys_are_neither_placeholders_nor_weak_nor_unclean() {
    var random = new java.util.Random(7);
    byte[] key = new byte[32];
    for (int i = 0; i < 10_000; i++) {
      random.nextBytes(key);
      byte[] hex = HexFormat.of().formatHex(key).getBytes(UTF_8);
      for (byte[] value : new byte[][] {hex, Base64.getUrlEncoder().encode(key)}) {
        assertThat(Placeholder.in(value)).as("key %d", i).isEmpty();
        assertThat(Flaws.of(value)).as("key %d", i).isEmpty();
        assertThat(Strengths.of(value).bits()).as("key %d", i).isGreaterThanOrEqualTo(235);
      }
      assertThat(Strengths.of(hex).bits()).as("key %d", i).isEqualTo(256);
    }
  }

  @Test
  void a_uuid_is_as_strong_as_its_digits() {
    byte[] uuid = "7d44f7a3-9c1e-4b52-8f0d-61b3c9a2e5d8".getBytes(UTF_8);

    assertThat(Strengths.of(uuid).bits()).isEqualTo(128);
  }

  @Test
  void hex_of_64_digits_is_256_bits() {
    String hex = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    assertThat(Strengths.of(hex.getBytes(UTF_8)).bits()).isEqualTo(256);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password123",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "abcdefghijklmnopqrstuvwxyz0123456789",
        "correcthorsebatterystaple",
        "P@ssw0rdP@ssw0rd",
        "1q2w3e4r5t6y",
        "cGFzc3dvcmQxMjNwYXNzd29yZDEyM3Bhc3N3b3Jk",
        "70617373776f726431323370617373776f7264313233",
        "staging-service-secret",
        "deadbeefdeadbeefdeadbeefdeadbeef",
        ""
      })
  void repetition_sequences_and_words_count_little(String value) {
    assertThat(Strengths.of(value.getBytes(UTF_8)).bits()).isLessThan(80);
  }

  @Test
  void a_pem_block_of_very_many_headers_is_judged_too() {
    String endless = "-----BEGIN KEY-----\n" + "Comment: x\n".repeat(12_000) + "aGVsbG8=\n";

    assertThat(Formats.problem(endless.getBytes(UTF_8), SecretFormat.PEM))
        .hasValueSatisfying(it -> assertThat(it).contains("END"));
    assertThat(Formats.problem((endless + "-----END KEY-----").getBytes(UTF_8), SecretFormat.PEM))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aaaaaaaabbbbbbbbccccccccddddddddeeeeeeeeffffffff0000000011111111",
        "Abcde12345Fghij67890Klmno",
        "q7Z-q7Z-q7Z-x2M-x2M-x2M-q7Z-x2M-q7Z-x2M-"
      })
  void many_short_patterns_count_as_little_as_a_long_one(String value) {
    assertThat(Strengths.of(value.getBytes(UTF_8)).bits()).isLessThan(128);
  }

  @Test
  void a_url_is_as_strong_as_the_password_in_it() {
    byte[] url =
        "postgres://application:hunter22@database.internal.acme.dev:5432/main".getBytes(UTF_8);

    assertThat(Strengths.of(url).bits()).isLessThan(60);
  }

  @ParameterizedTest
  @CsvSource({
    "6379, NUMBER",
    "true, BOOLEAN",
    "127.0.0.1, ADDRESS",
    "::1, ADDRESS",
    "db.internal, HOST",
    "localhost, HOST",
    "https://api.acme.dev/v1, OPEN_URL",
    "postgres://u:p@db/app, SOMETHING_ELSE",
    "hunter2, SOMETHING_ELSE",
    "9f86d081884c7d659a2feaa0c55ad015, SOMETHING_ELSE"
  })
  void settings_are_told_by_their_shape(String value, LooksLike kind) {
    assertThat(LooksLike.of(value.getBytes(UTF_8))).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "HEX, 0a1b",
    "BASE64, aGVsbG8=",
    "UUID, 123e4567-e89b-12d3-a456-426614174000",
    "URL, https://acme.dev/x",
    "URL, postgres://app:p%40ss@db.internal:5432/main?sslmode=require",
    "URL, redis://:pw@[::1]:6379",
    "URL, file:///etc/hosts",
    "NUMBER, -12.5",
    "JSON, '{\"a\": [1, true]}'",
    "FERNET, cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=",
    "PEM, '-----BEGIN KEY-----\naGVsbG8=\n-----END KEY-----\n'",
    "PEM, '-----BEGIN KEY-----\r\naGVsbG8=\r\n-----END KEY-----\r\n'",
    "PEM, '-----BEGIN A-----\naGVsbG8=\n-----END A-----\n-----BEGIN B-----\naGVsbG8=\n-----END B-----\n'",
    "PEM, '-----BEGIN KEY-----\nProc-Type: 4,ENCRYPTED\n\naGVsbG8=\n-----END KEY-----\n'"
  })
  void values_in_their_format_have_no_problem(SecretFormat format, String value) {
    assertThat(Formats.problem(value.getBytes(UTF_8), format)).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "HEX, 00112233, 4, ''",
    "HEX, 00112233, 8, it has 4 bytes",
    "BASE64, AAECAw==, 4, ''",
    "BASE64, AAECAw, 4, ''",
    "BASE64, _-8, 2, ''",
    "BASE64, AAECAw==, 8, it has 4 bytes",
    ", 00112233, 8, ''",
    ", 00112233, 4, it has 8 bytes; decoded from hex it has the right length",
    ", AAECAw==, 4, it has 8 bytes; decoded from base64 it has the right length",
    ", \u00e4, 2, ''",
    "HEX, xyz, 4, ''",
  })
  void a_length_is_of_what_the_format_decodes_to(
      @Nullable SecretFormat format, String value, int length, String problem) {
    assertThat(
            Formats.lengthProblem(value.getBytes(UTF_8), Optional.ofNullable(format), length)
                .orElse(""))
        .startsWith(problem)
        .matches(it -> it.isEmpty() == problem.isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "HEX, 0a1, odd",
    "HEX, 0aXY, character 3",
    "BASE64, a*b, neither",
    "UUID, 123, UUID",
    "URL, acme.dev, scheme",
    "URL, https://, host",
    "URL, https://user:pw@, host",
    "URL, https://:443/x, host",
    "URL, 'https://acme.dev/a b', blanks",
    "NUMBER, 12a, digits",
    "JSON, '{\"a\": }', line 1",
    "JSON, '{} {}', goes on",
    "JSON, ' ', empty",
    "FERNET, cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4, lacks the =",
    "FERNET, aGVsbG8=, these are 5 bytes",
    "PEM, hello, BEGIN",
    "PEM, '-----BEGIN KEY-----\naGV*bG8=\n-----END KEY-----\n', base64",
    "PEM, '-----BEGIN KEY-----\n-----END KEY-----\n', base64",
    "PEM, '-----BEGIN KEY-----\\naGVsbG8=\\n-----END KEY-----', base64",
    "PEM, '-----BEGIN A-----\naGVsbG8=\n-----END B-----\n', END",
    "PEM, '-----BEGIN KEY-----\naGVsbG8=\n', END"
  })
  void values_in_another_format_say_why(SecretFormat format, String value, String why) {
    assertThat(Formats.problem(value.getBytes(UTF_8), format).orElse("")).contains(why);
  }

  @Test
  void a_dotenv_file_knows_quotes_export_and_comments() {
    var values =
        Dotenv.parse(
            """
            # a comment=1
            PLAIN=one # two
            export EXPORTED = 'with # and spaces '
            DOUBLE="line\\nbreak \\"quoted\\""
            EMPTY=
            MULTI="first
            second"
            HASH=a#b
            PLAIN=last
            not an assignment
            """
                .getBytes(UTF_8));

    assertThat(values.keySet())
        .containsExactly("PLAIN", "EXPORTED", "DOUBLE", "EMPTY", "MULTI", "HASH");
    assertThat(text(values, "PLAIN")).isEqualTo("last");
    assertThat(text(values, "EXPORTED")).isEqualTo("with # and spaces ");
    assertThat(text(values, "DOUBLE")).isEqualTo("line\nbreak \"quoted\"");
    assertThat(text(values, "EMPTY")).isEmpty();
    assertThat(text(values, "MULTI")).isEqualTo("first\nsecond");
    assertThat(text(values, "HASH")).isEqualTo("a#b");
  }

  @ParameterizedTest
  @CsvSource({
    "'127.0.0.1\n', host, those 9 bytes and a line break (10 bytes)",
    "' 127.0.0.1', host, those 9 bytes and blanks (10 bytes)",
    "'\"127.0.0.1\"', host, those 9 bytes in quotes (11 bytes)",
    "127.0.0.2, host, another value (9 bytes)",
    "redis://x:y@127.0.0.2:1/0, host, the host in the URL is another (9 bytes)"
  })
  void a_difference_is_described_and_not_shown(String value, String field, String difference) {
    assertThat(Matching.of(value.getBytes(UTF_8), "127.0.0.1", field).difference())
        .contains(difference);
  }

  @Test
  void of_a_url_only_the_declared_part_must_match() {
    byte[] url = "postgres://app:pw@db.internal:5432/main?sslmode=require".getBytes(UTF_8);

    assertThat(Matching.of(url, "db.internal", "host").equal()).isTrue();
    assertThat(Matching.of(url, "5432", "port").equal()).isTrue();
    assertThat(Matching.of(url, "main", "database").equal()).isTrue();
    assertThat(Matching.of(url, "app", "user").equal()).isTrue();
    assertThat(Matching.of(url, "postgres://app@db.internal:5433/main", "url").difference())
        .contains("its port is another");
  }

  private static String text(Map<String, SecretValue> values, String name) {
    return new String(Objects.requireNonNull(values.get(name)).reveal(), UTF_8);
  }

  private static java.util.Set<Flaw> flaws(String value) {
    return Flaws.of(value.getBytes(UTF_8));
  }
}
