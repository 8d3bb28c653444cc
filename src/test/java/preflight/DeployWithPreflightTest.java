package preflight;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    assertThat(ended.out())
        .containsExactly(
            "[run] [staging] [--only] [redis.*] [--] [sh] [-c] [echo $1; exit 3] [-] [a b]", "a b");
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
        "staging @flags -- echo deployed"
      })
  void what_names_no_gate_or_no_command_is_a_usage_error(String line) throws Exception {
    var ended = checkout.run(deploy, line.isEmpty() ? new String[0] : line.split(" ", -1));

    assertThat(ended.exitCode()).isEqualTo(64);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).hasSize(2).last().asString().startsWith("usage: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "staging --help"})
  void help_is_help(String line) throws Exception {
    var ended = checkout.run(deploy, line.split(" ", -1));

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).first().asString().startsWith("usage: deploy-with-preflight ENV");
  }

  /** The gate answers so to --help and --version, wherever they stand. */
  @Test
  void help_of_the_gate_deploys_nothing() throws Exception {
    gateIs("echo 'Usage: preflight run'");

    assertThat(checkout.run(deploy, "staging", "-vh", "--", "echo", "deployed"))
        .satisfies(it -> assertThat(it.exitCode()).isEqualTo(69))
        .satisfies(it -> assertThat(it.out()).doesNotContain("deployed"));
  }

  @Test
  void there_is_no_off_switch() throws Exception {
    checkout.environment.put("PREFLIGHT_SKIP", "1");

    var ended = checkout.run(deploy, "staging", "--", "echo", "deployed");

    assertThat(ended.exitCode()).isEqualTo(64);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).first().asString().contains("the gate has no off switch");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo GO",
        "printf 'GO 0 production\\n' >\"$PREFLIGHT_PROOF\"",
        "printf 'NO_GO 0 staging\\n' >\"$PREFLIGHT_PROOF\"",
        "printf 'GO_WITH_WARNINGS 14 staging\\n' >\"$PREFLIGHT_PROOF\"",
        "printf 'GO 0 staging' >\"$PREFLIGHT_PROOF\"",
        "printf 'GO 0 staging\\nGO 0 staging\\n' >\"$PREFLIGHT_PROOF\"",
        "printf 'GO 0 staging \\n' >\"$PREFLIGHT_PROOF\"",
        "printf 'GO 0 staging\\n\\0' >\"$PREFLIGHT_PROOF\"",
        ": >\"$PREFLIGHT_PROOF\"",
        "mkdir \"$PREFLIGHT_PROOF\"",
        "rm -r \"${PREFLIGHT_PROOF%/*}\"",
        "PREFLIGHT_PROOF= ; true"
      })
  void an_exit_code_0_without_the_verdict_of_this_run_deploys_nothing(String gate)
      throws Exception {
    gateIs(gate);

    var ended = checkout.run(deploy, "staging", "--", "echo", "deployed");

    assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(69);
    assertThat(ended.out()).doesNotContain("deployed");
    assertThat(ended.err())
        .containsExactly(
            "preflight: the gate ended with 0 but gave no verdict GO for staging; nothing was"
                + " deployed");
    assertNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GO", "GO_WITH_WARNINGS"})
  void a_verdict_with_the_exit_code_0_deploys(String verdict) throws Exception {
    gateIs("printf '" + verdict + " 0 a *\\\\ b\\n' >\"$PREFLIGHT_PROOF\"");

    assertThat(checkout.run(deploy, "a *\\ b", "--", "echo", "deployed").out())
        .containsExactly("deployed");
    assertNothingLeft();
  }

  @Test
  void the_deployment_gets_stdin_and_no_proof_and_its_command_is_never_an_option()
      throws Exception {
    checkout.environment.put("PREFLIGHT_PROOF", "/dev/null");
    ScriptCheckout.script(
        checkout.root.resolve("bin/-c"),
        "#!/bin/sh\nread line\necho \"$line $PREFLIGHT_PROOF.\"\n");

    var process = checkout.start(deploy, "staging", "--", "-c", "x");
    process.getOutputStream().write("typed\n".getBytes(UTF_8));

    var ended = ScriptCheckout.end(process);
    assertThat(ended.out()).as(ended.toString()).endsWith("typed /dev/null.");
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
  void a_signal_reaches_the_gate_at_once_and_nothing_is_deployed(String signal, int code)
      throws Exception {
    gateIs(
        """
        trap 'echo INT; exit 5' INT; trap 'echo TERM; exit 5' TERM; trap 'echo HUP; exit 5' HUP
        echo started; i=0
        while [ $i -lt 600 ]; do sleep 0.1; i=$((i + 1)); done
        printf 'GO 0 staging\\n' >"$PREFLIGHT_PROOF"
        """);
    var process =
        checkout.start(
            List.of(
                "env", "--default-signal", deploy.toString(), "staging", "--", "echo", "deployed"));
    var out = process.inputReader();
    assertThat(out.readLine()).isEqualTo("started");

    signal(signal, process);

    // The gate would have taken a minute.
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(code);
    assertThat(out.lines()).containsExactly("TERM");
    assertThat(process.errorReader().lines()).isEmpty();
    assertNothingLeft();
  }

  @Test
  void the_deployment_itself_gets_the_signals() throws Exception {
    var process =
        checkout.start(
            List.of(
                "env",
                "--default-signal",
                deploy.toString(),
                "staging",
                "--",
                "sh",
                "-c",
                "trap 'echo stopped; exit 9' TERM; echo deploying; while :; do sleep 0.1; done"));
    var out = process.inputReader();
    for (var line = out.readLine(); !"deploying".equals(line); line = out.readLine()) {
      assertThat(line).isNotNull();
    }

    signal("TERM", process);

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(9);
  }

  @Test
  void a_gate_that_is_killed_deploys_nothing() throws Exception {
    gateIs("printf 'GO 0 staging\\n' >\"$PREFLIGHT_PROOF\"; kill -KILL $$");

    var ended = checkout.run(deploy, "staging", "--", "echo", "deployed");

    assertThat(ended.exitCode()).isEqualTo(137);
    assertThat(ended.out()).isEmpty();
    assertNothingLeft();
  }

  @Test
  void what_the_caller_s_shell_exports_deploys_nothing() throws Exception {
    checkout.environment.put("BASH_FUNC_mktemp%%", "() { echo /nowhere; }");
    checkout.environment.put("BASH_ENV", checkout.root.resolve("profile").toString());
    Files.writeString(
        checkout.root.resolve("profile"), "shopt -s expand_aliases; alias case=echo; cd /\n");
    gateAnswers(11);

    var ended = checkout.run(deploy, "staging", "--", "echo", "deployed");

    assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(11);
    assertThat(ended.out()).doesNotContain("deployed");
  }

  @Test
  void where_the_gate_could_read_the_command_it_judges_again_after_it() throws Exception {
    gateReads(0, 11);

    var ended =
        checkout.run(
            deploy,
            "staging",
            "--deadline",
            "30s",
            "--deploying",
            "backend",
            "-o",
            "json=before.json",
            "--rollback",
            "--wait",
            "2m",
            "--",
            "sh",
            "-c",
            "echo deployed");

    assertThat(ended.out())
        .containsExactly(
            "before staging --deadline 30s --deploying backend -o json=before.json --rollback --wait"
                + " 2m -- sh -c echo deployed",
            "deployed",
            "after staging --deadline 30s --deploying backend -o json=before.json --rollback --wait"
                + " 2m -- sh -c echo deployed");
    assertThat(ended.exitCode()).isEqualTo(11);
    assertNothingLeft();
  }

  @Test
  void a_deployment_that_fails_is_judged_too_and_its_exit_code_counts() throws Exception {
    gateReads(0, 0);

    var ended = checkout.run(deploy, "staging", "--", "sh", "-c", "cat; exit 3");

    assertThat(ended.out()).last().asString().startsWith("after staging -- sh");
    assertThat(ended.err()).containsExactly("preflight: the deployment ended with 3");
    assertThat(ended.exitCode()).isEqualTo(3);
  }

  @Test
  void a_refusal_deploys_nothing_and_judges_nothing_after() throws Exception {
    gateReads(12, 0);

    var ended = checkout.run(deploy, "staging", "--", "echo", "deployed");

    assertThat(ended.out()).containsExactly("before staging -- echo deployed");
    assertThat(ended.exitCode()).isEqualTo(12);
  }

  @Test
  void a_signal_to_the_wrapper_ends_the_deployment() throws Exception {
    gateReads(0, 0);
    Process process =
        checkout.start(
            List.of(deploy.toString(), "staging", "--", "sh", "-c", "echo started; exec sleep 30"));
    var lines = process.inputReader();
    while (!"started".equals(lines.readLine())) {
      // The gate's own line comes first.
    }
    signal("TERM", process);

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
    assertNothingLeft();
  }

  private static void signal(String name, Process process) throws Exception {
    assertThat(
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor())
        .isZero();
  }

  /** Neither a file nor a process. */
  private void assertNothingLeft() throws IOException {
    try (var left = Files.list(checkout.temporary)) {
      assertThat(left).isEmpty();
    }
    assertThat(
            ProcessHandle.allProcesses()
                .filter(
                    it -> it.info().commandLine().orElse("").contains(checkout.home.toString())))
        .isEmpty();
  }

  private void gateAnswers(int code) throws IOException {
    gateIs(
        """
        line=$(printf '[%%s] ' "$@")
        echo "${line%% }"
        if [ %1$d -eq 0 ]; then printf 'GO 0 %%s\\n' "$2" >"$PREFLIGHT_PROOF"; fi
        exit %1$d
        """
            .formatted(code));
  }

  /** A gate that knows what is deployed. */
  private void gateReads(int before, int after) throws IOException {
    gateIs(
        """
        shift
        if [ -n "$PREFLIGHT_JUDGED" ]; then
          [ -s "$PREFLIGHT_JUDGED" ] && [ -z "$PREFLIGHT_PROOF" ] || exit 99
          echo "after $*"
          exit %d
        fi
        echo "before $*"
        if [ %d -ne 0 ]; then exit %2$d; fi
        echo '{}' >"$PREFLIGHT_PROOF.json"
        printf 'GO 0 %%s\n' "$1" >"$PREFLIGHT_PROOF"
        """
            .formatted(after, before));
  }

  private void gateIs(String script) throws IOException {
    ScriptCheckout.script(
        checkout.home.resolve("scripts/preflight"), "#!/usr/bin/env bash\n" + script + "\n");
  }
}
