package preflight.source.house;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import preflight.source.Finding;
import preflight.source.Gap;
import preflight.source.RuleResult;
import preflight.source.rule.Forbidden;
import preflight.source.rule.HouseRule;
import preflight.source.syntax.Parser;
import preflight.source.tree.Role;
import preflight.source.tree.Roles;
import preflight.source.tree.SourceFile;
import preflight.source.tree.SourceTree;
import preflight.source.tree.TreeOf;

class HouseRulesTest {

  private final HouseRule<?> bans =
      new Forbidden(
          List.of(
              new Forbidden.Ban(Optional.of("skip_auth"), Optional.empty(), "it lets all in"),
              new Forbidden.Ban(Optional.of("eval"), Optional.empty(), "it runs all")));

  private static TreeOf tree(String... pathsAndTexts) {
    return TreeOf.files(Judged.sources(pathsAndTexts));
  }

  private Settlement<HouseRule<?>> settle(Baseline baseline, String... pathsAndTexts) {
    return Judged.settle(List.of(bans), tree(pathsAndTexts), baseline);
  }

  private List<String> open(Settlement<HouseRule<?>> settled) {
    return requireNonNull(settled.open().get(bans)).findings().stream()
        .map(Finding::place)
        .toList();
  }

  private static List<String> unneeded(Settlement<?> settled) {
    return settled.unneeded().stream().map(it -> it.place() + " " + it.message()).toList();
  }

  @Test
  void a_comment_allows_its_line_or_the_first_one_below_that_is_no_comment() {
    var settled =
        settle(
            Baseline.NONE,
            "a.py",
            """
            skip_auth()  # preflight: allow code-forbidden, a test server
            # preflight: allow code-forbidden, a test server
            # which nobody reaches

            skip_auth()
            skip_auth()
            """,
            "a.ts",
            """
            /* preflight: allow code-forbidden, a test server */
            skip_auth();
            skip_auth(); // preflight: allow code-forbidden - a test server
            """);
    assertThat(open(settled)).containsExactly("a.py:6:1");
    assertThat(settled.allowed()).containsEntry("code-forbidden", 4);
    assertThat(settled.unneeded()).isEmpty();
  }

  /** semgrep#6596: a malformed suppression must not suppress more, and says what is wrong. */
  @Test
  void what_is_written_wrongly_allows_nothing_and_is_told() {
    var settled =
        settle(
            Baseline.NONE,
            "a.py",
            """
            skip_auth()  # preflight: allow code-forbidden
            skip_auth()  # preflight: allow
            skip_auth()  # preflight: allow code-forbiden, a reason
            skip_auth("# preflight: allow code-forbidden, text")
            skip_auth()  # see preflight: allow code-forbidden, prose
            x()  # preflight: allow code-forbidden, a reason
            x()  # preflight: allow code-large-file, a rule that was not asked
            """);
    assertThat(open(settled)).hasSize(5);
    assertThat(unneeded(settled))
        .containsExactly(
            "a.py:1:1 allows nothing: it gives no reason; write preflight: allow RULE, reason",
            "a.py:2:1 allows nothing: it names no rule; write preflight: allow RULE, reason",
            "a.py:3:1 allows nothing: no rule is called code-forbiden",
            "a.py:6:1 code-forbidden is not broken there any more; remove the comment");
  }

  @Test
  void what_stood_there_is_allowed_and_one_more_is_not() {
    String[] before = {"a.py", "skip_auth()\nskip_auth()\n", "b.py", "eval()\n"};
    Baseline baseline =
        Baseline.of(requireNonNull(settle(Baseline.NONE, before).open().get(bans)).findings());
    assertThat(open(settle(baseline, before))).isEmpty();
    assertThat(open(settle(baseline, "a.py", "\n\nskip_auth(skip_auth)\n", "b.py", "eval()\n")))
        .as("lines move")
        .isEmpty();
    // eslint#21226: one mended and another one made in its place is no draw.
    var swapped = settle(baseline, "a.py", "skip_auth()\neval()\n", "b.py", "eval()\n");
    assertThat(open(swapped)).containsExactly("a.py:2:1");
    var more =
        settle(baseline, "a.py", "skip_auth()\nskip_auth()\nskip_auth()\n", "b.py", "eval()");
    assertThat(open(more)).hasSize(3);
    assertThat(requireNonNull(more.open().get(bans)).findings().getFirst().message())
        .endsWith("(3 in this file, and the baseline allows 2)");
  }

  /** eslint#19778: of a file that is gone, too; ArchUnit#676: and nothing fails for it. */
  @Test
  void a_baseline_that_allows_too_much_is_told_to_follow() {
    Baseline baseline =
        Baseline.of(
            requireNonNull(
                    settle(Baseline.NONE, "a.py", "skip_auth()\nskip_auth()\n", "b.py", "eval()\n")
                        .open()
                        .get(bans))
                .findings());
    var settled = settle(baseline, "a.py", "skip_auth()\n");
    assertThat(open(settled)).isEmpty();
    assertThat(unneeded(settled))
        .containsExactly(
            ".preflight-baseline.yaml:1:1 allows 2 of code-forbidden about skip_auth in a.py, and 1 are"
                + " left; lower it with: preflight code --write-baseline",
            ".preflight-baseline.yaml:1:1 allows 1 of code-forbidden about eval in b.py, and none is"
                + " left; lower it with: preflight code --write-baseline");
  }

