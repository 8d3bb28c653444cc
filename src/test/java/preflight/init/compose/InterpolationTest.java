package preflight.init.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import preflight.probe.SecretValue;

/** The table of "Interpolation" in the Compose specification. */
class InterpolationTest {

  private final Interpolation variables =
      new Interpolation(
          Map.of("SHELL_PORT", "9000", "BOTH", "shell"),
          Map.of(
              "NAME", SecretValue.of("app"),
              "EMPTY", SecretValue.of(""),
              "BOTH", SecretValue.of("file"),
              "DB_PASSWORD", SecretValue.of("kT5wQ9zLm2Xv8Rn4")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "${NAME}|app",
        "$NAME|app",
        "x$NAME-y|xapp-y",
        "${NONE}|''",
        "${NONE:-other}|other",
        "${EMPTY:-other}|other",
        "${EMPTY-other}|''",
        "${NONE-other}|other",
        "${NAME:-other}|app",
        "${NAME:+set}|set",
        "${EMPTY:+set}|''",
        "${EMPTY+set}|set",
        "${NONE+set}|''",
        "${NAME:?needed}|app",
        "${NONE:-${NAME}}|app",
        "${NONE:-${ALSO:-deep}}|deep",
        "$$NAME|$NAME",
        "$${NAME}|${NAME}",
        "${BOTH}|shell",
        "${SHELL_PORT}:80|9000:80",
        "100%$|100%$",
        "$1|$1",
        "${broken|''",
      })
  void fills_in_as_the_specification_says(String text, String filled) {
    assertThat(variables.filled(text)).isEqualTo(filled);
  }

  @Test
  void never_fills_in_a_credential() {
    assertThat(variables.filled("postgres://app:${DB_PASSWORD}@db/app"))
        .isEqualTo("postgres://app:" + Interpolation.MARK + "@db/app");
    assertThat(variables.filled("${NONE:?needed}")).isEqualTo(String.valueOf(Interpolation.MARK));
  }

  @Test
  void knows_a_variable_that_is_handed_on_whole() {
    assertThat(variables.whole("${DB_PASSWORD}")).contains("DB_PASSWORD");
    assertThat(variables.whole("${DB_PASSWORD:-dev}")).contains("DB_PASSWORD");
    assertThat(variables.whole("${NONE:?set it}")).contains("NONE");
    assertThat(variables.whole("${NONE:-dev}")).isEmpty();
    assertThat(variables.whole("x${NAME}")).isEmpty();
  }
}
