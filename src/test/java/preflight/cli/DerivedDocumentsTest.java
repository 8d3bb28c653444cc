package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import preflight.Golden;
import preflight.catalog.Catalog;
import preflight.check.CheckDefinition;
import preflight.cli.gate.FlagDocument;
import preflight.diagnosis.DecisionTable;
import preflight.diagnosis.Rule;
import preflight.reference.Reference;
import preflight.report.ReportSchema;
import preflight.report.explanation.Glossary;
import preflight.report.explanation.Glossary.Term;

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
  void explain_says_of_a_check_all_that_the_catalogue_says() throws Exception {
    String[] sections = Reference.checks(Catalog.definitions()).split("\n## ", -1);
    for (int i = 1; i < sections.length; i++) {
      String id = sections[i].lines().findFirst().orElseThrow();
      String explained = words(Invocation.of("explain", id).out());
      // What the table of thresholds calls its columns is not said of the check.
      sections[i]
          .lines()
          .filter(it -> !it.contains("| key |") && !it.contains("| signal |"))
          .flatMap(it -> Stream.of(it.split("[|]", -1)))
          .map(it -> it.replaceFirst("^- [a-z ]+:|^\\*\\*[A-Z][a-z]+\\*\\*( \\(.*\\))?", ""))
          .map(it -> it.replaceFirst("^ *`[A-Z_0-9]+`(, `[A-Z_0-9]+`)*: ", ""))
          .map(it -> words(it).strip())
          .filter(it -> !it.isEmpty() && !it.startsWith("---") && !it.equals("sh"))
          .forEach(it -> assertThat(explained).as(id).contains(it));
    }
  }

  private static String words(String text) {
    return text.replaceAll("[`*]", "").replaceAll("\\s+", " ");
  }

  @Test
  void every_rule_that_a_report_names_can_be_explained() throws Exception {
    for (Rule rule : DecisionTable.rows()) {
      assertThat(Invocation.of("explain", rule.id()).out())
          .contains("rule " + rule.id(), rule.because(), rule.to().name());
    }
  }

  @Test
  void the_committed_glossary_is_the_derived_one() throws Exception {
    Golden.assertUpToDate(Path.of("docs/glossary.md"), Reference.glossary());
    assertThat(Invocation.of("explain", "report").out())
        .contains(Glossary.LABELS.stream().map(Term::meaning).toList())
        .contains(Glossary.TERMS.stream().map(Term::meaning).toList());
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
