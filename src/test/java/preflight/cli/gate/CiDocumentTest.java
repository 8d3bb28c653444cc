package preflight.cli.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import preflight.cli.gate.OutputOption.Format;

/** What people copy from the page about pipelines can be read by those who read it. */
class CiDocumentTest {

  private static final Pattern BLOCK = Pattern.compile("(?s)```(\\w+)\n(.*?)```");
  private static final Pattern OUTPUT = Pattern.compile(" -o ([\\w=.-]+)");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|");

  private String page = "";

  @BeforeEach
  void read() throws Exception {
    page = Files.readString(Path.of("docs/ci.md"));
  }

  @Test
  void its_table_has_every_format() {
    assertThat(ROW.matcher(page).results().map(it -> it.group(1)))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Format.values()).map(Format::word).toList());
  }

  @Test
  void its_formats_are_known() {
    List<String> named = OUTPUT.matcher(page).results().map(it -> it.group(1)).toList();
    assertThat(named).hasSizeGreaterThan(8);
    named.forEach(it -> assertThat(OutputOption.parse(it).format()).isNotNull());
  }

  @Test
  void its_pipelines_are_yaml() {
    List<MatchResult> blocks =
        BLOCK.matcher(page).results().filter(it -> it.group(1).equals("yaml")).toList();
    assertThat(blocks).hasSize(3);
    for (MatchResult block : blocks) {
      assertThat(new Load(LoadSettings.builder().build()).loadFromString(block.group(2)))
          .isInstanceOf(Map.class);
    }
  }

  @Test
  void its_shell_is_shell() throws Exception {
    List<MatchResult> blocks =
        BLOCK.matcher(page).results().filter(it -> it.group(1).equals("sh")).toList();
    assertThat(blocks).hasSize(2);
    for (MatchResult block : blocks) {
      Process shell = new ProcessBuilder("sh", "-n").redirectErrorStream(true).start();
      try (var in = shell.outputWriter()) {
        in.write(block.group(2));
      }
      assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEmpty();
      assertThat(shell.waitFor()).isZero();
    }
  }
}
