package preflight.cli.gate;

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
import preflight.cli.Invocation;

/** Where reports go: never two to one file, never over what the run reads. */
class ReportFileTest {

  @TempDir Path folder;

  @BeforeEach
  void files() throws IOException {
    Files.writeString(
        folder.resolve("pack.yaml"),
        "version: 1\nrules: [{ check: secret-exists, on: secrets }]\n");
    Files.writeString(folder.resolve("parent.yaml"), "version: 1\npacks: { only: [pack.yaml] }\n");
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
        packs: { only: [other-pack.yaml] }
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
    assertThat(ended.err()).startsWith("preflight: the report would overwrite ");
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

  /** What a run left there when all was well, in every format that a file can hold. */
  private void pass() throws IOException {
    assertThat(run("json=go.json", "short=go.short", "human=go.human").exitCode()).isZero();
    for (String each : GO) {
      assertThat(folder.resolve(each)).content().contains("GO");
    }
  }

  private static final List<String> GO = List.of("go.json", "go.short", "go.human");

  @ParameterizedTest
  @ValueSource(
      strings = {
        // What a command line can lack.
        "run calm.yaml --no-such-flag",
        "run calm.yaml calm.yaml",
        "run",
        "rnu calm.yaml",
        "run calm.yaml --deadline soon",
        "run calm.yaml --jobs 0",
        "run calm.yaml --only nothing",
        "run calm.yaml -o xml",
        "run calm.yaml -o json=calm.yaml",
        "triage calm.yaml --since gone.json",
        "triage calm.yaml --since old.json",
        "demo --scenario A",
        // What a profile can lack.
        "run gone.yaml",
        "run broken.yaml",
        "run calm.yaml --compare broken.yaml",
        "run pack.yaml"
      })
  void no_report_of_an_earlier_run_stands_where_a_run_ends_without_one(String line)
      throws IOException {
    Files.writeString(folder.resolve("broken.yaml"), "version: 1\nenvironment: broken\nredis: 1\n");
    pass();
    List<String> words = new ArrayList<>();
    for (String word : line.split(" ", -1)) {
      words.add(
          word.contains(".yaml") && !word.contains("=")
              ? folder.resolve(word).toString()
              : word.replace("=", "=" + folder + "/"));
    }
    words.addAll(List.of("-o", "json=" + folder.resolve("go.json")));
    words.add("--output=short=" + folder.resolve("go.short"));
    words.add("-ohuman=" + folder.resolve("go.human"));
    String profile = Files.readString(folder.resolve("calm.yaml"));

    Invocation ended = Invocation.of(words.toArray(String[]::new));

    assertThat(ended.exitCode()).as(ended.everything()).isNotZero();
    for (String each : GO) {
      assertThat(folder.resolve(each)).content().doesNotContain("\"GO\"", "GO ·");
    }
    assertThat(folder.resolve("calm.yaml")).hasContent(profile);
    assertThat(folder.resolve("old.json")).hasContent("old");
  }

  @Test
  void a_variable_that_names_the_report_withdraws_it_as_well() throws IOException {
    pass();
    Invocation ended =
        Invocation.of(
            Map.of("PREFLIGHT_OUTPUT", "json=" + folder.resolve("go.json")), List.of("run", "--x"));
    assertThat(ended.exitCode()).isEqualTo(64);
    assertThat(folder.resolve("go.json")).isEmptyFile();
  }

  @Test
  void a_report_can_be_compared_with_and_replaced() throws IOException {
    pass();
    String report = folder.resolve("go.json").toString();
    Invocation ended =
        Invocation.of(
            Map.of(),
            List.of(
                "triage",
                folder.resolve("calm.yaml").toString(),
                "--since",
                report,
                "-o",
                "human",
                "-o",
                "json=" + report));
    assertThat(ended.exitCode()).as(ended.everything()).isZero();
    assertThat(folder.resolve("go.json")).content().contains("\"GO\"");
  }

  @Test
  void what_is_no_report_is_not_emptied() throws IOException {
    for (String text : List.of("GOAL: 1\n", "{ \"a\": 1 }", "version: 1", "", "\u0000GO \u00b7")) {
      Path file = Files.writeString(folder.resolve("notes"), text);
      new ReportFile(file).withdraw();
      assertThat(file).hasContent(text);
    }
    new ReportFile(folder).withdraw();
    new ReportFile(Path.of("/dev/null")).withdraw();
  }

  @Test
  void the_terminal_of_a_run_whose_reports_are_files_gets_the_verdict_and_what_weakens_it() {
    Invocation ended =
        Invocation.of(
            "run",
            folder.resolve("calm.yaml").toString(),
            "--deadline",
            "30s",
            "-o",
            "json=" + folder.resolve("r.json"));
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains("preflight: GO · everything that was checked is in order", "(--deadline 30s)");
    assertThat(run("json=r", "short").err()).isEmpty();
  }

  private long entries() throws IOException {
    try (var all = Files.list(folder)) {
      return all.count();
    }
  }
}
