package preflight.probe.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import preflight.probe.PeerText;
import preflight.probe.Said;

/** What runtimes and frameworks really write, from public reports. */
class StartupMessageTest {

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvFileSource(resources = "/startup/messages.tsv", delimiter = '\t', quoteCharacter = '\0')
  void a_message_tells_the_kind_and_the_variable(
      StartupMessage kind, @Nullable String variable, String text) {
    PeerText message = Said.said(text.replace("\\n", "\n"));
    assertThat(StartupMessage.of(message)).isEqualTo(kind);
    if (kind == StartupMessage.VARIABLE) {
      assertThat(StartupMessage.variable(message).map(PeerText::raw))
          .isEqualTo(Optional.ofNullable(variable));
    }
  }
}
