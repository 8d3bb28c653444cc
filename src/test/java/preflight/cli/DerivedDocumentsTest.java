package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import preflight.Golden;
import preflight.catalog.Catalog;
import preflight.check.CheckDefinition;
import preflight.reference.Reference;
import preflight.report.ReportSchema;

/** What is in {@code docs/} because of the checks that there are. */
class DerivedDocumentsTest {

  @Test
  void the_committed_catalogue_is_the_derived_one() {
    String derived = Reference.checks(Catalog.definitions());
    assertThat(Catalog.definitions().stream().map(CheckDefinition::id))
        .allSatisfy(it -> assertThat(derived).contains("\n## " + it + "\n"));
    Golden.assertUpToDate(Path.of("docs/checks.md"), derived);
  }

  @Test
  void the_committed_flags_are_the_derived_ones() {
    CommandLine all = Commands.of(Invocation.shell(Map.of()).shell());
    Golden.assertUpToDate(
        Path.of("docs/flags.md"),
        FlagDocument.text(Objects.requireNonNull(all.getSubcommands().get("run"))));
  }

  @Test
  void the_committed_permissions_are_the_derived_ones() {
    Golden.assertUpToDate(
        Path.of("docs/permissions.md"), Reference.permissions(Catalog.definitions()));
  }

  @Test
  void the_committed_schema_of_reports_is_the_derived_one() {
    Golden.assertUpToDate(Path.of("docs/report.schema.json"), ReportSchema.text());
  }
}
