package preflight.source.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.source.Finding;
import preflight.source.facts.FactsCache;
import preflight.source.facts.RecordCodec;
import preflight.source.rule.CanonicalImport;
import preflight.source.rule.CodePatterns;
import preflight.source.rule.DeprecatedSymbols;
import preflight.source.rule.DirectEnviron;
import preflight.source.rule.EnvironmentFunctions;
import preflight.source.rule.Forbidden;
import preflight.source.rule.HouseRule;
import preflight.source.rule.LargeFiles;
import preflight.source.rule.LocalhostDefault;
import preflight.source.rule.SingleDefinition;
import preflight.source.rule.SingleResolution;
import preflight.source.tree.Roles;
import preflight.source.tree.SourceFile;
import preflight.source.tree.SourceTree;

class FileNotesTest {

  private static final String QUIET = "def environ():\n    pass\n";

  @TempDir Path cache;

  private final Tracked tree = new Tracked();
  private String build = "one";
  private List<HouseRule<?>> rules = List.of();

  /** A tree whose contents Git knows; it notes what is read. */
  private static final class Tracked implements SourceTree {
    private final SortedMap<String, String> texts = new TreeMap<>();
    private final Set<String> read = new ConcurrentSkipListSet<>();

    @Override
    public Path root() {
      return Path.of("/tree");
    }

    @Override
    public SortedMap<String, SourceFile> files() {
      SortedMap<String, SourceFile> files = new TreeMap<>();
      texts.forEach((path, text) ->
          files.put(
              path,
              new SourceFile(path, text.length(), Optional.of(FactsCache.blob(bytes(text))))));
      return files;
    }

    @Override
    public SortedMap<String, String> gaps() {
      return new TreeMap<>();
    }

    @Override
    public Content read(SourceFile file) {
      read.add(file.path());
      return new Content.Bytes(bytes(texts.getOrDefault(file.path(), "")));
    }

    private static byte[] bytes(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  @BeforeEach
  void a_tree() {
    rules = List.of(new DirectEnviron(List.of(), List.of()));
    tree.texts.put("quiet.py", QUIET);
    tree.texts.put("loud.py", "import os\nx = os.environ['X']\n");
    tree.texts.put(
        "allowed.py",
        "import os\nx = os.environ['X']  # preflight: allow code-direct-environ, a test\n");
  }

  private List<String> found() throws InterruptedException {
    tree.read.clear();
    var house =
        new HouseRules(
            tree,
            new Roles(),
            HouseRules.grammar(),
            FileNotes.of(tree, Map.of("XDG_CACHE_HOME", cache.toString()), Optional.of(build)));
    var settled = house.judge(rules, Baseline.NONE, Set.of("code-direct-environ"));
    assertThat(settled.files()).isEqualTo(new TreeSet<>(tree.texts.keySet()));
    assertThat(settled.unneeded()).isEmpty();
    return settled.open().values().stream()
        .flatMap(it -> it.findings().stream())
        .map(Finding::path)
        .toList();
  }

  @Test
  void what_was_looked_at_is_not_read_again() throws InterruptedException {
    assertThat(found()).containsExactly("loud.py");
    assertThat(tree.read).contains("quiet.py");
    assertThat(found()).containsExactly("loud.py");
    assertThat(tree.read).containsExactly("allowed.py");
  }

  @Test
  void another_content_is_looked_at() throws InterruptedException {
    found();
    tree.texts.put("quiet.py", "import os\ny = os.environ['Y']\n");
    assertThat(found()).containsExactly("loud.py", "quiet.py");
  }

  @Test
  void the_same_content_is_looked_at_under_another_path() throws InterruptedException {
    found();
    tree.texts.put("moved.py", QUIET);
    found();
    assertThat(tree.read).contains("moved.py");
  }

  @Test
  void another_build_and_other_rules_look_at_all() throws InterruptedException {
    found();
    build = "two";
    found();
    assertThat(tree.read).contains("quiet.py");
    rules = List.of(new DirectEnviron(List.of(), List.of("Y")));
    found();
    assertThat(tree.read).contains("quiet.py");
  }

  @Test
  void what_each_rule_notes_can_be_kept() {
    for (Class<?> rule :
        List.of(
            CanonicalImport.class,
            CodePatterns.class,
            DeprecatedSymbols.class,
            DirectEnviron.class,
            EnvironmentFunctions.class,
            Forbidden.class,
            LargeFiles.class,
            LocalhostDefault.class,
            SingleDefinition.class,
            SingleResolution.class)) {
      assertThatCode(() -> new RecordCodec<>(FileNotes.noted(rule).asSubclass(Record.class)))
          .as(rule.getName())
          .doesNotThrowAnyException();
    }
  }
}
