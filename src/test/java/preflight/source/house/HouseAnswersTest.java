package preflight.source.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.source.rule.DirectEnviron;
import preflight.source.rule.HouseRule;
import preflight.source.rule.LargeFiles;
import preflight.source.tree.Role;
import preflight.source.tree.Roles;
import preflight.source.tree.WorkingTree;

class HouseAnswersTest {

  @TempDir private Path folder;
  @TempDir private Path caches;

  private final Roles roles = new Roles();

  @BeforeEach
  void aTree() throws Exception {
    write("app.py", "import os\nx = os.environ['X']\n");
    write("other.py", "y = 1\n");
    write("picture.py", "\0");
    try (Git git = Git.init().setDirectory(folder.toFile()).call()) {
      git.add().addFilepattern(".").call();
    }
    Thread.sleep(150);
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
  }

  private HouseAnswers open(Roles with) throws IOException {
    return HouseAnswers.of(
        WorkingTree.of(folder),
        with,
        Map.of("XDG_CACHE_HOME", caches.toString()),
        Optional.of("build"));
  }

  private Inspection.Inspected inspect(SequencedSet<HouseRule<?>> rules) throws Exception {
    return new Inspection(
            WorkingTree.of(folder), roles, HouseRules.grammar(), FileNotes.forgotten(), open(roles))
        .inspect(rules);
  }

  private static SequencedSet<HouseRule<?>> rules(HouseRule<?>... rules) {
    return new LinkedHashSet<>(List.of(rules));
  }

  @Test
  void whatIsRememberedIsWhatWasFound() throws Exception {
    var rules = rules(new LargeFiles(1), new DirectEnviron(List.of(), List.of()));
    Inspection.Inspected found = inspect(rules);
    assertThat(found.results().values()).allSatisfy(it -> assertThat(it.findings()).hasSize(1));

    assertThat(open(roles).get(rules)).contains(found);
    assertThat(inspect(rules)).isEqualTo(found);
  }

  @Test
  void anotherParameterAnotherRuleAndOtherRolesAreOtherQuestions() throws Exception {
    inspect(rules(new DirectEnviron(List.of(), List.of())));

    assertThat(open(roles).get(rules(new DirectEnviron(List.of(), List.of("X"))))).isEmpty();
    assertThat(open(roles).get(rules(new LargeFiles(1)))).isEmpty();
    Map<Role, List<String>> tests = new EnumMap<>(Map.of(Role.TEST, List.of("app.py")));
    assertThat(open(new Roles(tests)).get(rules(new DirectEnviron(List.of(), List.of()))))
        .isEmpty();
    assertThat(open(roles).get(rules(new DirectEnviron(List.of(), List.of())))).isPresent();
  }

  @Test
  void anAnswerWithAGapIsNone() throws Exception {
    var rules = rules(new DirectEnviron(List.of(), List.of()));
    var blind =
        new Inspection(
            WorkingTree.of(folder),
            roles,
            (_, _) -> {
              throw new preflight.source.syntax.Parser.NoNativeLibrary(new IOException("none"));
            },
            FileNotes.forgotten(),
            open(roles));
    assertThat(blind.inspect(rules).results().values())
        .allSatisfy(it -> assertThat(it.gaps()).isNotEmpty());

    assertThat(open(roles).get(rules)).isEmpty();
  }
}
