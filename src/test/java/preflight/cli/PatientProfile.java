package preflight.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The profile of the sandbox with budgets of seconds, not milliseconds: no verdict depends on how
 * busy the machine is.
 */
final class PatientProfile {

  private PatientProfile() {}

  static Path in(Path folder) throws IOException {
    return in(folder, "");
  }

  /**
   * With another backend.
   *
   * @param backend fields of its own, each with a comma behind it
   */
  static Path in(Path folder, String backend) throws IOException {
    return Files.writeString(
        folder.resolve("sandbox.yaml"),
        """
        extends: "%s"
        environment: sandbox
        redis: { cache: { budget: { p95: 4s } } }
        postgres: { main: { budget: { p95: 4s, connect: 4s } } }
        services:
          backend: { %sendpoints: { events: { expect: { first-event-within: 5s } } } }
        """
            .formatted(Path.of("env-profiles/sandbox.yaml").toAbsolutePath(), backend));
  }
}
