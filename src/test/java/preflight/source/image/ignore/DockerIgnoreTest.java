package preflight.source.image.ignore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import preflight.source.tree.TreeOf;

/** What moby/patternmatcher's and kaniko's sources say of each pattern, as tables. */
class DockerIgnoreTest {

  private static Verdict of(String path, String... lines) {
    return DockerIgnore.read(".dockerignore", String.join("\n", lines)).of(path);
  }

  private static Verdict ignored(int line, String pattern) {
    return new Verdict.Ignored(".dockerignore", line, pattern);
  }

  @ParameterizedTest
  @CsvSource({
    "**, a",
    "**/, a",
    "**, d/a",
    "**/**, d/a",
    "d/**, d/a",
    "d/**, d/e/a",
    "**/d, d",
    "**/d, d/a",
    "**/e/*, d/e/a",
    "**/e/**, d/e/f/a",
    "**file, file",
    "**file, d/my-file",
    "**/file, d/e/file",
    "**/file*, d/e/file.txt",
    "**/**/*.txt, d/e/f.txt",
    "**/*.txt, f.txt",
    "a**/*.txt, a/f.txt",
    "a**/*.txt, a/d/d/f.txt",
    "a/*.txt, a/f.txt",
    "a/*.txt**, a/f.txt",
    "a[b-d]e, ace",
    "a[^b-d]e, aze",
    ".*, .foo",
    "abc?def, abcZdef",
    "abc/**, abc/d/e",
    "a(b)c/d, a(b)c/d",
    "/a, a",
    "./a, a",
    "a/, a/b",
    "x/../a, a",
    "a*, ab/c",
    "a*/b, abc/b",
    "[a-ζ]*, α",
    "a\\*b, a*b",
    "*x, xxx",
    "a?b, a☺b",
    "'a ', a"
  })
  void ignores(String pattern, String path) {
    assertThat(of(path, pattern)).isInstanceOf(Verdict.Ignored.class);
  }

  @ParameterizedTest
  @CsvSource({
    "a/*.txt, a/d/f.txt", "a[b-d]e, ae", "a[b-d]e, aae", ".*, foo", "abc.def, abcZdef",
    "abc?def, abcdef", "abc/**, abc", "**/.foo, bar.foo", "a(b)c/d, a(b)c/x", "a*/b, a/c/b",
    "a?b, a/b", "*.py, d/a.py", "A, a", "' # note', a", "__pycache__, d/__pycache__/x"
  })
  void packs(String pattern, String path) {
    assertThat(of(path, pattern)).isEqualTo(Verdict.PACKED);
  }

  @ParameterizedTest
  @CsvSource({"[", "[^", "a[", "[]a]", "[-]", "[x-]", "a\\", "!", "'! '"})
  void refuses(String pattern) {
    assertThat(DockerIgnore.read("f", "# c\n" + pattern).mistakes())
        .singleElement()
        .matches(it -> it.line() == 2);
  }

  @Test
  void the_last_line_that_matches_decides() {
    assertThat(of("a.md", "*.md", "!a.md")).isEqualTo(Verdict.PACKED);
    assertThat(of("a.md", "!a.md", "*.md")).isEqualTo(ignored(2, "*.md"));
    assertThat(of("web/foo", "**", "!web", "web/foo")).isEqualTo(ignored(3, "web/foo"));
    assertThat(of("b", "\uFEFF# c".substring(1), "", "b\r")).isEqualTo(ignored(3, "b"));
  }

  @Test
  void a_named_exception_leads_every_builder_into_an_excluded_directory() {
    assertThat(of("docs/README.md", "docs", "!docs/README.md")).isEqualTo(Verdict.PACKED);
    assertThat(of("docs/README.md", "docs/", "! docs/README.md ")).isEqualTo(Verdict.PACKED);
    assertThat(of("docs/other", "docs", "!docs/README.md")).isEqualTo(ignored(1, "docs"));
    assertThat(of("src/app/a.py", "*", "!src")).isEqualTo(Verdict.PACKED);
  }

  /** moby#30018, docker/cli#2919, docker/for-linux#585, moby#45608. */
  @Test
  void a_wild_exception_is_disputed() {
    assertThat(of("recipes/cake.txt", "*", "!hi.txt", "!*/*.txt"))
        .isEqualTo(
            new Verdict.Disputed(
                ".dockerignore", 3, "!*/*.txt", List.of("Docker without BuildKit")));
    assertThat(of("subdir/a.py", "*", "!**/*.py"))
        .isInstanceOfSatisfying(Verdict.Disputed.class, it -> assertThat(it.line()).isEqualTo(2));
    assertThat(of("a.py", "*", "!**/*.py")).isEqualTo(Verdict.PACKED);
    assertThat(of("docker/app/Dockerfile", "*", "!docker/*/Dockerfile"))
        .isInstanceOf(Verdict.Disputed.class);
  }

  /** moby#31722: the second, plain exception opens the directory for the first one, too. */
  @Test
  void one_named_exception_opens_the_directory_for_all() {
    assertThat(of("dir/file1", "dir", "!dir*/file1", "!dir/file2")).isEqualTo(Verdict.PACKED);
  }

  /** kaniko#1396 and #1486: of the directories above, only one is asked. */
  @Test
  void kaniko_reads_the_depth_of_a_pattern() {
    assertThat(of("a/b/app/x", "**", "!**/app"))
        .isEqualTo(
            new Verdict.Disputed(
                ".dockerignore", 2, "!**/app", List.of("Docker without BuildKit", "Kaniko")));
  }

  /** What BuildKit has not asked about a directory, it does not remember for what is in it. */
  @Test
  void an_exception_above_does_not_reopen_what_is_excluded_below_it_first() {
    assertThat(of("a/b", "a/b", "!a")).isEqualTo(ignored(1, "a/b"));
  }

  @Test
  void gcloud_enters_nothing_that_it_left_out() {
    var tree =
        TreeOf.paths("x")
            .with(".gcloudignore", "# c\n#!include:.gitignore\n/build/\n!build/keep\n*.log\n!a.log")
            .with(".gitignore", "node_modules\n");
    var ignore = GcloudIgnore.of(tree, "");
    assertThat(ignore.of("build/keep"))
        .isEqualTo(new Verdict.Ignored(".gcloudignore", 3, "/build/"));
    assertThat(ignore.of("web/node_modules/a/b"))
        .isEqualTo(new Verdict.Ignored(".gitignore", 1, "node_modules"));
    assertThat(ignore.of("d/a.log")).isEqualTo(Verdict.PACKED);
    assertThat(ignore.of("d/b.log")).isEqualTo(new Verdict.Ignored(".gcloudignore", 5, "*.log"));
    assertThat(ignore.of("d/build/x")).isEqualTo(Verdict.PACKED);
  }

  @Test
  void gcloud_generates_a_file_from_what_git_ignores() {
    var ignore = GcloudIgnore.of(TreeOf.paths("s/.gitignore: dist"), "s");
    assertThat(ignore.of("dist/a")).isEqualTo(new Verdict.Ignored("s/.gitignore", 1, "dist"));
    assertThat(ignore.of(".gitignore")).isInstanceOf(Verdict.Ignored.class);
    assertThat(ignore.of("a.py")).isEqualTo(Verdict.PACKED);
  }
}
