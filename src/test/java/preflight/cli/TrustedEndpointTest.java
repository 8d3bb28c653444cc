package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A whole gate with credentials, and a profile that points an API at a host of its author. The
 * names resolve to loopback, by a file of the JDK that stands in for every resolver.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(120)
class TrustedEndpointTest {

  @TempDir private Path folder;
  private TokenIssuer issuer;
  private Path credentials = Path.of("");

  @BeforeEach
  void start() throws Exception {
    issuer = new TokenIssuer(folder);
    credentials = Files.writeString(folder.resolve("credentials.json"), issuer.serviceAccount());
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  private GateProcess.Ended gate(String command, String host, String... flags) throws Exception {
    return issuer.gate(
        Map.of("GOOGLE_APPLICATION_CREDENTIALS", credentials.toString()), command, host, flags);
  }

  @Test
  void a_host_of_the_profile_s_author_gets_no_token() throws Exception {
    for (String command : List.of("run", "lint")) {
      var ended = gate(command, "evil.example");
      assertThat(issuer.heard())
          .as("what the host heard: %s%s", ended.out(), ended.err())
          .isEmpty();
      assertThat(ended.exitCode()).isEqualTo(78);
      assertThat(ended.err())
          .containsPattern("p.yaml:4:\\d+: evil.example is neither Google's .* nor this machine")
          .contains("--trust-endpoint HOST");
    }
  }

  @Test
  void it_does_where_the_caller_says_so_and_every_report_tells() throws Exception {
    var ended = gate("run", "evil.example", "--trust-endpoint", "Evil.example");
    assertThat(issuer.heard())
        .as(ended.out() + ended.err())
        .isNotEmpty()
        .containsOnly("Bearer " + TokenIssuer.TOKEN);
    assertThat(ended.out().replaceAll("\\s+", " "))
        .contains("evil.example gets Google credentials, by --trust-endpoint");
    assertThat(gate("lint", "evil.example", "--trust-endpoint", "evil.example").exitCode())
        .isZero();
  }

  @Test
  void a_variable_cannot_say_so() throws Exception {
    assertThat(gate("run", "evil.example").exitCode()).isEqualTo(78);
    var builder =
        new GateProcess()
            .builder(
                Map.of("PREFLIGHT_TRUST_ENDPOINT", "evil.example"),
                issuer.properties(),
                List.of("run", folder.resolve("p.yaml").toString()));
    assertThat(GateProcess.end(builder.start()).exitCode()).isEqualTo(78);
    assertThat(issuer.heard()).isEmpty();
  }
}
