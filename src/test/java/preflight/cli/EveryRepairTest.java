package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import preflight.sandbox.PrintedFix;
import preflight.sandbox.RunningSandbox;
import preflight.sandbox.Scenarios;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whoever pastes all that a report prints stands better after it, or as before; never worse. In
 * gcloud itself where it is installed.
 */
@Execution(ExecutionMode.CONCURRENT)
@Tag("attack")
@Timeout(600)
class EveryRepairTest {

  @TempDir Path folder;

  static List<Repair> repairs() {
    return Repair.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("repairs")
  void leads_where_its_row_says_and_never_makes_anything_worse(Repair repair) throws Exception {
    try (var sandbox = RunningSandbox.start(Scenarios.named(repair.scenario()).orElseThrow())) {
      JsonNode before = report(sandbox);
      List<String> commands = commands(before);
      Map<String, String> known = Repair.known(sandbox);
      Set<String> unknown = Repair.unknown(commands, known);
      if (repair.leads() == Repair.To.ASKS) {
        // For a value, or for a decision that the sentence of the repair puts to the reader.
        return;
      }
      assertThat(unknown).as("asks for").isEmpty();

      var fix = new PrintedFix(folder, sandbox);
      // The sandbox has no API of Memorystore, so gcloud itself cannot ask it.
      boolean atMemorystore = commands.stream().anyMatch(it -> it.contains("gcloud redis "));
      if (PrintedFix.gcloudInstalled() && !atMemorystore) {
        fix.pasteIntoGcloud(commands, known);
      } else {
        fix.paste(commands, known);
      }

      JsonNode after = report(sandbox);
      assertThat(with(after, "FAILED")).as("failures").isSubsetOf(with(before, "FAILED"));
      assertThat(with(after, "PASSED")).as("what passed").containsAll(with(before, "PASSED"));
      if (repair.leads() == Repair.To.GO) {
        assertThat(after.at("/verdict/value").asString())
            .as(after.at("/rootCauses").toPrettyString())
            .isEqualTo("GO");
      } else {
        assertThat(with(after, "FAILED"))
            .as("nothing is repaired")
            .isEqualTo(with(before, "FAILED"));
      }
    }
  }

  private static List<String> commands(JsonNode report) {
    return report
        .at("/rootCauses")
        .valueStream()
        .flatMap(it -> it.at("/remedy/commands").valueStream())
        .map(JsonNode::asString)
        .toList();
  }

  private static Set<String> with(JsonNode report, String outcome) {
    return report
        .at("/checks")
        .valueStream()
        .filter(it -> it.at("/outcome").asString().equalsIgnoreCase(outcome))
        .map(it -> it.at("/id").asString())
        .collect(Collectors.toSet());
  }

  private JsonNode report(RunningSandbox sandbox) throws Exception {
    var run =
        Invocation.of(
            sandbox.exports(), List.of("run", PatientProfile.in(folder).toString(), "-o", "json"));
    return new JsonMapper().readTree(run.out());
  }
}
