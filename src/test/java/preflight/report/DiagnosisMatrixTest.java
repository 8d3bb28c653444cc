package preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import preflight.check.FailureClass;
import preflight.report.run.DiagnosisMatrix;
import preflight.report.run.DiagnosisMatrix.Answer;
import preflight.report.run.DiagnosisMatrix.Row;

class DiagnosisMatrixTest {

  private static final Answer GO = new Answer(0, List.of(), Optional.empty());
  private static final Answer SECRET =
      new Answer(
          11, List.of("secret-exists/secrets.SERVICE_SECRET"), Optional.of(FailureClass.CONFIG));

  @Test
  void a_wrong_diagnosis_shows_what_it_says_and_a_right_one_only_that_it_is() {
    assertThat(
            DiagnosisMatrix.markdown(
                List.of(
                    new Row("healthy", GO, GO),
                    new Row("missing-service-secret", SECRET, SECRET),
                    new Row("odd|name", SECRET, GO))))
        .isEqualTo(
            """
            # Diagnosis matrix

            What a right diagnosis of every scenario says, and what this one says. Derived; do not edit.

            **2 of 3 right.**

            | scenario | expected | got | |
            | --- | --- | --- | --- |
            | healthy | nothing, exit 0 | the same | ✓ |
            | missing-service-secret | `secret-exists/secrets.SERVICE_SECRET` CONFIG, exit 11 | the same | ✓ |
            | odd\\|name | `secret-exists/secrets.SERVICE_SECRET` CONFIG, exit 11 | nothing, exit 0 | **✗** |
            """);
  }

  @Test
  void the_class_and_the_exit_code_count_as_much_as_the_root_cause() {
    Answer code = new Answer(12, SECRET.roots(), Optional.of(FailureClass.CODE));
    assertThat(DiagnosisMatrix.markdown(List.of(new Row("one", SECRET, code))))
        .contains("**0 of 1 right.**")
        .contains("`secret-exists/secrets.SERVICE_SECRET` CODE, exit 12");
  }
}
