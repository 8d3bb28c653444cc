package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where reports go: never two to one file, never over what the run reads. */
class ReportFileTest {

  @TempDir Path folder;

  @BeforeEach
  void files() throws IOException {
    Files.writeString(
        folder.resolve("pack.yaml"),
        "version: 1\nrules: [{ check: secret-exists, on: secrets }]\n");
    Files.writeString(folder.resolve("parent.yaml"), "version: 1\npacks: [pack.yaml]\n");
    Files.writeString(
        folder.resolve("calm.yaml"),
        """
        version: 1
        environment: calm
        extends: parent.yaml
        secrets: { TOKEN_SECRET: { source: "file:.env" } }
        """);
    Files.writeString(folder.resolve(".env"), "TOKEN_SECRET=Kq7vTz3mXw9pLr2sNd8fGh4jBc6yEa5u\n");
    Files.writeString(
        folder.resolve("other.yaml"),
        """
        version: 1
        environment: other
        packs: [other-pack.yaml]
        secrets: { TOKEN_SECRET: { source: env } }
        """);
    Files.copy(folder.resolve("pack.yaml"), folder.resolve("other-pack.yaml"));
    Files.createSymbolicLink(folder.resolve("link.json"), Path.of("real.json"));
    Files.createSymbolicLink(folder.resolve("here"), Path.of("."));
    Files.createSymbolicLink(folder.resolve("profile"), Path.of("here/calm.yaml"));
    Files.writeString(folder.resolve("old.json"), "old");
    Files.createLink(folder.resolve("hard.json"), folder.resolve("old.json"));
  }

  private Invocation run(String... outputs) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "run",
                folder.resolve("calm.yaml").toString(),
                "--compare",
                folder.resolve("other.yaml").toString()));
    for (String each : outputs) {
      words.add("-o");
      words.add(each.replace("=", "=" + (each.contains("=/") ? "" : folder + "/")));
    }
    return Invocation.of(Map.of("TOKEN_SECRET", "x"), words);
  }

  @ParameterizedTest
  @CsvSource({
    "json=r, short=r",
    "json=r, json=./r",
    "json=r, human=here/r",
    "json=real.json, human=link.json",
    "json=link.json, human=here/link.json",
    "json=old.json, human=hard.json",
    "human=/dev/stdout, json",
    "json, human=/dev/fd/1"
  })
  void two_reports_to_one_file_are_a_usage_error(String first, String second) throws IOException {
    for (String[] both : List.of(new String[] {first, second}, new String[] {second, first})) {
      Invocation ended = run(both);
      assertThat(ended.exitCode()).as(ended.everything()).isEqualTo(64);
      assertThat(ended.err())
          .containsAnyOf("two reports would go to ", "only one report can go to stdout");
      assertThat(ended.out()).isEmpty();
    }
    assertThat(folder.resolve("old.json")).hasContent("old");
    assertThat(folder.resolve("r")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "calm.yaml",
        "parent.yaml",
        "pack.yaml",
        "other.yaml",
        "other-pack.yaml",
        ".env",
        "./calm.yaml",
        "here/calm.yaml",
        "profile",
        "here/profile"
      })
  void a_report_over_what_the_run_reads_is_a_usage_error(String file) throws IOException {
    String before = Files.readString(folder.resolve(file));

    Invocation ended = run("json=" + file);

    assertThat(ended.exitCode()).as(ended.everything()).isEqualTo(64);
    assertThat(ended.err()).startsWith("preflight: a report would overwrite ");
    assertThat(ended.out()).isEmpty();
    assertThat(folder.resolve(file)).hasContent(before);
  }

  @ParameterizedTest
  @CsvSource({
    "json=r, short=s",
    "json=/dev/null, short=/dev/null",
    "json=old.json, short=new.json"
  })
  void two_files_are_two_files(String first, String second) {
    assertThat(run(first, second).exitCode()).isZero();
  }

  @Test
  void a_link_stays_a_link_and_a_file_keeps_its_permissions() throws IOException {
    Path old = folder.resolve("old.json");
    Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rw-r-----"));

    new ReportFile(folder.resolve("link.json")).write(out -> out.print("new"));
    new ReportFile(old).write(out -> out.print("new"));

    assertThat(folder.resolve("link.json")).isSymbolicLink().hasContent("new");
    assertThat(folder.resolve("real.json")).isRegularFile();
    assertThat(old).hasContent("new");
    assertThat(Files.getPosixFilePermissions(old))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
  }

  @Test
  void a_report_that_breaks_off_leaves_the_old_one_and_nothing_beside() throws IOException {
    long before = entries();

    assertThatThrownBy(() ->
            new ReportFile(folder.resolve("old.json"))
                .write(out -> {
                  out.print("{ \"half\":");
                  out.flush();
                  throw new IllegalStateException("no space");
                }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(folder.resolve("old.json")).hasContent("old");
    assertThat(entries()).isEqualTo(before);
  }

  private long entries() throws IOException {
    try (var all = Files.list(folder)) {
      return all.count();
    }
  }
}
