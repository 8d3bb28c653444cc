package preflight.probe.postgres.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.probe.postgres.migration.MigrationScripts.Script;
import preflight.resource.Migrations.Tool;

class MigrationFilesTest {

  @TempDir private Path folder;

  private List<String> paths(Tool tool) {
    return new MigrationFiles()
        .in(folder.toString(), MigrationTool.of(tool).wanted()).orElseThrow().stream()
            .map(Script::path)
            .toList();
  }

  private void write(String path, String text) throws Exception {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void looks_as_far_down_as_the_tool_that_owns_the_migrations() throws Exception {
    write("2026/V2__second.sql", "select 2");
    write("V1__first.sql", "select 1");
    write("2026/b.py", "");
    write("a.py", "");
    assertThat(paths(Tool.FLYWAY)).containsExactly("2026/V2__second.sql", "V1__first.sql");
    assertThat(paths(Tool.ALEMBIC)).containsExactly("a.py");
  }

  @Test
  void packages_of_other_people_have_migrations_of_their_own() throws Exception {
    write("shop/migrations/0001_initial.py", "");
    write(".venv/lib/auth/migrations/0001_initial.py", "");
    write("venv/lib/site-packages/auth/migrations/0001_initial.py", "");
    assertThat(paths(Tool.DJANGO)).containsExactly("shop/migrations/0001_initial.py");
  }

  @Test
  void a_directory_that_is_not_there_cannot_be_read() {
    assertThat(
            new MigrationFiles()
                .in(folder.resolve("none").toString(), MigrationTool.of(Tool.FLYWAY).wanted()))
        .isEmpty();
  }
}
