package preflight.probe.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import preflight.probe.SecretValue;

class LocalVariablesTest {

  @Test
  void closing_them_wipes_what_was_read_of_the_process() {
    var local =
        new LocalVariables(
            new Vault.Places(Map.of("A", "confidential"), Path.of(""), Clock.systemUTC()));
    SecretValue value = Objects.requireNonNull(local.process().get("A"));

    assertThat(value.reveal()).asString().isEqualTo("confidential");
    local.close();
    assertThat(value.reveal()).containsOnly(0);
  }
}