  @Test
  void a_baseline_is_sorted_one_entry_a_line_and_reads_back() {
    Baseline baseline =
        Baseline.of(
            List.of(
                new Finding("code-x", "b \"q\"\\.py", 1, 1, "", "a\nb"),
                new Finding("code-x", "a.py", 1, 1, "", "s: #1"),
                new Finding("code-x", "a.py", 9, 1, "", "s: #1")));
    assertThat(baseline.text().lines().skip(2))
        .containsExactly(
            "version: 1",
            "allowed:",
            "  - [code-x, \"a.py\", \"s: #1\", 2]",
            "  - [code-x, \"b \\\"q\\\"\\\\.py\", \"a\\nb\", 1]");
    assertThat(Baseline.read(baseline.text().getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new Baseline.Reading.Read(baseline));
    assertThat(Baseline.read(Baseline.NONE.text().getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new Baseline.Reading.Read(Baseline.NONE));
  }

  @Test
  void each_mistake_in_a_baseline_has_its_place() {
    String text =
        """
        version: 1
        allowed:
        <<<<<<< HEAD
          - [code-x, "a.py", "s", 1]
        =======
          - [code-x, "a.py", "s", 2]
        >>>>>>> other
          - code-x a.py s 1
          - [code-x, "b.py", "s", 0]
        """;
    assertThat(Baseline.read(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            Baseline.Reading.Invalid.class,
            it ->
                assertThat(it.mistakes().stream().map(each -> each.replaceFirst("[;,].*", "")))
                    .containsExactly(
                        ".preflight-baseline.yaml:3:1: a merge conflict is not resolved",
                        ".preflight-baseline.yaml:5:1: a merge conflict is not resolved",
                        ".preflight-baseline.yaml:6:1: the same entry stands in line 4",
                        ".preflight-baseline.yaml:7:1: a merge conflict is not resolved",
                        ".preflight-baseline.yaml:8:1: expected an entry such as - [code-forbidden",
                        ".preflight-baseline.yaml:9:1: allows nothing"));
    assertThat(Baseline.read(new byte[] {(byte) 0xff}))
        .isInstanceOf(Baseline.Reading.Invalid.class);
    assertThat(Baseline.read(new byte[0])).isInstanceOf(Baseline.Reading.Invalid.class);
    assertThat(
            Baseline.read(
                ("- [code-x, \"" + "\\n".repeat(100_000)).getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Baseline.Reading.Invalid.class);
  }

  @Test
  void what_cannot_be_read_or_parsed_is_a_gap_and_no_pass() throws InterruptedException {
    var tree = tree("a.py", "skip_auth()\n", "gone.py", "skip_auth()\n");
    SourceTree losing =
        new SourceTree() {
          @Override
          public java.nio.file.Path root() {
            return tree.root();
          }

          @Override
          public java.util.SortedMap<String, SourceFile> files() {
            var files = new java.util.TreeMap<>(tree.files());
            files.put("huge.py", new SourceFile("huge.py", 100L << 20, Optional.empty()));
            files.put("huge.bin", new SourceFile("huge.bin", 100L << 20, Optional.empty()));
            return files;
          }

          @Override
          public java.util.SortedMap<String, String> gaps() {
            return new java.util.TreeMap<>(
                java.util.Map.of("closed", "cannot be read", "link.py", "is a symbolic link"));
          }

          @Override
          public Content read(SourceFile file) {
            return file.path().equals("gone.py")
                ? new Content.Unread("is not there any more")
                : tree.read(file);
          }
        };
    RuleResult result = Judged.result(bans, losing);
    assertThat(result.findings()).extracting(Finding::path).containsExactly("a.py");
    assertThat(result.gaps())
        .containsExactly(
            new Gap("closed", "cannot be read"),
            new Gap("gone.py", "is not there any more"),
            new Gap("huge.py", "is larger than 16 MiB"));

    var without =
        new HouseRules(
            tree,
            new Roles(),
            (_, _) -> {
              throw new Parser.NoNativeLibrary(new UnsatisfiedLinkError("no musl"));
            });
    RuleResult unparsed =
        requireNonNull(
            without.judge(List.of(bans), Baseline.NONE, java.util.Set.of()).open().get(bans));
    assertThat(unparsed.findings()).isEmpty();
    assertThat(unparsed.gaps()).hasSize(2);
    assertThat(unparsed.gaps().getFirst().why()).contains("cannot be parsed").contains("no musl");
  }

  @Test
  void odd_files_neither_break_a_rule_nor_hide_others() {
    byte[] latin = "skip_auth('\u00e4')\n".getBytes(StandardCharsets.ISO_8859_1);
    byte[] binary = "skip_auth()\0\n".getBytes(StandardCharsets.UTF_8);
    String deep = "(".repeat(60_000) + "skip_auth" + ")".repeat(60_000);
    String line = "x = [" + "skip_auth, ".repeat(50_000) + "]";
    var tree =
        tree("deep.py", deep, "line.py", line, "half.py", "def f(:\n  skip_auth(\n", "empty.py", "")
            .with("latin.py", latin)
            .with("binary.py", binary);
    RuleResult result = Judged.result(bans, tree);
    assertThat(result.gaps()).isEmpty();
    assertThat(result.findings().stream().map(Finding::path).distinct())
        .containsExactly("deep.py", "half.py", "latin.py", "line.py");
    assertThat(result.findings()).hasSize(50_003);
  }

  @Test
  void the_score_counts_files_without_a_violation_by_role() {
    var tree = tree("a.py", "skip_auth()\n", "b.py", "", "c.txt", "", "tests/d.py", "");
    var house = new HouseRules(tree, new Roles());
    var scores = house.scores(Judged.settle(List.of(bans), tree, Baseline.NONE));
    assertThat(scores.get(Role.PRODUCTION)).isEqualTo(new HouseRules.Score(2, 1));
    assertThat(requireNonNull(scores.get(Role.PRODUCTION)).percent()).isEqualTo(50);
    assertThat(scores.get(Role.TEST)).isEqualTo(new HouseRules.Score(1, 1));
  }
}
