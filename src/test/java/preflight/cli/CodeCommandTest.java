package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.source.house.Baseline;
import tools.jackson.databind.json.JsonMapper;

class CodeCommandTest {

  private static final String PACK =
      """
      version: 1
      rules:
        - check: code-forbidden
          id: bypass
          on: source
          severity: blocker
          with: { bans: [{ identifier: skip_auth, why: it lets all in }] }
      """;

  @TempDir private Path folder;

  private Path tree() {
    return folder.resolve("tree");
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Invocation code(String... flags) throws IOException {
    if (!Files.exists(folder.resolve("house.yaml"))) {
      write("house.yaml", PACK);
    }
    List<String> arguments = new ArrayList<>(List.of("code", tree().toString()));
    arguments.addAll(List.of("--pack", folder.resolve("house.yaml").toString()));
    arguments.addAll(List.of("--skip", "code-undefined-name", "--skip", "code-syntax"));
    arguments.addAll(List.of(flags));
    return Invocation.of(Map.of(), arguments);
  }

  private List<String> places(Invocation said) {
    return said.out()
        .lines()
        .filter(it -> it.matches(".*:\\d+:\\d+: code-.*"))
        .map(it -> it.replace(tree() + "/", "").replaceFirst("(: code-[a-z-]+):.*", "$1"))
        .toList();
  }

  @Test
  void findings_are_places_in_order_and_a_blocker_is_of_the_class_code() throws IOException {
    write("tree/b.py", "import os\nx = os.environ['X']\n");
    write("tree/a.py", "\nskip_auth()\n");
    Invocation said = code();
    assertThat(places(said))
        .containsExactly("a.py:2:1: code-forbidden", "b.py:2:5: code-direct-environ");
    assertThat(said.exitCode()).as(said.everything()).isEqualTo(12);
    assertThat(said.out())
        .contains("code-forbidden.bypass       1       0       1  high")
        .contains("score: 0 % of 2 production files break no rule")
        .contains("2 findings in 2 files; allowed: 0 by comments, 0 by the baseline; 2 files read");
    assertThat(code().out()).isEqualTo(said.out());
  }

  @Test
  void warnings_fail_only_where_they_are_asked_to() throws IOException {
    write("tree/b.py", "import os\nx = os.environ['X']\n");
    assertThat(code().exitCode()).isZero();
    assertThat(code("--fail-on", "warning").exitCode()).isEqualTo(14);
    Invocation only = code("--only", "code-forbidden", "--fail-on", "warning");
    assertThat(only.exitCode()).isZero();
    assertThat(only.out()).contains("0 findings in 0 files");
  }

  @Test
  void no_profile_and_no_pack_is_needed() throws IOException {
    write("tree/b.py", "import os\nx = os.environ['X']\n");
    Invocation said = Invocation.of("code", tree().toString());
    assertThat(said.exitCode()).as(said.everything()).isZero();
    assertThat(said.out()).contains("b.py:2:5: code-direct-environ: reads X");
  }

  private Invocation start(String... flags) {
    List<String> arguments = new ArrayList<>(List.of("code", tree().toString()));
    arguments.addAll(List.of(flags));
    return Invocation.of(Map.of(), arguments);
  }

  private void service(String name, String main) throws IOException {
    write(
        "tree/" + name + "/Dockerfile",
        """
        FROM python:3.11-slim
        WORKDIR /srv
        COPY %1$s/app ./app
        COPY shared ./shared
        CMD ["python", "-m", "app.main"]
        """
            .formatted(name));
    write("tree/%s/app/__init__.py".formatted(name), "");
    write("tree/%s/app/main.py".formatted(name), main);
    write("tree/shared/__init__.py", "");
  }

  @Test
  void each_dockerfile_of_a_tree_is_an_image_whose_start_is_judged() throws IOException {
    service("backend", "import shared.tokens\nprint(nobody)\n");
    Invocation said = start();
    assertThat(said.exitCode()).as(said.everything()).isEqualTo(12);
    assertThat(said.out())
        .contains("backend/app/main.py:1:8: image-imports: ")
        .contains("backend/app/main.py:2:7: code-undefined-name: the name nobody is not defined")
        .contains("image backend: backend/Dockerfile, built from the root of the tree; ")
        .doesNotContain("in the image backend");
    assertThat(start("--only", "image-imports").out())
        .contains("image-imports: ")
        .doesNotContain("code-undefined-name");
    assertThat(start("-o", "json").out()).contains("\"rule\" : \"image-imports\"");
    assertThat(start("--only", "services.backend", "--skip", "code-*").out())
        .contains("image-imports: ")
        .doesNotContain("code-undefined-name");
  }

  @Test
  void what_two_images_share_is_told_once_with_both() throws IOException {
    service("auth", "import shared.tokens\n");
    service("backend", "import shared.tokens\n");
    write("tree/shared/tokens.py", "import shared.nowhere\n");
    Invocation said = start();
    assertThat(said.out().lines().filter(it -> it.contains("image-imports: ")))
        .as(said.everything())
        .singleElement()
        .asString()
        .contains("shared/tokens.py:1:8: ")
        .endsWith("(in the images auth, backend)");
  }

  @Test
  void a_context_is_the_folder_of_the_dockerfile_where_only_that_has_what_is_copied()
      throws IOException {
    service("backend", "import app.nowhere\n");
    write(
        "tree/backend/Dockerfile",
        """
        FROM python:3.11-slim
        WORKDIR /srv
        COPY app ./app
        CMD ["python", "-m", "app.main"]
        """);
    Invocation said = start();
    assertThat(said.out())
        .contains("backend/app/main.py:1:8: image-imports: ")
        .contains("image backend: backend/Dockerfile, built from backend; ");
    write("tree/backend/Dockerfile", "FROM python:3.11-slim\nCOPY . .\n");
    said = start();
    assertThat(said.exitCode()).as(said.everything()).isEqualTo(20);
    assertThat(said.out()).contains("backend/Dockerfile: unknown: can be built from the root");
    write("tree/backend/Dockerfile", "FROM python:3.11-slim\nRUN pip install flask\n");
    said = start();
    assertThat(said.exitCode()).as(said.everything()).isZero();
    assertThat(said.out()).contains("built from the root of the tree; holds no code of the tree");
  }

  @Test
  void without_a_dockerfile_each_production_file_is_judged_alone() throws IOException {
    write("tree/a.py", "import nowhere\nprint(nobody)\n");
    write("tree/b.py", "def f(:\n");
    write("tree/tests/test_a.py", "print(nobody)\n");
    Invocation said = start();
    assertThat(said.exitCode()).as(said.everything()).isEqualTo(12);
    assertThat(said.out())
        .contains("a.py:2:7: code-undefined-name: ")
        .contains("b.py:1:")
        .contains(": code-syntax: ")
        .doesNotContain("image-imports")
        .doesNotContain("test_a.py");
    assertThat(start("--only", "image-imports").exitCode()).isEqualTo(78);
  }

  @Test
  void comments_and_the_baseline_allow_what_the_start_rules_find() throws IOException {
    service("backend", "import shared.tokens  # preflight: allow image-imports, made by a hook\n");
    Invocation said = start();
    assertThat(said.exitCode()).as(said.everything()).isZero();
    assertThat(said.out()).contains("allowed: 1 by comments");
    write("tree/backend/app/main.py", "pass  # preflight: allow image-imports, made by a hook\n");
    assertThat(start().out()).contains("main.py:1:1: code-suppression: image-imports is not");
    write("tree/backend/app/main.py", "import shared.tokens\n");
    assertThat(start("--write-baseline").exitCode()).isZero();
    said = start();
    assertThat(said.exitCode()).as(said.everything()).isZero();
    assertThat(said.out()).contains("1 by the baseline");
    write("tree/shared/tokens.py", "");
    assertThat(start().out()).contains("allows 1 of image-imports about shared.tokens");
  }

  @Test
  void a_profile_says_which_images_there_are() throws IOException {
    service("backend", "import shared.tokens\n");
    service("unused", "import shared.tokens\n");
    write(
        "staging.yaml",
        """
        version: 1
        environment: staging
        source: { root: tree }
        services:
          api: { url: "https://api.example.com", image: { dockerfile: ./backend/Dockerfile } }
        """);
    Invocation said = Invocation.of("code", "--profile", folder.resolve("staging.yaml").toString());
    assertThat(said.exitCode()).as(said.everything()).isEqualTo(12);
    assertThat(said.out())
        .contains("backend/app/main.py:1:8: image-imports: ")
        .contains("image api: backend/Dockerfile")
        .doesNotContain("unused/");
  }

  @Test
  void a_profile_gives_packs_and_roles() throws IOException {
    write("tree/app/b.py", "skip_auth()\n");
    write("tree/lib/c.py", "skip_auth()\n");
    write("house.yaml", PACK);
    write(
        "staging.yaml",
        """
        version: 1
        environment: staging
        packs: [house.yaml]
        source: { root: tree, production: [app/**] }
        """);
    Invocation said = Invocation.of("code", "--profile", folder.resolve("staging.yaml").toString());
    assertThat(said.exitCode()).as(said.everything()).isEqualTo(12);
    assertThat(said.out()).contains("app/b.py:1:1: code-forbidden").doesNotContain("lib/c.py");
  }

  @Test
  void what_stood_there_is_written_down_and_one_more_is_found() throws IOException {
    write("tree/a.py", "skip_auth()\n");
    Invocation written = code("--write-baseline");
    assertThat(written.exitCode()).as(written.everything()).isZero();
    assertThat(tree().resolve(Baseline.FILE))
        .content()
        .contains("  - [code-forbidden, \"a.py\", \"skip_auth\", 1]\n");
    Invocation after = code();
    assertThat(after.exitCode()).isZero();
    assertThat(after.out()).contains("code-forbidden.bypass       1       1       0  none");

    write("tree/a.py", "skip_auth()\nskip_auth()\n");
    assertThat(code().exitCode()).isEqualTo(12);

    write("tree/a.py", "\n");
    Invocation mended = code();
    assertThat(mended.exitCode()).isZero();
    assertThat(mended.out())
        .contains(Baseline.FILE + ":1:1: code-suppression: allows 1 of code-forbidden")
        .contains("preflight code --write-baseline");
    assertThat(code("--write-baseline").exitCode()).isZero();
    assertThat(tree().resolve(Baseline.FILE)).content().contains("allowed: []");
  }

  @Test
  void a_baseline_of_one_rule_keeps_the_entries_of_the_others() throws IOException {
    write("tree/a.py", "import os\nx = os.environ['X']\nskip_auth()\n");
    code("--write-baseline");
    write("tree/a.py", "import os\nx = os.environ['X']\n");
    code("--write-baseline", "--only", "code-forbidden");
    assertThat(tree().resolve(Baseline.FILE))
        .content()
        .contains("code-direct-environ, \"a.py\", \"X\", 1")
        .doesNotContain("code-forbidden,");
  }

  @Test
  void a_baseline_with_a_conflict_is_invalid_with_its_place() throws IOException {
    write("tree/a.py", "skip_auth()\n");
    write("tree/" + Baseline.FILE, "version: 1\nallowed:\n<<<<<<< HEAD\n");
    Invocation said = code();
    assertThat(said.exitCode()).isEqualTo(78);
    assertThat(said.err()).contains(Baseline.FILE + ":3:1: a merge conflict is not resolved");
  }

  @Test
  void only_files_that_differ_from_a_commit_are_told() throws Exception {
    write("tree/old.py", "skip_auth()\n");
    write("tree/changed.py", "\n");
    try (Git git = Git.init().setDirectory(tree().toFile()).call()) {
      git.add().addFilepattern(".").call();
      git.commit()
          .setMessage("first")
          .setAuthor(new PersonIdent("a", "a@example.com"))
          .setCommitter(new PersonIdent("a", "a@example.com"))
          .setSign(false)
          .call();
    }
    write("tree/changed.py", "\nskip_auth()\n");
    write("tree/new.py", "skip_auth()\n");
    assertThat(places(code("--changed-since", "HEAD")))
        .containsExactly("changed.py:2:1: code-forbidden", "new.py:1:1: code-forbidden");
    assertThat(places(code())).hasSize(3);
    Invocation bad = code("--changed-since", "no-such-branch");
    assertThat(bad.exitCode()).isEqualTo(64);
    assertThat(bad.err()).contains("'no-such-branch' is no commit, branch or tag");
    assertThat(code("--changed-since", "HEAD~7").exitCode()).isEqualTo(64);
    assertThat(code("--changed-since", "@{nonsense").exitCode()).isEqualTo(64);
    assertThat(code("--changed-since", "").exitCode()).isEqualTo(64);
  }

  @Test
  void outside_of_a_repository_nothing_has_changed_since_anything() throws IOException {
    write("tree/a.py", "skip_auth()\n");
    Invocation said = code("--changed-since", "HEAD");
    assertThat(said.exitCode()).isEqualTo(64);
    assertThat(said.err()).contains("is in no Git repository");
  }

  @Test
  void bad_paths_and_patterns_are_told_with_their_place() throws IOException {
    Invocation missing = Invocation.of("code", folder.resolve("nowhere").toString());
    assertThat(missing.exitCode()).isEqualTo(64);
    assertThat(missing.err()).contains("there is no folder");
    write("file", "");
    assertThat(Invocation.of("code", folder.resolve("file").toString()).exitCode()).isEqualTo(64);
    write("tree/a.py", "");
    write(
        "house.yaml",
        """
        version: 1
        rules:
          - check: code-pattern
            on: source
            with: { patterns: [{ name: p, regex: "(", message: is wrong }] }
        """);
    Invocation wrong = code();
    assertThat(wrong.exitCode()).isEqualTo(78);
    assertThat(wrong.err())
        .contains("house.yaml:5:24: the regular expression of 'p' is wrong: missing closing )");
  }

  @Test
  void odd_files_are_told_and_break_nothing() throws IOException {
    write("tree/a.py", "skip_auth()\n");
    Files.writeString(tree().resolve("evil\u001b[2J\n.py"), "skip_auth()\n");
    Files.createSymbolicLink(tree().resolve("loop"), tree());
    Files.createSymbolicLink(tree().resolve("gone.py"), tree().resolve("nowhere"));
    Files.write(tree().resolve("huge.py"), new byte[17 << 20]);
    Files.write(tree().resolve("binary.py"), new byte[] {0, 1, 2});
    Files.write(tree().resolve("latin.py"), new byte[] {'#', (byte) 0xe4, '\n'});
    Invocation said = code();
    assertThat(said.out())
        .contains("huge.py: unknown: is larger than 16 MiB (")
        .doesNotContain("\u001b")
        .contains("2 findings in 2 files");
    assertThat(said.exitCode()).isEqualTo(12);
    write("tree/a.py", "");
    Files.delete(tree().resolve("evil\u001b[2J\n.py"));
    assertThat(code().exitCode()).as("what a blocker could not judge").isEqualTo(20);
  }

  @Test
  void a_tree_without_files_is_no_sound_one() throws IOException {
    Files.createDirectories(tree());
    Invocation said = code();
    assertThat(said.exitCode()).isEqualTo(20);
    assertThat(said.err()).contains("has no file, or Git ignores all of them");
  }

  @Test
  void programs_get_a_document() throws IOException {
    write("tree/a.py", "skip_auth()\n");
    var document = JsonMapper.builder().build().readTree(code("-o", "json").out());
    assertThat(document.at("/findings/0/rule").asString()).isEqualTo("code-forbidden");
    assertThat(document.at("/findings/0/line").asInt()).isEqualTo(1);
    assertThat(document.at("/rules/0/priority").asString()).isEqualTo("high");
    assertThat(document.at("/exitCode").asInt()).isEqualTo(12);
  }
}
