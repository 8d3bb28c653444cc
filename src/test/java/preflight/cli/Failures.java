package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What every failure in a report must say. */
final class Failures {

  private Failures() {}

  /** Law 6, over a whole JSON report. */
  static void assertTold(JsonNode report) {
    Map<String, JsonNode> checks =
        report
            .at("/checks")
            .valueStream()
            .collect(Collectors.toMap(it -> text(it, "id"), Function.identity()));
    checks.values().stream()
        .filter(it -> text(it, "outcome").equals("FAILED"))
        .forEach(Failures::assertDescribed);
    for (JsonNode root : report.at("/rootCauses")) {
      String id = text(root, "id");
      assertThat(checks).containsKey(id);
      assertThat(text(root, "summary")).as(id).isNotBlank();
      assertThat(text(root, "because")).as(id).isNotBlank();
      assertThat(text(root, "class")).as(id).isIn("INFRA", "CONFIG", "CODE", "UNDETERMINED");
      JsonNode remedy = root.at("/remedy");
      assertThat(text(remedy, "text") + remedy.at("/commands").size())
          .as("what to do about %s", id)
          .isNotEqualTo("0");
    }
  }

  private static void assertDescribed(JsonNode check) {
    String id = text(check, "id");
    assertThat(text(check, "expected")).as(id).isNotBlank();
    assertThat(text(check, "observed")).as(id).isNotBlank();
    assertThat(text(check, "signal")).as(id).isNotBlank();
    assertThat(text(check, "class")).as(id).isNotBlank();
  }

  private static String text(JsonNode node, String key) {
    return node.path(key).asString("");
  }
}
