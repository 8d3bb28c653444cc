package preflight.catalog.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.Recorders;
import preflight.check.command.Command;
import preflight.probe.secret.Profiles;
import preflight.resource.Gcp;
import preflight.resource.Secret;
import preflight.resource.Target;

/**
 * Names that Cloud Run, Secret Manager or a profile gave, in the commands that give out secrets.
 */
class HostileNamesTest {

  private static final String PAYLOAD = "x'; touch PWNED; '$(touch PWNED)";

  @TempDir private Path home;

  @Test
  void a_container_a_service_and_an_id_are_arguments_whatever_they_are_called() throws Exception {
    Secret secret = Profiles.secret("JWT_SECRET", it -> it.id(PAYLOAD));
    var gcp = new Gcp(Optional.of(PAYLOAD), Optional.of(PAYLOAD), Map.of(), Optional.empty());
    Command command =
        Remapping.command(
            new Target<>(secret, Profiles.of(gcp, secret)),
            new Remapping.Receiver("a" + PAYLOAD, Optional.of(PAYLOAD)),
            List.of("JWT_SECRET"),
            List.of("JWT_SECRET"));

    var ran = new Recorders(home).run("bash", command + "\n");

    assertThat(ran.pwned()).isFalse();
    assertThat(ran.calls())
        .singleElement()
        .extracting(Recorders.Call::words)
        .isEqualTo(
            List.of(
                "gcloud",
                "run",
                "services",
                "update",
                "a" + PAYLOAD,
                "--region=" + PAYLOAD,
                "--project=" + PAYLOAD,
                "--container=" + PAYLOAD,
                "--remove-env-vars=JWT_SECRET",
                "--update-secrets=JWT_SECRET=" + PAYLOAD + ":latest"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"A,B=c", "A=b", "^;^A", "/etc/x", "A'; touch PWNED; '", ""})
  void what_no_variable_can_be_called_leaves_the_command_out(String name) {
    Secret secret = Profiles.secret("JWT_SECRET");
    Command command =
        Remapping.command(
            new Target<>(secret, Profiles.of(Gcp.NONE, secret)),
            new Remapping.Receiver("backend", Optional.empty()),
            List.of(name),
            List.of());
    assertThat(command.isWhole()).isFalse();
    assertThat(command.toString()).startsWith("# A command is left out: the name of a variable ");
  }

  @Test
  void an_id_with_a_comma_maps_no_second_variable() {
    Secret secret = Profiles.secret("JWT_SECRET", it -> it.id("jwt,ADMIN=root"));
    Command command =
        Remapping.command(
            new Target<>(secret, Profiles.of(Gcp.NONE, secret)),
            new Remapping.Receiver("backend", Optional.empty()),
            List.of("JWT_SECRET"),
            List.of());
    assertThat(command.toString())
        .endsWith(" --update-secrets='^@^JWT_SECRET=jwt,ADMIN=root:latest'");
  }
}
