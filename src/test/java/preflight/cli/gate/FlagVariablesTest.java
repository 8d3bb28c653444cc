package preflight.cli.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import preflight.check.plan.Weakening;
import preflight.cli.Commands;
import preflight.cli.Invocation;
import preflight.cli.Terminal;
import preflight.profile.planning.Selection;

/** A flag wins over its variable, and its variable over what holds without either. */
class FlagVariablesTest {

  private static final Map<String, String> EVERY =
      Map.of(
          "PREFLIGHT_OUTPUT", "short",
          "PREFLIGHT_FROM", "inside",
          "PREFLIGHT_FAIL_ON", "warning",
          "PREFLIGHT_ALLOW_UNKNOWN", "true",
          "PREFLIGHT_DEADLINE", "7s",
          "PREFLIGHT_JOBS", "3",
          "PREFLIGHT_COLOR", "never",
          "PREFLIGHT_NO_PROGRESS", "true",
          "PREFLIGHT_NOW", "2026-01-31T12:00:00Z",
          "PREFLIGHT_HISTORY", "true");

  @Command
  static final class Options {
    @Mixin RunOptions run = new RunOptions();
  }

  private static RunOptions options(Map<String, String> variables, String... flags) {
    var options = new Options();
    Commands.configured(new CommandLine(options), Invocation.shell(variables).shell())
        .parseArgs(flags);
    return options.run;
  }

  @Test
  void without_flag_and_variable_the_documented_default_holds() {
    RunOptions options = options(Map.of());
    assertThat(options.limits().deadline()).isEqualTo(Duration.ofSeconds(60));
    assertThat(options.limits().jobs()).isEqualTo(64);
    assertThat(options.policy(false).failOnWarning()).isFalse();
    assertThat(options.policy(false).allowUnknown()).isFalse();
    assertThat(options.inside()).isFalse();
    assertThat(options.color()).isEqualTo(Terminal.ColorMode.AUTO);
    assertThat(options.history()).isFalse();
    assertThat(options.outputs())
        .containsExactly(new OutputOption(OutputOption.Format.HUMAN, Optional.empty()));
  }

  @Test
  void a_variable_says_what_its_flag_would_say() {
    RunOptions options = options(EVERY);
    assertThat(options.limits().deadline()).isEqualTo(Duration.ofSeconds(7));
    assertThat(options.limits().jobs()).isEqualTo(3);
    assertThat(options.policy(false).failOnWarning()).isTrue();
    assertThat(options.policy(false).allowUnknown()).isTrue();
    assertThat(options.inside()).isTrue();
    assertThat(options.color()).isEqualTo(Terminal.ColorMode.NEVER);
    assertThat(options.progress(new Terminal(true, true, 80, Map.of()))).isFalse();
    assertThat(options.clock().instant()).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
    assertThat(options.history()).isTrue();
    assertThat(options.outputs())
        .containsExactly(new OutputOption(OutputOption.Format.SHORT, Optional.empty()));
  }

  @Test
  void a_flag_wins_over_its_variable() {
    RunOptions options =
        options(
            EVERY,
            "--deadline=9s",
            "--jobs=5",
            "--color=always",
            "--now=2027-01-31T12:00:00Z",
            "--output=json",
            "--history=false",
            "--allow-unknown=false");
    assertThat(options.limits().deadline()).isEqualTo(Duration.ofSeconds(9));
    assertThat(options.limits().jobs()).isEqualTo(5);
    assertThat(options.color()).isEqualTo(Terminal.ColorMode.ALWAYS);
    assertThat(options.clock().instant()).isEqualTo(Instant.parse("2027-01-31T12:00:00Z"));
    assertThat(options.history()).isFalse();
    assertThat(options.policy(false).allowUnknown()).isFalse();
    assertThat(options.outputs())
        .containsExactly(new OutputOption(OutputOption.Format.JSON, Optional.empty()));
  }

