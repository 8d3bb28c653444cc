package preflight.probe.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.probe.postgres.MigrationScripts.Depth;
import preflight.probe.postgres.MigrationScripts.Script;

class MigrationFilesTest {

  @TempDir private Path folder;

  @Test
  void looks_as_far_down_as_the_tool_that_owns_the_migrations() throws Exception {
    Files.createDirectory(folder.resolve("2026"));
    Files.writeString(folder.resolve("2026/V2__second.sql"), "select 2");
    Files.writeString(folder.resolve("V1__first.sql"), "select 1");
    var files = new MigrationFiles();
    assertThat(files.in(folder.toString(), Depth.DIRECTORY).orElseThrow())
        .extracting(Script::name)
        .containsExactly("V1__first.sql");
    assertThat(files.in(folder.toString(), Depth.TREE).orElseThrow())
        .extracting(Script::name)
        .containsExactlyInAnyOrder("V1__first.sql", "V2__second.sql");
  }

  @Test
  void a_directory_that_is_not_there_cannot_be_read() {
    assertThat(new MigrationFiles().in(folder.resolve("none").toString(), Depth.TREE)).isEmpty();
  }
}
