package preflight.probe.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.probe.google.GoogleApis;
import preflight.probe.secret.CommittedSecrets.Finding;
import preflight.resource.Environment;
import preflight.resource.Gcp;
import preflight.resource.Kind;
import preflight.resource.ResourceName;
import preflight.resource.SecretSource.ProcessEnvironment;
import preflight.resource.Source;

class GitSearchTest {

  private static final String LIVE = "q7Zp2mXv9Lr4Tk8Wb3Nc6Hd1";
  private static final Source SOURCE =
      new Source(new ResourceName(Kind.SOURCE, ""), ".", List.of(), List.of(), List.of());

  @TempDir Path root;
  private final GoogleApis apis = new GoogleApis(Gcp.NONE);
  private Git git;

  @BeforeEach
  void create() throws Exception {
    git = Git.init().setDirectory(root.toFile()).call();
  }

  @AfterEach
  void close() {
    git.close();
    apis.close();
  }

  @Test
  void a_live_value_in_a_tracked_file_is_found() throws Exception {
    write("src/settings.py", "# nothing\nKEY = '" + LIVE + "'\n");
    git.add().addFilepattern(".").call();
    write("untracked.txt", LIVE);

    assertThat(search(false))
        .singleElement()
        .satisfies(it -> {
          assertThat(it.path()).isEqualTo("src/settings.py");
          assertThat(it.line()).isEqualTo(2);
          assertThat(it.what()).isEqualTo("secrets.SIGNING_KEY");
          assertThat(it.fingerprint()).endsWith(":2");
          assertThat(it.toString()).doesNotContain(LIVE.substring(0, 5));
        });
  }

  @Test
  void an_assignment_that_looks_real_is_found_in_dotenv_files_only() throws Exception {
    String line = "export API_TOKEN=\"Gs5Yf0Ja2Ue7Ki4Po9Rl1Ew6\"\nDB_PASSWORD=changeme\nPORT=1\n";
    write(".env.staging", line);
    write(".env.example", line);
    write("readme.md", line);
    git.add().addFilepattern(".").call();

    assertThat(search(false))
        .extracting(Finding::path, Finding::line, Finding::what, Finding::live)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(".env.staging", 1, "API_TOKEN", false));
  }

  @Test
  void what_was_removed_is_found_in_the_history_only() throws Exception {
    write("old.txt", LIVE);
    git.add().addFilepattern(".").call();
    commit();
    git.rm().addFilepattern("old.txt").call();
    commit();

    assertThat(search(false)).isEmpty();
    assertThat(search(true)).extracting(Finding::path).containsExactly("old.txt (history)");
  }

  @Test
  void without_a_repository_there_is_nothing_to_search(@TempDir Path elsewhere) throws Exception {
    Environment environment = environment();

    assertThat(new GitSearch(elsewhere, vault(environment)).search(SOURCE, environment, false))
        .isEqualTo(Optional.empty());
  }

  private List<Finding> search(boolean history) throws InterruptedException {
    Environment environment = environment();
    return new GitSearch(root, vault(environment))
        .search(SOURCE, environment, history)
        .orElseThrow()
        .findings();
  }

  private static Environment environment() {
    return Profiles.of(
        Gcp.NONE,
        Profiles.secret("SIGNING_KEY", it -> it.source(new ProcessEnvironment())),
        Profiles.secret("DB_PORT", it -> it.source(new ProcessEnvironment())));
  }

  private Vault vault(Environment environment) {
    var places =
        new Vault.Places(
            Map.of("SIGNING_KEY", LIVE, "DB_PORT", "5432"), root, InstantSource.system());
    return new Vault(environment, apis, new RunKey(), places);
  }

  private void write(String path, String text) throws java.io.IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void commit() throws Exception {
    git.commit()
        .setMessage("one")
        .setSign(false)
        .setAuthor("a", "a@example.invalid")
        .setCommitter("a", "a@example.invalid")
        .call();
  }
}
