package preflight.catalog.http;

import java.util.Optional;
import preflight.check.Evidence;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Signal;
import preflight.probe.http.Body;
import tools.jackson.databind.JsonNode;

/** The JSON object that an external check writes; see {@code docs/exec.md}. */
final class ExecAnswer {

  private static final int MOST_EVIDENCE = 20;

  private ExecAnswer() {}

  /** Empty where the output is something else. */
  static Optional<Outcome> read(String output) {
    return JsonBody.of(Body.of(output)).flatMap(it -> outcome(it.root()));
  }

  private static Optional<Outcome> outcome(JsonNode answer) {
    String expected = text(answer, "expected");
    String observed = text(answer, "observed");
    return switch (answer.path("outcome").asString("")) {
      case "passed" -> Optional.of(Outcome.passed(observed));
      case "failed" -> Optional.of(failed(answer, expected, observed));
      case "unknown" -> Optional.of(Outcome.unknown(reason(answer), expected, observed));
      case "skipped" -> Optional.of(Outcome.notApplicable(observed));
      default -> Optional.empty();
    };
  }

  private static Outcome failed(JsonNode answer, String expected, String observed) {
    var failed = Outcome.failed(Signal.EXEC_FAILED, expected, observed);
    int count = 0;
    for (JsonNode evidence : answer.path("evidence")) {
      if (count++ < MOST_EVIDENCE) {
        failed = failed.with(new Evidence(text(evidence, "source"), text(evidence, "fact")));
      }
    }
    return failed;
  }

  private static UnknownReason reason(JsonNode answer) {
    return switch (answer.path("reason").asString("")) {
      case "permission" -> UnknownReason.PERMISSION;
      case "vantage" -> UnknownReason.VANTAGE;
      case "transient" -> UnknownReason.TRANSIENT;
      case "deadline" -> UnknownReason.DEADLINE;
      default -> UnknownReason.DEFECT;
    };
  }

  private static String text(JsonNode node, String name) {
    return Excerpt.of(node.path(name).asString(""));
  }
}
