package preflight.probe.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import preflight.probe.terraform.TerraformShow.Reading;

/** Documents of several versions of Terraform, OpenTofu and their provider. */
class ShowFileTest {

  @TempDir Path folder;

  private Reading read(String json) throws Exception {
    Files.writeString(folder.resolve("show.json"), json.replace('\'', '"'));
    return new ShowFile(folder).read("show.json");
  }

  private static String resource(String provider) {
    return """
    {'address': 'module.run["backend"].google_cloud_run_v2_service.this', 'mode': 'managed',
     'type': 'google_cloud_run_v2_service', 'name': 'this', 'provider_name': '%s',
     'values': {'name': 'backend-staging', 'location': 'us-central1',
       'template': [{'service_account': 'b@acme.iam.gserviceaccount.com',
         'containers': [{'image': 'x', 'env': [{'name': 'A', 'value': 'hidden'}]}]}]}}\
    """
        .formatted(provider)
        .replace("[\"backend\"]", "[0]");
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, google",
    "0.2, registry.terraform.io/hashicorp/google",
    "1.0, registry.terraform.io/hashicorp/google-beta",
    "1.2, registry.opentofu.org/hashicorp/google"
  })
  void a_state_of_any_known_version_is_read_with_its_modules(String version, String provider)
      throws Exception {
    Reading reading =
        read(
            "{'format_version': '%s', 'values': {'root_module': {'child_modules': [{'resources': [%s]}]}}}"
                .formatted(version, resource(provider)));
    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Document.class,
            it -> {
              assertThat(it.plan()).isFalse();
              Managed only = it.resources().getFirst();
              assertThat(only.address())
                  .isEqualTo("module.run[0].google_cloud_run_v2_service.this");
              assertThat(only.field("template.service_account"))
                  .contains("b@acme.iam.gserviceaccount.com");
              assertThat(only.revision().orElseThrow().image()).isEqualTo("x");
              assertThat(only.toString()).doesNotContain("hidden");
            });
  }

  @Test
  void of_a_plan_what_it_leads_to_is_read() throws Exception {
    assertThat(
            read(
                "{'format_version': '1.2', 'planned_values': {'root_module': {'resources': [%s]}},"
                        .formatted(resource("registry.terraform.io/hashicorp/google"))
                    + " 'prior_state': {'values': {}}}"))
        .isInstanceOfSatisfying(
            Reading.Document.class,
            it -> {
              assertThat(it.plan()).isTrue();
              assertThat(it.resources()).hasSize(1);
            });
  }

  @Test
  void an_empty_state_manages_nothing() throws Exception {
    assertThat(read("{'format_version': '1.0'}"))
        .isInstanceOfSatisfying(Reading.Document.class, it -> assertThat(it.resources()).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'format_version': '2.0', 'values': {}} | has the format 2.0",
        "{'version': 4, 'lineage': 'x', 'resources': []} | is a state file",
        "{'format_version': '1.2', 'errored': true, 'planned_values': {}} | ended with an error",
        "{'a': 1} | is no JSON of",
        "<html> | is no JSON"
      })
  void what_is_no_such_document_says_what_it_is(String json, String why) throws Exception {
    assertThat(read(json))
        .isInstanceOfSatisfying(Reading.Unfit.class, it -> assertThat(it.why()).contains(why));
  }

  @Test
  void a_provider_of_somebody_else_and_a_missing_file_are_told() throws Exception {
    assertThat(
            read(
                "{'format_version': '1.0', 'values': {'root_module': {'resources': [%s]}}}"
                    .formatted(resource("registry.terraform.io/acme/google"))))
        .isInstanceOfSatisfying(
            Reading.Unfit.class, it -> assertThat(it.why()).contains("not Google's own"));
    assertThat(new ShowFile(folder).read("nowhere.json"))
        .isEqualTo(new Reading.Unfit("is not there"));
    assertThat(new ShowFile(folder).read(".")).isEqualTo(new Reading.Directory());
  }
}
