package preflight.init.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HealthCommandTest {

  private static final List<String> PORTS = List.of("3000", "8000");

  @Test
  void takes_the_path_of_a_curl_or_a_wget_of_the_own_port() {
    assertThat(
            HealthCommand.path(List.of("CMD", "curl", "-f", "http://localhost:8000/health"), PORTS))
        .contains("/health");
    assertThat(
            HealthCommand.path(
                List.of("CMD-SHELL", "wget -qO- http://127.0.0.1:3000/api/health || exit 1"),
                PORTS))
        .contains("/api/health");
    assertThat(HealthCommand.path(List.of("curl -f \"http://localhost:8000\" || exit 1"), PORTS))
        .contains("/");
  }

  @Test
  void says_nothing_of_other_commands_hosts_and_ports() {
    for (String other :
        List.of(
            "pg_isready -U postgres",
            "python -c \"urlopen('http://localhost:8000/health')\"",
            "curl -f http://localhost:9999/health",
            "curl -f http://localhost/health",
            "curl -f http://other:8000/health",
            "NONE")) {
      assertThat(HealthCommand.path(List.of("CMD-SHELL", other), PORTS)).as(other).isEmpty();
    }
  }
}
