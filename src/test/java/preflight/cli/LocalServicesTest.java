package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Variables of services that run on this machine, through the whole command. */
class LocalServicesTest {

  @TempDir Path folder;

  private Invocation run(String env, Map<String, String> variables) throws Exception {
    Files.writeString(
        folder.resolve("pack.yaml"),
        """
        version: 1
        rules:
          - { check: env-required, on: services }
          - { check: env-forbidden, on: services }
          - { check: env-conflict, on: services }
        """);
    Path profile =
        Files.writeString(
            folder.resolve("p.yaml"),
            "version: 1\nenvironment: p\npacks: { only: [pack.yaml] }\nservices: { back: { env: "
                + env
                + " } }\n");
    return Invocation.of(variables, List.of("run", profile.toString(), "--verbose"));
  }

  @Test
  void what_a_dotenv_file_lacks_or_has_too_much_is_repaired_in_the_file() throws Exception {
    Files.writeString(folder.resolve(".env"), "BYPASS_AUTH=1\n");
    var ended = run("{ require: [REGION], forbid: [BYPASS_AUTH], files: [.env] }", Map.of());

    assertThat(ended.exitCode()).isEqualTo(11);
    assertThat(ended.out())
        .containsPattern("Set REGION in\\s+\\S*\\.env")
        .containsPattern("Remove BYPASS_AUTH from\\s+\\S*\\.env")
        .doesNotContain("gcloud");
  }

  @Test
  void what_the_process_lacks_or_has_too_much_is_repaired_in_the_shell() throws Exception {
    var ended = run("{ require: [REGION], forbid: [BYPASS_AUTH] }", Map.of("BYPASS_AUTH", "1"));

    assertThat(ended.out())
        .contains("export REGION=\"${NEW_REGION:?the value of REGION}\"", "unset BYPASS_AUTH")
        .doesNotContain("gcloud");
  }

  @Test
  void two_files_that_disagree_are_repaired_in_one_of_them() throws Exception {
    Files.writeString(folder.resolve("one.env"), "REGION=us\n");
    Files.writeString(folder.resolve("two.env"), "REGION=eu\n");
    var ended = run("{ files: [one.env, two.env] }", Map.of());

    assertThat(ended.out()).contains("Keep REGION in one of ").doesNotContain("gcloud");
  }
}
