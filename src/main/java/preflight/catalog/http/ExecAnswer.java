package preflight.catalog.http;

import java.util.List;
import java.util.Optional;
import preflight.check.Evidence;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.signal.Clue;
import preflight.check.signal.Signal;
import preflight.probe.PeerJson;
import preflight.probe.PeerText;
import preflight.probe.http.Body;

/** The JSON object that an external check writes; see {@code docs/exec.md}. */
final class ExecAnswer {

  private static final int MOST_EVIDENCE = 20;

  private ExecAnswer() {}

  /**
   * Empty where the output is something else.
   *
   * @param expects the good state where the program does not say it
   */
  static Optional<Outcome> read(PeerText output, Optional<String> expects) {
    return JsonBody.of(Body.of(output)).flatMap(it -> outcome(it.root(), expects));
  }

  private static Optional<Outcome> outcome(PeerJson answer, Optional<String> expects) {
    String said = text(answer, "expected");
    String expected = said.isBlank() ? expects.orElse(said) : said;
    String observed = text(answer, "observed");
    return switch (word(answer, "outcome", List.of("passed", "failed", "unknown", "skipped"))) {
      case "passed" -> Optional.of(Outcome.passed(observed));
      case "failed" -> Optional.of(failed(answer, expected, observed));
      case "unknown" -> Optional.of(Outcome.unknown(reason(answer), expected, observed));
      case "skipped" -> Optional.of(Outcome.notApplicable(observed));
      default -> Optional.empty();
    };
  }

  private static Outcome failed(PeerJson answer, String expected, String observed) {
    var failed = Outcome.failed(Signal.EXEC_FAILED, expected, observed);
    failed =
        switch (word(answer, "class", List.of("infra", "config", "code"))) {
          case "infra" -> failed.clue(Clue.SAYS_INFRA);
          case "config" -> failed.clue(Clue.SAYS_CONFIG);
          case "code" -> failed.clue(Clue.SAYS_CODE);
          default -> failed;
        };
    int count = 0;
    for (PeerJson evidence : answer.path("evidence").elements()) {
      if (count++ < MOST_EVIDENCE) {
        failed = failed.with(new Evidence(text(evidence, "source"), text(evidence, "fact")));
      }
    }
    return failed;
  }

  private static UnknownReason reason(PeerJson answer) {
    return switch (word(
        answer, "reason", List.of("permission", "vantage", "transient", "deadline"))) {
      case "permission" -> UnknownReason.PERMISSION;
      case "vantage" -> UnknownReason.VANTAGE;
      case "transient" -> UnknownReason.TRANSIENT;
      case "deadline" -> UnknownReason.DEADLINE;
      default -> UnknownReason.DEFECT;
    };
  }

  private static String text(PeerJson node, String name) {
    return Excerpt.of(node.path(name).string());
  }

  /** Which of these words it is; an empty text where it is none. */
  private static String word(PeerJson node, String name, List<String> words) {
    PeerText said = node.path(name).string();
    return words.stream().filter(said::is).findFirst().orElse("");
  }
}
