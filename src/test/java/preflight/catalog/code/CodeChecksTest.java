package preflight.catalog.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.catalog.Catalog;
import preflight.catalog.code.house.CodeForbidden;
import preflight.catalog.code.house.CodeScore;
import preflight.catalog.code.house.CodeSuppression;
import preflight.check.CheckDefinition;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.signal.Signal;
import preflight.resource.Environment;
import preflight.resource.Gcp;
import preflight.resource.Kind;
import preflight.resource.Owners;
import preflight.resource.ResourceName;
import preflight.resource.Source;
import preflight.resource.Target;
import preflight.source.house.Baseline;
import preflight.source.house.SourceHouse;
import preflight.source.rule.Forbidden;
import preflight.source.tree.WorkingTrees;

class CodeChecksTest {

  private static final Forbidden BANS =
      new Forbidden(
          List.of(new Forbidden.Ban(Optional.of("skip_auth"), Optional.empty(), "it lets all in")));

  @TempDir private Path tree;

  private Target<Source> target() {
    var source =
        new Source(
            new ResourceName(Kind.SOURCE, Kind.SOURCE.key()),
            tree.toString(),
            List.of(),
            List.of(),
            List.of());
    return new Target<>(
        source,
        new Environment(
            "test",
            "test",
            Gcp.NONE,
            Owners.NONE,
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Optional.of(source)));
  }

  private static SourceHouse house() {
    return new SourceHouse(List.of(BANS), Set.of("code-forbidden"), new WorkingTrees(), Map.of());
  }

  private Outcome forbidden() throws InterruptedException {
    return new CodeForbidden(house()).run(target(), BANS);
  }

  private void write(String path, String text) throws IOException {
    Files.writeString(tree.resolve(path), text);
  }

  @Test
  void a_rule_passes_fails_and_cannot_tell() throws Exception {
    write("a.py", "pass\n");
    assertThat(forbidden()).isInstanceOf(Outcome.Passed.class);
    write("a.py", "skip_auth()\nskip_auth()\n");
    assertThat(forbidden())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.CODE_RULE_BROKEN);
              assertThat(it.observed())
                  .isEqualTo("a.py:1:1: production holds skip_auth: it lets all in, and 1 more");
              assertThat(it.evidence()).hasSize(2);
            });
    write("a.py", "# preflight: allow code-forbidden, a test server\nskip_auth()\n");
    assertThat(forbidden()).isInstanceOf(Outcome.Passed.class);
    Files.write(tree.resolve("huge.py"), new byte[17 << 20]);
    assertThat(forbidden())
        .isInstanceOfSatisfying(
            Outcome.Unknown.class,
            it -> assertThat(it.observed()).isEqualTo("huge.py is larger than 16 MiB"));
    tree = tree.resolve("nowhere");
    assertThat(forbidden()).isInstanceOf(Outcome.Unknown.class);
  }

  @Test
  void a_baseline_that_cannot_be_read_allows_nothing_and_passes_nothing() throws Exception {
    write("a.py", "pass\n");
    write(Baseline.FILE, "=======\n");
    assertThat(forbidden())
        .isInstanceOfSatisfying(
            Outcome.Unknown.class,
            it -> assertThat(it.observed()).contains(Baseline.FILE + ":1:1: a merge conflict"));
  }

  @Test
  void what_allows_nothing_any_more_fails_a_check_of_its_own() throws Exception {
    write("a.py", "pass  # preflight: allow code-forbidden, long gone\n");
    var check = new CodeSuppression(house());
    assertThat(check.run(target(), new NoThresholds())).isInstanceOf(Outcome.Failed.class);
    write("a.py", "pass\n");
    assertThat(new CodeSuppression(house()).run(target(), new NoThresholds()))
        .isInstanceOf(Outcome.Passed.class);
  }

  @Test
  void the_score_is_held_against_its_threshold() throws Exception {
    write("a.py", "skip_auth()\n");
    write("b.py", "pass\n");
    assertThat(new CodeScore(house()).run(target(), new CodeScore.With(50, 0)))
        .isInstanceOf(Outcome.Passed.class);
    assertThat(new CodeScore(house()).run(target(), new CodeScore.With(51, 0)))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            it ->
                assertThat(it.observed()).contains("1 of 2 production files break no rule: 50 %"));
  }

  @Test
  void each_rule_shows_an_example_that_fails_and_its_repair() {
    List<CheckDefinition> rules =
        Catalog.definitions().stream().filter(it -> it.id().startsWith("code-")).toList();
    assertThat(rules).hasSizeGreaterThan(10);
    assertThat(rules)
        .allSatisfy(it -> assertThat(it.doc().example()).contains("fails ", "repair "));
  }
}
