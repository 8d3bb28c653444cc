package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DoctorCommandTest {

  @TempDir private Path folder;

  @Test
  void says_what_there_is_to_work_with() throws Exception {
    Path profile =
        Files.writeString(
            folder.resolve("mine.yaml"),
            """
            version: 1
            environment: mine
            gcp: { project: acme-mine, region: us-central1, endpoints: { run: "http://127.0.0.1:1" } }
            services:
              backend: { url: "http://127.0.0.1:1", endpoints: { health: { get: /health } } }
            """);

    var said = Invocation.of("doctor", profile.toString());

    assertThat(said.exitCode()).as(said.err()).isZero();
    assertThat(said.out().lines())
        .anyMatch(it -> it.matches("preflight    \\S+, /.*"))
        .anyMatch(it -> it.matches("java         25\\..*"))
        .anyMatch(it -> it.matches("profile      .*mine\\.yaml, \\d+ checks"))
        .contains("project      acme-mine", "endpoints    run http://127.0.0.1:1")
        .anyMatch(it -> it.startsWith("credentials  "))
        .anyMatch(it -> it.startsWith("looks from   outside the VPC"));
  }

  @Test
  void needs_no_profile_and_speaks_json() {
    var said = Invocation.of("doctor", "-o", "json");

    assertThat(said.exitCode()).isZero();
    JsonNode found = JsonMapper.shared().readTree(said.out());
    assertThat(found.get("endpoints").asString()).isEqualTo("Google's");
    assertThat(found.get("profile").asString()).isNotBlank();
  }

  @Test
  void a_profile_that_is_not_there_is_no_state_of_this_machine() {
    assertThat(Invocation.of("doctor", "no-such").exitCode()).isEqualTo(78);
  }
}
