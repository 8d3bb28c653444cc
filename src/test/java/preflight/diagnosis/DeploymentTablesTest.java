package preflight.diagnosis;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import preflight.Golden;

class DeploymentTablesTest {

  @Test
  void the_tables_are_up_to_date() {
    Golden.assertUpToDate(Path.of("docs/deployment-tables.md"), DeploymentTables.markdown());
  }
}
