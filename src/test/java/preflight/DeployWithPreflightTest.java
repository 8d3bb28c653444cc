package preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DeployWithPreflightTest {

  @TempDir Path folder;
  private ScriptCheckout checkout;
  private Path deploy;

  @BeforeEach
  void checkOut() throws IOException {
    checkout = new ScriptCheckout(folder.toRealPath());
    deploy = checkout.home.resolve("scripts/deploy-with-preflight");
    gateAnswers(0);
  }

  @Test
  void a_go_runs_the_command_with_its_arguments_and_exit_code() throws Exception {
    var ended =
        checkout.run(
            deploy,
            "staging",
            "--only",
            "redis.*",
            "--",
            "sh",
            "-c",
            "echo $1; exit 3",
            "-",
            "a b");

    assertThat(ended.out()).containsExactly("[run] [staging] [--only] [redis.*]", "a b");
    assertThat(ended.exitCode()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11, 12, 13, 14, 20, 64, 69, 70, 78, 130})
  void any_other_answer_stops_the_deployment_and_is_its_exit_code(int code) throws Exception {
    gateAnswers(code);

    var ended = checkout.run(deploy, "staging", "--", "echo", "deployed");

    assertThat(ended.exitCode()).isEqualTo(code);
    assertThat(ended.out()).doesNotContain("deployed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "staging",
        "staging echo deployed",
        "-- echo deployed",
        "staging --",
        "--verbose staging -- echo deployed",
        "staging --help -- echo deployed",
        "staging --version -- echo deployed",
        "staging -vh -- echo deployed",
        "staging @flags -- echo deployed"
      })
  void what_names_no_gate_or_no_command_is_a_usage_error(String line) throws Exception {
    var ended = checkout.run(deploy, line.isEmpty() ? new String[0] : line.split(" ", -1));

    assertThat(ended.exitCode()).isEqualTo(64);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).hasSize(2).last().asString().startsWith("usage: ");
  }

  @Test
  void there_is_no_off_switch() throws Exception {
    checkout.environment.put("PREFLIGHT_SKIP", "1");

    var ended = checkout.run(deploy, "staging", "--", "echo", "deployed");

    assertThat(ended.exitCode()).isEqualTo(64);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).first().asString().contains("the gate has no off switch");
  }

  private void gateAnswers(int code) throws IOException {
    ScriptCheckout.script(
        checkout.home.resolve("scripts/preflight"),
        "#!/usr/bin/env bash\nline=$(printf '[%s] ' \"$@\")\necho \"${line% }\"\nexit "
            + code
            + "\n");
  }
}
