package preflight.catalog.code;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import preflight.check.Evidence;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.signal.Signal;
import preflight.source.Finding;
import preflight.source.Gap;
import preflight.source.RuleResult;
import preflight.source.service.ServiceCode;
import preflight.source.service.SourceCode;

/** Makes an outcome of what rules say of code. */
public final class CodeOutcome {

  private static final int SHOWN = 20;
  private static final int GAPS = 3;
  private static final int SAID = 200;
  private static final Pattern NAME = Pattern.compile("[^\\s,]+");

  private CodeOutcome() {}

  /** Judges code that could be read. */
  interface Judge {
    Outcome judge(ServiceCode code) throws InterruptedException;
  }

  static Outcome orJudge(String rule, SourceCode.Answer answer, String expected, Judge judge)
      throws InterruptedException {
    return switch (answer) {
      case SourceCode.Answer.Read(ServiceCode code, Optional<String> found) ->
          code.unjudged(rule).isPresent()
              ? Outcome.notApplicable(
                  "the image runs %s, of which this is not known"
                      .formatted(code.unjudged(rule).get()))
              : built(judge.judge(code), found);
      case SourceCode.Answer.Undeclared(String what) -> Outcome.notApplicable(what);
      case SourceCode.Answer.Unread(String why) ->
          Outcome.unknown(UnknownReason.PERMISSION, expected, why);
    };
  }

  /** A failure says who told how the image is built, if that is not the profile. */
  private static Outcome built(Outcome outcome, Optional<String> found) {
    return found.isPresent() && outcome instanceof Outcome.Failed failed
        ? failed.with(new Evidence("image", "built as %s says".formatted(found.get())))
        : outcome;
  }

  /** A failure at the first place, with all as evidence; what could not be judged is unknown. */
  public static Outcome of(RuleResult result, Signal signal, String expected, String passed) {
    List<Finding> findings = result.findings();
    if (!findings.isEmpty()) {
      Finding first = findings.getFirst();
      return Outcome.failed(
              signal,
              expected,
              sentence(first)
                  + (findings.size() == 1 ? "" : ", and %d more".formatted(findings.size() - 1)))
          .fact("path", first.path())
          .fact("line", Integer.toString(first.line()))
          .fact("subject", first.subject())
          .fact("subjects", all(findings, Finding::subject))
          .fact("places", all(findings, it -> file(it.path()) + ":" + it.line()))
          .saying(said(signal, first))
          .with(
              findings.stream()
                  .limit(findings.size() == 1 ? 0 : SHOWN)
                  .map(it -> new Evidence("source", sentence(it)))
                  .toArray(Evidence[]::new));
    }
    if (!result.gaps().isEmpty()) {
      return Outcome.unknown(UnknownReason.PERMISSION, expected, gaps(result.gaps()));
    }
    return Outcome.passed(passed);
  }

  /** After the name of the service or of the source. */
  private static String said(Signal signal, Finding first) {
    String verb = signal == Signal.CODE_RULE_BROKEN ? "breaks a rule" : "has a fault in its code";
    return "%s, %s".formatted(verb, sentence(first));
  }

  /** What has no comma and no blank, and so is a name, with commas between. */
  private static String all(List<Finding> findings, Function<Finding, String> part) {
    return findings.stream()
        .map(part)
        .filter(it -> NAME.matcher(it).matches())
        .distinct()
        .limit(SAID)
        .collect(Collectors.joining(","));
  }

  private static String file(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String sentence(Finding finding) {
    return finding.place() + ": " + finding.message();
  }

  private static String gaps(List<Gap> gaps) {
    String named = gaps.stream().limit(GAPS).map(Gap::toString).collect(Collectors.joining("; "));
    return gaps.size() <= GAPS ? named : "%s; and %d more".formatted(named, gaps.size() - GAPS);
  }
}
