package preflight.probe.secret.repository;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.Constants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.probe.Said;
import preflight.probe.google.GoogleApis;
import preflight.probe.secret.Profiles;
import preflight.probe.secret.RunKey;
import preflight.probe.secret.Vault;
import preflight.probe.secret.repository.CommittedSecrets.Finding;
import preflight.resource.Environment;
import preflight.resource.Gcp;
import preflight.resource.Kind;
import preflight.resource.ResourceName;
import preflight.resource.SecretSource.ProcessEnvironment;
import preflight.resource.Source;

class GitSearchTest {

  private static final String LIVE = "q7Zp2mXv9Lr4Tk8Wb3Nc6Hd1";
  private static final String PEM =
      """
      -----BEGIN PRIVATE KEY-----
      MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgq7Zp2mXv9Lr4Tk8W
      b3Nc6Hd1Gs5Yf0Ja2Ue7Ki4Po9Rl1Ew6Zt0Xn8Vb5Mc2Lk7Jh4Gf1Ds9Aa6Sq3Wp
      0Ro5Iu8Yt2Re6Qw1
      -----END PRIVATE KEY-----
      """;
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
          assertThat(it.path()).isEqualTo(Said.said("src/settings.py"));
          assertThat(it.line()).isEqualTo(2);
          assertThat(it.what()).isEqualTo(Said.said("secrets.SIGNING_KEY"));
          assertThat(it.fingerprint().get()).endsWith(":2");
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
        .extracting(it -> it.path().raw(), Finding::line, it -> it.what().raw(), Finding::live)
        .containsExactly(tuple(".env.staging", 1, "API_TOKEN", Optional.empty()));
  }

  @Test
  void an_assignment_needs_no_prefix_and_no_capitals_and_a_url_no_name() throws Exception {
    String real = "Gs5Yf0Ja2Ue7Ki4Po9Rl1Ew6";
    write(
        ".env",
        """
        PASSWORD=%1$s
        TOKEN='%1$s'
        export SECRET=%1$s
        db_password=%1$s
        DATABASE_URL=postgres://app:%1$s@db.internal:5432/app
        PASSWORD_A=changeme
        TOKEN_B=${TOKEN}
        SECRET_C=
        CACHE_URL=redis://:${REDIS_PASSWORD_OF_THE_CACHE_IN_STAGING}@db.internal:6379
        BUILD=%1$s
        """
            .formatted(real));
    git.add().addFilepattern(".").call();

    assertThat(search(false))
        .extracting(it -> it.what().raw())
        .containsExactly("PASSWORD", "TOKEN", "SECRET", "db_password", "DATABASE_URL");
  }

  @Test
  void below_a_root_only_its_own_files_are_searched_and_the_history_of_all() throws Exception {
    write("backend/a.txt", LIVE);
    write("backend-old/b.txt", LIVE + " old");
    git.add().addFilepattern(".").call();
    commit();
    Environment environment = environment();
    var backend = new Source(SOURCE.name(), "backend", List.of(), List.of(), List.of());
    var search = new GitSearch(root, vault(environment), Said.NOTHING_LIVE, InstantSource.system());

    assertThat(search.search(backend, environment, false, _ -> {}).orElseThrow().findings())
        .extracting(it -> it.path().raw(), Finding::past)
        .containsExactly(tuple("backend/a.txt", false));
    assertThat(search.search(backend, environment, true, _ -> {}).orElseThrow().findings())
        .extracting(it -> it.path().raw(), Finding::past)
        .containsExactly(tuple("backend/a.txt", false), tuple("backend-old/b.txt", true));
  }

  @Test
  void a_relative_root_finds_the_repository_above_the_working_directory() throws Exception {
    assumeThat(Path.of(".git")).exists();
    Environment environment = environment();
    Path below = Path.of("src/main/resources");

    assertThat(
            new GitSearch(below, vault(environment), Said.NOTHING_LIVE, InstantSource.system())
                .search(SOURCE, environment, false, _ -> {}))
        .isPresent();
  }

  @Test
  void what_was_removed_is_found_in_the_history_only() throws Exception {
    write("old.txt", LIVE);
    git.add().addFilepattern(".").call();
    commit();
    git.rm().addFilepattern("old.txt").call();
    commit();

    assertThat(search(false)).isEmpty();
    assertThat(search(true))
        .extracting(it -> it.path().raw(), Finding::past)
        .containsExactly(tuple("old.txt", true));
  }

  @Test
  void an_encoded_value_is_found_as_manifests_hold_it() throws Exception {
    String encoded = Base64.getEncoder().encodeToString((LIVE + "\n").getBytes(UTF_8));
    write("k8s/secret.yaml", "data:\n  key: " + encoded + "\n");
    git.add().addFilepattern(".").call();

    assertThat(search(false))
        .extracting(it -> it.path().raw(), Finding::line)
        .containsExactly(tuple("k8s/secret.yaml", 2));
  }

  @Test
  void a_key_is_found_however_a_file_breaks_and_indents_it() throws Exception {
    write("config.yaml", "key: |\r\n" + PEM.indent(4).replace("\n", "\r\n"));
    write("config.json", "{\"key\": \"" + PEM.replace("\n", "\\n") + "\"}");
    git.add().addFilepattern(".").call();

    assertThat(search(false))
        .extracting(it -> it.path().raw(), it -> it.what().raw())
        .containsExactly(
            tuple("config.json", "secrets.TLS_KEY"), tuple("config.yaml", "secrets.TLS_KEY"));
  }

  @Test
  void another_value_that_begins_like_a_live_one_is_not_hidden_by_it() throws Exception {
    write(".env", "OTHER_KEY=" + LIVE.substring(0, 12) + "Ue7Ki4Po9Rl1\nSAME_KEY=" + LIVE + "\n");
    git.add().addFilepattern(".").call();

    assertThat(search(false))
        .extracting(it -> it.what().raw())
        .containsExactly("OTHER_KEY", "secrets.SIGNING_KEY");
  }

  @Test
  void a_value_twice_on_a_line_is_one_finding_and_paths_may_be_odd() throws Exception {
    write("a 'b' \"c\".txt", LIVE + " " + LIVE);
    git.add().addFilepattern(".").call();

    assertThat(search(false)).extracting(it -> it.path().raw()).containsExactly("a 'b' \"c\".txt");
  }

  @Test
  void a_value_far_into_a_huge_file_is_found_at_its_line() throws Exception {
    String line = "x".repeat(1023) + "\n";
    write("huge.txt", line.repeat(8191) + "x".repeat(1010) + LIVE + "\n" + line.repeat(9000));
    git.add().addFilepattern(".").call();

    assertThat(search(false)).extracting(Finding::line).containsExactly(8192);
  }

  @Test
  void the_fingerprint_of_a_finding_is_no_hash_of_the_file_that_can_be_tried_out()
      throws Exception {
    write("one.txt", LIVE);
    write("two.txt", LIVE);
    git.add().addFilepattern(".").call();
    String blob;
    try (var inserter = git.getRepository().newObjectInserter()) {
      blob = inserter.idFor(Constants.OBJ_BLOB, LIVE.getBytes(UTF_8)).name();
    }

    List<Finding> found = search(false);
    assertThat(found).extracting(it -> it.fingerprint().get()).doesNotHaveDuplicates();
    assertThat(blob).doesNotStartWith(found.getFirst().fingerprint().get().substring(0, 6));
    assertThat(found).isEqualTo(search(false));
  }

  @Test
  void one_content_at_many_paths_is_found_at_each_and_means_what_its_path_says() throws Exception {
    String line = "API_TOKEN=Gs5Yf0Ja2Ue7Ki4Po9Rl1Ew6\n";
    for (String path : List.of(".env", "deploy/.env", ".env.example", "tests/.env.test")) {
      write(path, line);
    }
    write("a.txt", LIVE);
    write("b/a.txt", LIVE);
    git.add().addFilepattern(".").call();

    assertThat(search(false))
        .extracting(it -> it.path().raw())
        .containsExactly(".env", "a.txt", "b/a.txt", "deploy/.env");
  }

  @Test
  void what_is_committed_counts_and_not_what_the_working_tree_has_made_of_it() throws Exception {
    write("a.txt", LIVE);
    write("b.txt", "nothing");
    git.add().addFilepattern(".").call();
    write("a.txt", "x".repeat(LIVE.length()));
    write("b.txt", LIVE);

    assertThat(search(false)).extracting(it -> it.path().raw()).containsExactly("a.txt");
  }

  @Test
  void a_file_that_git_crypt_keeps_encrypted_is_read_as_it_is_committed() throws Exception {
    write(".gitattributes", "*.key filter=git-crypt diff=git-crypt\n");
    write("a.key", LIVE);
    git.add().addFilepattern(".").call();
    Instant before = Files.getLastModifiedTime(root.resolve("a.key")).toInstant();
    // As after an unlock: another content, and Git is told that nothing changed.
    write("a.key", "y".repeat(LIVE.length()));
    Files.setLastModifiedTime(root.resolve("a.key"), FileTime.from(before));

    assertThat(search(false)).extracting(it -> it.path().raw()).containsExactly("a.key");
  }

  @Test
  void packed_and_compressed_contents_are_searched_too() throws Exception {
    for (int i = 0; i < 20; i++) {
      write("a.txt", "line\n".repeat(400 + i) + (i == 7 ? LIVE : ""));
      git.add().addFilepattern(".").call();
      commit();
    }
    git.gc().call();

    assertThat(search(false)).isEmpty();
    assertThat(search(true))
        .extracting(Finding::line, Finding::past)
        .containsExactly(tuple(408, true));
  }

  @Test
  void text_of_windows_and_a_single_line_of_many_megabytes_are_searched() throws Exception {
    Files.write(root.resolve("le.env"), ("\uFEFFAPI_TOKEN=" + LIVE + "\r\n").getBytes(UTF_16LE));
    write("line.json", "{\"a\": \"" + "x".repeat(9 << 20) + LIVE + "\"}");
    Files.write(root.resolve("image.bin"), ("\0\0password = '" + LIVE + "x1'").getBytes(UTF_8));
    git.add().addFilepattern(".").call();

    assertThat(search(false))
        .extracting(it -> it.path().raw(), it -> it.what().raw())
        .containsExactly(
            tuple("image.bin", "secrets.SIGNING_KEY"),
            tuple("le.env", "secrets.SIGNING_KEY"),
            tuple("line.json", "secrets.SIGNING_KEY"));
  }

  private static final String STATE =
      """
      {"version": 4, "terraform_version": "1.9.0", "outputs": {},
       "resources": [
        {"mode": "managed", "type": "google_sql_user", "name": "app",
         "instances": [{"attributes": {
           "name": "app", "host": "10.0.0.1",
           "password": "%s"}}]},
        {"mode": "managed", "type": "random_password", "name": "db",
         "instances": [{"attributes": {"length": 16, "result": "%s", "bcrypt_hash": "x"}}]}]}
      """;

  @Test
  void a_state_of_terraform_holds_what_it_calls_sensitive() throws Exception {
    write("infra/terraform.tfstate", STATE.formatted("short-one", "Gs5Yf0Ja2Ue7Ki4P"));
    write("infra/tests/terraform.tfstate", STATE.formatted("short-one", "Gs5Yf0Ja2Ue7Ki4P"));
    write("infra/broken.tfstate", "{\"resources\": [");
    git.add().addFilepattern(".").call();

    assertThat(search(false))
        .extracting(it -> it.path().raw(), Finding::line, it -> it.what().raw())
        .containsExactly(
            tuple("infra/terraform.tfstate", 6, "google_sql_user.app password"),
            tuple("infra/terraform.tfstate", 8, "random_password.db result"));
  }

  @Test
  void a_saved_plan_of_terraform_is_unpacked() throws Exception {
    write("infra/plan.out", "");
    try (var zip = new ZipOutputStream(Files.newOutputStream(root.resolve("infra/plan.out")))) {
      zip.putNextEntry(new ZipEntry("tfplan"));
      zip.write(("\0plan " + LIVE).getBytes(UTF_8));
      zip.putNextEntry(new ZipEntry("tfstate"));
      zip.write(STATE.formatted("short-one", "Gs5Yf0Ja2Ue7Ki4P").getBytes(UTF_8));
    }
    git.add().addFilepattern(".").call();

    assertThat(search(false))
        .extracting(it -> it.path().raw(), it -> it.what().raw())
        .containsExactly(
            tuple("infra/plan.out", "google_sql_user.app password"),
            tuple("infra/plan.out", "random_password.db result"),
            tuple("infra/plan.out", "secrets.SIGNING_KEY"));
  }

  @Test
  void a_plan_that_unpacks_to_more_than_memory_has_is_told() throws Exception {
    write("plan.out", "");
    try (var zip = new ZipOutputStream(Files.newOutputStream(root.resolve("plan.out")))) {
      zip.putNextEntry(new ZipEntry("tfplan"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 100; i++) {
        zip.write(zeros);
      }
    }
    git.add().addFilepattern(".").call();

    assertThat(searched(false).unsearched())
        .extracting(Unsearched::why)
        .containsExactly("is a Terraform plan that holds more than is unpacked");
  }

  @Test
  void what_a_clone_lacks_is_told() throws Exception {
    write("a.txt", LIVE);
    write("b.txt", "hello");
    git.add().addFilepattern(".").call();
    String id = git.getRepository().readDirCache().getEntry("b.txt").getObjectId().name();
    Files.delete(root.resolve(".git/objects/" + id.substring(0, 2) + "/" + id.substring(2)));
    Files.delete(root.resolve("b.txt"));

    assertThat(searched(false).unsearched())
        .extracting(it -> it.path().raw() + " " + it.why())
        .containsExactly("b.txt is not in this clone (shallow or partial)");
    assertThat(search(false)).hasSize(1);
  }

  @Test
  void how_far_it_came_and_what_it_found_is_told_while_it_searches() throws Exception {
    write("a.txt", LIVE);
    git.add().addFilepattern(".").call();
    Environment environment = environment();
    var told = new ArrayList<CommittedSecrets.Searched>();

    var all =
        new GitSearch(root, vault(environment), Said.NOTHING_LIVE, InstantSource.system())
            .search(SOURCE, environment, true, told::add)
            .orElseThrow();
    assertThat(told).isNotEmpty();
    assertThat(all.progress()).isEqualTo(new Progress(1, 1, true));
    assertThat(all.progress().complete()).isTrue();
  }

  @Test
  void without_a_repository_there_is_nothing_to_search(@TempDir Path elsewhere) throws Exception {
    Environment environment = environment();

    assertThat(
            new GitSearch(elsewhere, vault(environment), Said.NOTHING_LIVE, InstantSource.system())
                .search(SOURCE, environment, false, _ -> {}))
        .isEqualTo(Optional.empty());
  }

  private List<Finding> search(boolean history) throws InterruptedException {
    return searched(history).findings();
  }

  private CommittedSecrets.Searched searched(boolean history) throws InterruptedException {
    Environment environment = environment();
    return new GitSearch(root, vault(environment), Said.NOTHING_LIVE, InstantSource.system())
        .search(SOURCE, environment, history, _ -> {})
        .orElseThrow();
  }

  private static Environment environment() {
    return Profiles.of(
        Gcp.NONE,
        Profiles.secret("SIGNING_KEY", it -> it.source(new ProcessEnvironment())),
        Profiles.secret("TLS_KEY", it -> it.source(new ProcessEnvironment())),
        Profiles.secret("DB_PORT", it -> it.source(new ProcessEnvironment())));
  }

  private Vault vault(Environment environment) {
    var places =
        new Vault.Places(
            Map.of("SIGNING_KEY", LIVE, "TLS_KEY", PEM, "DB_PORT", "5432"),
            root,
            InstantSource.system());
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
