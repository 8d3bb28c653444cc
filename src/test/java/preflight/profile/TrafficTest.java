package preflight.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.profile.reading.Mode;

/** The shares of revisions, and the name that stands for all of them. */
class TrafficTest {

  @TempDir Path directory;

  private Folder folder;

  @BeforeEach
  void open() {
    folder = new Folder(directory);
  }

  @Test
  void a_name_alone_gets_everything() {
    assertThat(traffic("latest")).isEqualTo(Map.of("latest", 100));
    assertThat(traffic("backend-00041-abc")).isEqualTo(Map.of("backend-00041-abc", 100));
    assertThat(traffic("{ latest: 10, backend-00041-abc: 90 }"))
        .isEqualTo(Map.of("latest", 10, "backend-00041-abc", 90));
  }

  @Test
  void shares_add_up_to_a_hundred_and_belong_to_revisions() {
    write("{ latest: 10 }");
    assertThat(folder.mistakes("test.yaml", Mode.RUN))
        .singleElement()
        .asString()
        .contains("traffic adds up to 10, and must be 100");
    write("LATEST");
    assertThat(folder.mistakes("test.yaml", Mode.RUN))
        .singleElement()
        .asString()
        .contains("expected a revision");
  }

  private Map<String, Integer> traffic(String written) {
    write(written);
    return folder.sound("test.yaml").environment().services().values().stream()
        .findFirst()
        .orElseThrow()
        .traffic();
  }

  private void write(String traffic) {
    folder.file(
        "test.yaml",
        """
        version: 1
        environment: test
        services:
          backend:
            cloud-run: backend
            traffic: %s
        """
            .formatted(traffic));
  }
}
