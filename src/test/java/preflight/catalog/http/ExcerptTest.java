package preflight.catalog.http;

import static org.assertj.core.api.Assertions.assertThat;
import static preflight.probe.Said.said;

import org.junit.jupiter.api.Test;

class ExcerptTest {

  @Test
  void hides_what_has_the_form_of_a_credential_and_nothing_else() {
    assertThat(Excerpt.of(said("redis://:pa55word@cache:6379/0 refused: password=hunter2")))
        .isEqualTo("redis://•••@cache:6379/0 refused: password=hunter2");
    assertThat(Excerpt.of(said("digest 9f86d081884c7d659a2feaa0c55ad015 of auth: token refused")))
        .isEqualTo("digest 9f86d081884c7d659a2feaa0c55ad015 of auth: token refused");
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
    assertThat(Excerpt.of(said("password ".repeat(100_000)))).hasSizeLessThan(200);
    assertThat(Excerpt.of(said("a1".repeat(100_000)))).hasSizeLessThan(200);
  }
}
