package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a profile reads of the caller's environment is told, and never with its value. */
class CallersVariablesTest {

  @TempDir Path folder;

  private Invocation call(String variables, String... words) throws Exception {
    Path profile =
        Files.writeString(
            folder.resolve("v.yaml"),
            """
            version: 1
            environment: v
            %s
            secrets: { A_SECRET: { source: env } }
            services:
              a:
                url: https://a.example
                impact: "${env:WHY}"
                endpoints: { e: { get: /, headers: { Authorization: "Bearer ${env:CANARY_TOKEN}" } } }
            """
                .formatted(variables));
    List<String> all = new java.util.ArrayList<>(List.of(words));
    all.add(1, profile.toString());
    return Invocation.of(Map.of("CANARY_TOKEN", Matrix.CREDENTIAL), all);
  }

  @Test
  void explain_lists_them_with_what_they_are_for() throws Exception {
    var told = call("variables: { CANARY_TOKEN: signs in the canary, WHY: '' }", "explain");
    assertThat(told.exitCode()).as(told.everything()).isZero();
    assertThat(told.out())
        .startsWith("v\n  variable      here     read by")
        .containsPattern("  WHY +not set +\\S+v.yaml:8:13\n")
        .containsPattern("  CANARY_TOKEN +set +\\S+v.yaml:9:\\d+ +signs in the canary\n")
        .containsPattern("  A_SECRET +not set +secrets.A_SECRET +source: env\n")
        .doesNotContain(Matrix.CREDENTIAL);
    assertThat(Invocation.of("explain", "staging").out())
        .isEqualTo("staging\n  reads none of your variables\n");
  }

  @Test
  void lint_notes_what_is_not_declared_and_refuses_what_looks_like_a_credential() throws Exception {
    var refused = call("", "lint");
    assertThat(refused.exitCode()).isEqualTo(78);
    assertThat(refused.err())
        .contains("the variable CANARY_TOKEN is named like a credential of the caller;")
        .doesNotContain(Matrix.CREDENTIAL);

    Path profile =
        Files.writeString(
            folder.resolve("w.yaml"),
            "version: 1\nenvironment: w\nredis: { c: { host: '${env:HOST}', port: 1 } }\n");
    var noted = Invocation.of("lint", profile.toString());
    assertThat(noted.exitCode()).isZero();
    assertThat(noted.out())
        .contains("w.yaml:3:21: reads your variable HOST, which 'variables' does not declare");
  }
}
