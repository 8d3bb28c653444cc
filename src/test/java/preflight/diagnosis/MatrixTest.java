package preflight.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import preflight.check.signal.Signal;
import preflight.check.signal.Symptom;
import preflight.diagnosis.attribution.Cause;
import preflight.diagnosis.attribution.Compatibility;

/** Each cell of the specification's compatibility matrix. */
class MatrixTest {

  /**
   * Copied from the specification; the first column names the row here. A WebSocket that is closed
   * or refused for lack of rights (1008, 4401, 403) stands under "denied".
   */
  private static final String MATRIX =
      """
      cause         |resolve|timeout|refused|tls|auth|startup|runtime|latency|denied|not found|websocket|sse
      NETWORK_PATH  |no     |yes    |no     |no |no  |yes    |yes    |yes    |no    |no       |no       |no
      HOST_VALUE    |yes    |yes    |yes    |yes|no  |yes    |yes    |yes    |no    |no       |yes      |yes
      PASSWORD_VALUE|no     |no     |no     |no |yes |yes    |yes    |no     |no    |no       |yes      |yes
      ABSENT_VALUE  |no     |no     |no     |no |yes |yes    |no     |no     |no    |no       |yes      |yes
      SERVICE_DOWN  |no     |no     |no     |no |no  |yes    |yes    |no     |no    |no       |yes      |yes
      MEMORY        |no     |no     |no     |no |no  |yes    |yes    |yes    |no    |no       |yes      |yes
      CLOCK         |no     |no     |no     |yes|no  |no     |no     |no     |yes   |no       |no       |no
      INSTANCE      |no     |yes    |yes    |no |no  |yes    |yes    |yes    |no    |no       |yes      |yes
      STORE         |no     |no     |no     |no |no  |yes    |yes    |yes    |no    |no       |yes      |yes
      SIGNING_VALUE |no     |no     |no     |no |no  |yes    |no     |no     |yes   |no       |no       |no
      SLOW          |no     |no     |no     |no |no  |no     |no     |yes    |no    |no       |no       |no
      """;

  static Stream<Arguments> cells() {
    List<String> rows = MATRIX.lines().skip(1).toList();
    List<Arguments> cells = new ArrayList<>();
    for (String row : rows) {
      List<String> words = Arrays.stream(row.split("\\|", -1)).map(String::strip).toList();
      List<Symptom> columns = List.of(Symptom.values());
      for (int i = 0; i < columns.size(); i++) {
        cells.add(Arguments.of(Cause.valueOf(words.getFirst()), columns.get(i), words.get(i + 1)));
      }
    }
    return cells.stream();
  }

  @ParameterizedTest(name = "{0} explains {1}: {2}")
  @MethodSource("cells")
  void a_cause_explains_what_the_matrix_says(Cause cause, Symptom symptom, String cell) {
    assertThat(cause.explains(symptom)).isEqualTo(!cell.equals("no"));
    for (Signal signal : plain(symptom)) {
      assertThat(Compatibility.allowed(cause, signal, symptom))
          .as("%s by %s", signal, cause)
          .isEqualTo(cell.equals("yes"));
    }
  }

  /** Signals for which their symptom alone decides. */
  private static List<Signal> plain(Symptom symptom) {
    Set<Signal> narrowed =
        EnumSet.of(
            Signal.VPC_NETWORK_DIFFERS,
            Signal.RUN_SECRETS_DENIED,
            Signal.RUN_CONTAINER_DENIED,
            Signal.RUN_CONTAINER_SCHEMA,
            Signal.RUN_CONTAINER_VARIABLE,
            Signal.RUN_CONTAINER_DEPENDENCY);
    return Arrays.stream(Signal.values())
        .filter(it -> it.symptom().filter(symptom::equals).isPresent())
        .filter(it -> !narrowed.contains(it))
        .toList();
  }

  @Test
  void the_matrix_has_a_row_for_every_cause_and_a_signal_for_every_symptom() {
    assertThat(MATRIX.lines().skip(1).map(it -> Cause.valueOf(it.split("\\|", -1)[0].strip())))
        .containsExactlyInAnyOrder(Cause.values());
    assertThat(Symptom.values()).allSatisfy(it -> assertThat(plain(it)).isNotEmpty());
  }

  /** "yes (if log shows timeout)", "app not retrying": start-up signals that name their cause. */
  @ParameterizedTest(name = "{0} is explained by {1} only")
  @MethodSource("narrowed")
  void a_start_up_signal_that_names_its_cause_takes_no_other(Signal signal, Set<Cause> causes) {
    for (Cause cause : Cause.values()) {
      assertThat(Compatibility.allowed(cause, signal, Symptom.STARTUP))
          .as("%s by %s", signal, cause)
          .isEqualTo(causes.contains(cause));
    }
  }

  static Stream<Arguments> narrowed() {
    return Stream.of(
        Arguments.of(Signal.VPC_NETWORK_DIFFERS, EnumSet.of(Cause.NETWORK_PATH)),
        Arguments.of(Signal.RUN_SECRETS_DENIED, EnumSet.of(Cause.ABSENT_VALUE)),
        Arguments.of(
            Signal.RUN_CONTAINER_VARIABLE, EnumSet.of(Cause.ABSENT_VALUE, Cause.SIGNING_VALUE)),
        Arguments.of(
            Signal.RUN_CONTAINER_DEPENDENCY,
            EnumSet.of(
                Cause.STORE,
                Cause.HOST_VALUE,
                Cause.PASSWORD_VALUE,
                Cause.NETWORK_PATH,
                Cause.SERVICE_DOWN)));
  }

  @Test
  void signals_that_explain_themselves_have_no_symptom() {
    assertThat(
            Stream.of(
                Signal.SECRET_UNCLEAN,
                Signal.SECRET_MISMATCH,
                Signal.RUN_CONTAINER_EXITED,
                Signal.RUN_CONTAINER_MEMORY,
                Signal.ENV_MISSING,
                Signal.HTTP_UNEXPECTED_BODY,
                Signal.TOKEN_WRONGLY_ACCEPTED,
                Signal.CLOCK_SKEW))
        .allSatisfy(it -> assertThat(it.symptom()).isEmpty());
  }
}
