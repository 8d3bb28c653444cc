package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import preflight.sandbox.RunningSandbox;
import preflight.sandbox.SharedSandbox;

@ExtendWith(SharedSandbox.class)
class ExplainLiveTest {

  @Test
  void tells_each_variable_of_a_service_by_its_source_and_no_confidential_value(
      RunningSandbox sandbox) {
    var told =
        Invocation.of(
            sandbox.exports(), List.of("explain", "sandbox", "services.backend", "--live"));

    assertThat(told.exitCode()).as(told.everything()).isZero();
    assertThat(told.out())
        .containsPattern("SERVICE_SECRET +secret service-secret-sandbox:latest\n")
        .containsPattern("ENVIRONMENT += sandbox\n")
        .containsPattern("LOG_LEVEL +set\n");
    for (String credential : sandbox.credentials()) {
      assertThat(told.everything().contains(credential)).as("a credential is shown").isFalse();
    }
  }

  @Test
  void asks_nobody_about_what_is_no_service(RunningSandbox sandbox) {
    var told =
        Invocation.of(sandbox.exports(), List.of("explain", "sandbox", "redis.cache", "--live"));

    assertThat(told.exitCode()).isEqualTo(64);
    assertThat(told.err()).startsWith("preflight: --live shows the variables of a service;");
  }

  @Test
  void tells_what_stands_on_this_machine_without_asking_anybody(@TempDir Path folder)
      throws Exception {
    Files.writeString(
        folder.resolve("x.env"), "MODE=dev\nTOKEN_SECRET=" + Matrix.CREDENTIAL + "\n");
    Path profile =
        Files.writeString(
            folder.resolve("dev.yaml"),
            """
            version: 1
            environment: dev
            services:
              back: { cloud-run: back, env: { files: [x.env], expect: { MODE: dev } } }
            """);

    var told = Invocation.of(Map.of(), List.of("explain", profile.toString(), "services.back"));

    assertThat(told.exitCode()).as(told.everything()).isZero();
    assertThat(told.out())
        .containsPattern("MODE +. dev\n")
        .containsPattern("TOKEN_SECRET +set\n")
        .contains("add --live to ask Cloud Run")
        .doesNotContain(Matrix.CREDENTIAL);
  }
}
