package preflight.catalog.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExcerptTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          redis://:pa55word@cache:6379/0 refused | redis://(redacted)@cache:6379/0 refused
          Authorization: Bearer abc.def-123 | Authorization: (redacted) (redacted)
          password=hunter2 for user app | password=(redacted) for user app
          {"api_key": "k 1 2", "a": 1} | {"api_key": (redacted), "a": 1}
          DB_PASSWORD: s3cr3t; host: db | DB_PASSWORD: (redacted); host: db
          token eyJhbGciOi.eyJzdWIi.sig here | token (redacted) here
          digest 9f86d081884c7d659a2feaa0c55ad015 | digest (redacted)
          key sk-abcdefgh12345 | key (redacted)
          """)
  void hides_what_looks_like_a_credential(String text, String shown) {
    assertThat(Excerpt.of(text)).isEqualTo(shown);
  }

  @Test
  void keeps_what_a_person_needs_to_read() {
    String error = "Error -3 connecting to cache.internal:6379. Temporary failure. Try again.";
    assertThat(Excerpt.of(error)).isEqualTo(error);
  }

  @Test
  void is_one_short_line_without_control_characters() {
    String shown = Excerpt.of("a\u001b[31mred\r\n\tb " + "x ".repeat(500));
    assertThat(shown)
        .startsWith("a [31mred b x")
        .hasSizeLessThanOrEqualTo(170)
        .doesNotContain("\n");
  }

  @Test
  void reads_large_texts_quickly() {
    assertThat(Excerpt.of("password".repeat(100_000))).hasSizeLessThan(200);
    assertThat(Excerpt.of("a1".repeat(100_000))).isEqualTo("(redacted)");
  }
}