  @Test
  void a_switch_that_stands_in_both_places_is_on() {
    RunOptions options = options(EVERY, "--history", "--allow-unknown", "--no-progress");
    assertThat(options.history()).isTrue();
    assertThat(options.policy(false).allowUnknown()).isTrue();
    assertThat(options.progress(new Terminal(true, true, 80, Map.of()))).isFalse();
  }

  @Test
  void what_weakens_is_named_as_it_was_typed() {
    assertThat(origins(Map.of(), "--allow-unknown", "--deadline", "9s"))
        .containsExactly("--allow-unknown", "--deadline 9s");
    assertThat(origins(Map.of(), "--allow-unknown=true", "--deadline=9s"))
        .containsExactly("--allow-unknown=true", "--deadline=9s");
    assertThat(origins(Map.of("PREFLIGHT_ALLOW_UNKNOWN", "true"), "--allow-unknown=false"))
        .isEmpty();
    assertThat(origins(EVERY, "--from=inside"))
        .containsExactly(
            "PREFLIGHT_ALLOW_UNKNOWN", "PREFLIGHT_DEADLINE", "--from=inside", "PREFLIGHT_NOW");
  }

  private static List<String> origins(Map<String, String> variables, String... flags) {
    return options(variables, flags).weakenings().stream().map(Weakening::origin).toList();
  }

  @Test
  void an_empty_variable_is_none() {
    Map<String, String> empty = new HashMap<>();
    EVERY.keySet().forEach(it -> empty.put(it, " "));
    RunOptions options = options(empty);
    assertThat(options.limits().deadline()).isEqualTo(Duration.ofSeconds(60));
    assertThat(options.limits().jobs()).isEqualTo(64);
    assertThat(options.inside()).isFalse();
    assertThat(options.policy(false).allowUnknown()).isFalse();
    assertThat(options.outputs()).hasSize(1);
  }

  @Test
  void what_narrows_a_run_has_no_variable() {
    RunOptions options = options(Map.of("PREFLIGHT_ONLY", "redis", "PREFLIGHT_SKIP", "redis"));
    assertThat(options.selection()).isEqualTo(Selection.ALL);
  }

  @ParameterizedTest
  @CsvSource({
    "PREFLIGHT_JOBS,many",
    "PREFLIGHT_DEADLINE,soon",
    "PREFLIGHT_COLOR,blue",
    "PREFLIGHT_ALLOW_UNKNOWN,perhaps",
    "PREFLIGHT_FROM,outside",
    "PREFLIGHT_JOBS,0",
    "PREFLIGHT_DEADLINE,0s",
    "PREFLIGHT_NOW,yesterday",
    "PREFLIGHT_OUTPUT,xml",
    "PREFLIGHT_OUTPUT,json=/no/such/x"
  })
  void a_variable_with_a_wrong_value_is_named(String variable, String value) {
    var ended =
        Invocation.of(Map.of(variable, value), List.of("run", folder.resolve("p.yaml").toString()));
    assertThat(ended.exitCode()).isEqualTo(64);
    assertThat(ended.err().lines().findFirst().orElseThrow()).endsWith("(from " + variable + ")");
  }

  @TempDir Path folder;

  @BeforeEach
  void profile() throws Exception {
    Files.writeString(
        folder.resolve("pack.yaml"),
        "version: 1\nrules: [{ check: secret-exists, on: secrets, severity: warning }]\n");
    Files.writeString(
        folder.resolve("p.yaml"),
        """
        version: 1
        environment: p
        packs: { only: [pack.yaml] }
        secrets: { TOKEN_SECRET: { source: env } }
        """);
  }

  @Test
  void the_gate_listens_to_its_variables() {
    List<String> run = List.of("run", folder.resolve("p.yaml").toString());
    assertThat(Invocation.of(Map.of(), run).exitCode()).isZero();
    assertThat(Invocation.of(Map.of("PREFLIGHT_FAIL_ON", "warning"), run).exitCode()).isEqualTo(14);
  }
}
