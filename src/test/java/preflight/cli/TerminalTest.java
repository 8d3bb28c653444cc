package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {

  @ParameterizedTest
  @CsvSource({
    "'', 100",
    "72, 72",
    "1, 40",
    "999999, 120",
    "0, 100",
    "-5, 100",
    "80x, 100",
    "99999999999999999999, 100"
  })
  void columns_of_the_environment_rule_where_they_are_a_width(String columns, int width) {
    assertThat(Terminal.of(Map.of("COLUMNS", columns)).width()).isEqualTo(width);
  }
}
