package preflight.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import preflight.Golden;
import preflight.diagnosis.attribution.Cause;

class ClassificationDocumentTest {

  @Test
  void the_document_is_up_to_date() {
    Golden.assertUpToDate(Path.of("docs/classification.md"), ClassificationDocument.markdown());
  }

  @Test
  void every_row_and_every_cause_stands_in_it() {
    String document = ClassificationDocument.markdown();

    assertThat(DecisionTable.rows()).allMatch(it -> document.contains("| " + it.id() + " | "));
    assertThat(Cause.values()).allMatch(it -> document.contains("| " + it.says() + " | "));
  }
}
