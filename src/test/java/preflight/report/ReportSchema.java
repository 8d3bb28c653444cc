package preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import preflight.reference.Schema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The contract of the JSON report, for every test that has a report in its hands. */
public final class ReportSchema {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final com.networknt.schema.Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Schema.of(ReportDocument.class));

  private ReportSchema() {}

  /** As {@code docs/report.schema.json} holds it. */
  public static String text() {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(Schema.of(ReportDocument.class))
        + "\n";
  }

  /** Reads a report that keeps the contract. */
  public static JsonNode read(String report) {
    JsonNode document = JSON.readTree(report);
    assertThat(SCHEMA.validate(document)).isEmpty();
    return document;
  }
}
