package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets from the environment of the process and from dotenv files, through the whole command. */
class SecretSourcesTest {

  @TempDir Path folder;

  private Invocation run(String secrets, Map<String, String> variables) throws Exception {
    Files.writeString(
        folder.resolve("pack.yaml"),
        "version: 1\nrules: [{ check: secret-exists, on: secrets }]\n");
    Path profile =
        Files.writeString(
            folder.resolve("p.yaml"),
            "version: 1\nenvironment: p\npacks: { only: [pack.yaml] }\nsecrets: " + secrets + "\n");
    return Invocation.of(variables, List.of("run", profile.toString(), "--verbose"));
  }

  @Test
  void a_variable_of_the_process_is_found_under_its_own_name_or_its_id() throws Exception {
    var ended =
        run(
            "{ A_SECRET: { source: env }, B_SECRET: { source: env, id: OTHER } }",
            Map.of("A_SECRET", Matrix.CREDENTIAL, "OTHER", Matrix.CREDENTIAL + "2"));
    assertThat(ended.exitCode()).as(ended.everything()).isZero();
    assertThat(ended.out()).contains("2 passed").doesNotContain(Matrix.CREDENTIAL);
  }

  @Test
  void a_variable_that_is_not_set_is_configuration_and_named() throws Exception {
    var ended = run("{ A_SECRET: { source: env } }", Map.of());
    assertThat(ended.exitCode()).isEqualTo(11);
    assertThat(ended.out())
        .contains("there is no variable A_SECRET in this process")
        .contains("export A_SECRET=\"${NEW_A_SECRET:?the value of A_SECRET}\"")
        .doesNotContain("gcloud");
  }

  @Test
  void a_dotenv_file_is_found_beside_the_profile_that_names_it() throws Exception {
    Files.writeString(
        folder.resolve(".env"), "# a comment\nexport A_SECRET='" + Matrix.CREDENTIAL + "'\n");
    var found = run("{ A_SECRET: { source: 'file:.env' } }", Map.of());
    assertThat(found.exitCode()).as(found.everything()).isZero();
    assertThat(found.out()).doesNotContain(Matrix.CREDENTIAL);
    var absent = run("{ B_SECRET: { source: 'file:.env' } }", Map.of());
    assertThat(absent.exitCode()).isEqualTo(11);
    assertThat(absent.out())
        .contains("there is no variable B_SECRET in ")
        .contains("Correct B_SECRET in ")
        .doesNotContain("gcloud");
  }

  @Test
  void a_dotenv_file_that_is_not_there_is_named() throws Exception {
    var ended = run("{ A_SECRET: { source: 'file:none.env' } }", Map.of());
    assertThat(ended.exitCode()).isEqualTo(11);
    assertThat(ended.out()).contains("there is no file ").contains("none.env");
  }

  @Test
  void a_file_that_many_secrets_share_is_one_root() throws Exception {
    var secrets = new StringBuilder("{ ");
    for (int i = 0; i < 26; i++) {
      secrets.append("S%d_SECRET: { source: 'file:none.env' }, ".formatted(i));
    }
    var ended = run(secrets + "}", Map.of());

    assertThat(ended.exitCode()).isEqualTo(11);
    assertThat(ended.out())
        .containsPattern("is\\s+kept\\s+in\\s+\\S*none\\.env,\\s+which\\s+does\\s+not\\s+exist")
        .contains("26 failed · 1 root cause");
    assertThat(ended.out().lines().count()).isLessThan(60);
  }

  @Test
  void lint_names_files_that_are_not_there() throws Exception {
    Path profile =
        Files.writeString(
            folder.resolve("files.yaml"),
            """
            version: 1
            environment: files
            packs: []
            secrets: { A_SECRET: { source: 'file:none.env' } }
            redis: { cache: { host: 10.0.0.3, port: 6379, tls: true, ca: none.pem } }
            services: { back: { env: { files: [there.env] } } }
            source: { root: nowhere }
            """);
    Files.writeString(folder.resolve("there.env"), "");
    var ended = Invocation.of(Map.of(), List.of("lint", profile.toString()));

    assertThat(ended.exitCode()).as(ended.everything()).isZero();
    assertThat(ended.out())
        .containsPattern("files.yaml:4:\\d+: there is no \\S*none\\.env here")
        .containsPattern("files.yaml:5:\\d+: there is no \\S*none\\.pem here")
        .containsPattern("files.yaml:7:\\d+: there is no \\S*nowhere here")
        .doesNotContain("there.env here");
  }
}
