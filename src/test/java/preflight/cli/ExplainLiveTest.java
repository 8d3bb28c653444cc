package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
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
    assertThat(told.err()).startsWith("preflight: --live tells the variables of a service;");
  }
}
