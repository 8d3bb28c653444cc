package preflight.probe.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import preflight.probe.PeerText;
import preflight.probe.Said;
import preflight.probe.log.LogMessage.Speaker;
import preflight.probe.log.LogSignature.Cause;
import preflight.probe.log.Signatures.Sighting;

class SignaturesTest {

  private static LogMessage message(int second, String text) {
    return new LogMessage(
        Instant.parse("2026-03-01T08:00:00Z").plusSeconds(second),
        Speaker.CONTAINER,
        PeerText.NOTHING,
        PeerText.NOTHING,
        Said.said(text));
  }

  private static String told(String... texts) {
    var messages = new java.util.ArrayList<LogMessage>();
    for (String text : texts) {
      messages.add(message(messages.size(), text));
    }
    return Signatures.with(List.of())
        .lastWords(messages)
        .map(it -> it.signature().name() + ": " + it.quote().raw())
        .orElse("nothing");
  }

  /** The same sentences as of conditions, from public reports. */
  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvFileSource(resources = "/startup/messages.tsv", delimiter = '\t', quoteCharacter = '\0')
  void a_sentence_tells_the_same_in_a_log_as_in_a_condition(
      String kind, @Nullable String variable, String text) {
    Optional<Sighting> told = Signatures.with(List.of()).of(message(0, text.replace("\\n", "\n")));
    Optional<Cause> cause = told.map(it -> it.signature().cause());
    switch (kind) {
      case "CRASH" -> assertThat(cause).isIn(Optional.of(Cause.CODE), Optional.of(Cause.SCHEMA));
      case "UNTOLD" -> assertThat(cause).isEmpty();
      case "PORT" -> assertThat(cause).isIn(Optional.of(Cause.PORT), Optional.empty());
      default -> assertThat(cause).contains(Cause.valueOf(kind));
    }
    if (kind.equals("VARIABLE")) {
      assertThat(told.flatMap(Sighting::variable).map(PeerText::raw))
          .isEqualTo(Optional.ofNullable(variable));
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvFileSource(resources = "/logs/entries.tsv", delimiter = '\t', quoteCharacter = '\0')
  void an_entry_of_a_real_log_tells_its_cause(String cause, String text) {
    assertThat(
            Signatures.with(List.of())
                .of(message(0, text.replace("\\n", "\n")))
                .map(it -> it.signature().cause().name())
                .orElse("NOTHING"))
        .isEqualTo(cause);
  }

  @Test
  void the_last_words_count_and_those_that_tell_little_only_where_nothing_else_does() {
    assertThat(
            told(
                "connect ECONNREFUSED 127.0.0.1:6379, retrying",
                "Traceback (most recent call last):\nModuleNotFoundError: No module named 'app.x'",
                "[ERROR] Worker (pid:7) exited with code 3\nWorker failed to boot.",
                "Container called exit(3)."))
        .isEqualTo("python-module: ModuleNotFoundError: No module named 'app.x'");
    assertThat(told("KeyError: 'HOME_URL'\n\nDuring handling of it\n\nNameError: name 'x'"))
        .isEqualTo("python-error: NameError: name 'x'");
    assertThat(told("Started", "Container called exit(0).")).startsWith("exited: ");
    assertThat(told()).isEqualTo("nothing");
  }

  @Test
  void what_the_platform_is_certain_of_outranks_what_the_container_wrote_last() {
    assertThat(
            told("Memory limit of 512 MiB exceeded with 530 MiB used.", "NameError: name 'x' is"))
        .startsWith("memory-limit: ");
  }

  @Test
  void a_team_adds_sentences_of_its_own() {
    var own = new LogSignature("ledger-locked", "ledger \\w+ is locked", Cause.DEPENDENCY, "x");
    assertThat(
            Signatures.with(List.of(own))
                .of(message(0, "TypeError: ledger main is locked"))
                .map(it -> it.signature().name()))
        .contains("ledger-locked");
  }

  @Test
  void each_row_says_where_it_comes_from() {
    assertThat(preflight.file.PackedTable.lines(Signatures.class, "signatures.tsv"))
        .allSatisfy(it -> assertThat(it.split("\t", -1)).hasSize(6).doesNotContain(""));
  }
}
