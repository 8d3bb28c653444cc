package preflight.probe.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import preflight.probe.Said;

class StartupMessageTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          EXITED | The user-provided container failed to start and listen on the port defined provided by the PORT=8080 environment variable within the allocated timeout. Container called exit(1).
          EXITED | Default STARTUP TCP probe failed 1 time consecutively for container "backend" on port 8080. The instance was not started. Connection failed with status CANCELLED.
          PORT | Default STARTUP TCP probe failed 1 time consecutively for container "backend" on port 8080. Connection failed with status DEADLINE_EXCEEDED.
          PORT | The user-provided container failed to start and listen on the port defined provided by the PORT=8080 environment variable within the allocated timeout.
          MEMORY | Container terminated on signal 9. Memory limit of 512 MiB exceeded with 530 MiB used.
          VARIABLE | Container called exit(1): KeyError: 'SERVICE_SECRET'
          VARIABLE | Container called exit(78): environment variable SERVICE_SECRET is not set
          VARIABLE | Container called exit(1): SERVICE_SECRET is required
          VARIABLE | exit code 1: missing required environment variable: JWT_SECRET
          DEPENDENCY | Container called exit(1): could not connect to redis at 127.0.0.1
          DEPENDENCY | exit(1) after postgres://main timed out
          CRASH | Container called exit(1): ImportError: cannot import name router
          UNTOLD | Something happened that nobody has seen before
          """)
  void the_text_of_the_platform_tells_the_kind(StartupMessage kind, String text) {
    assertThat(StartupMessage.of(Said.said(text))).isEqualTo(kind);
  }
}
