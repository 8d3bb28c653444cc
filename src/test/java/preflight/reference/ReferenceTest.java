package preflight.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import preflight.Golden;
import preflight.check.ExitCode;
import preflight.profile.FakeChecks;
import preflight.profile.decoding.Written;

class ReferenceTest {

  @Test
  void the_committed_exit_codes_are_the_derived_ones() {
    String derived = Reference.exitCodes();
    assertThat(derived.lines().filter(it -> it.matches("\\| \\d+ .*")))
        .hasSize(ExitCode.values().length);
    Golden.assertUpToDate(Path.of("docs/exit-codes.md"), derived);
  }

  @Test
  void the_committed_description_of_profiles_is_the_derived_one() {
    String derived = Reference.profile(Written.Profile.class, Written.Pack.class);
    assertThat(derived)
        .contains("## `redis.N.budget`")
        .contains("| `port` | whole number, or `secrets.NAME` | `5432` |")
        .contains("## `services.N.endpoints.N.expect`")
        .contains("| `status` | whole number, or list of it |");
    Golden.assertUpToDate(Path.of("docs/profile.md"), derived);
  }

  @Test
  void a_check_is_described_by_its_annotation_and_thresholds() {
    Golden.assertUpToDate(
        Path.of("src/test/resources/golden/checks.md"), Reference.checks(FakeChecks.all()));
  }

  @Test
  void permissions_name_the_checks_that_need_them_and_the_command_that_grants_them() {
    assertThat(Reference.permissions(FakeChecks.all()))
        .contains("- needed by: `secret-distinct`, `secret-exists`")
        .contains("--role=roles/secretmanager.secretAccessor")
        .contains("- narrowest role: `roles/run.viewer`")
        .doesNotContain("## secret-view");
  }
}
