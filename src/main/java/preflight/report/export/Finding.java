package preflight.report.export;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.check.ExitCode;
import preflight.diagnosis.Verdict;
import preflight.report.ReportDocument;
import preflight.report.ReportDocument.CheckInfo;
import preflight.report.ReportDocument.EvidenceInfo;
import preflight.report.ReportDocument.LocationInfo;
import preflight.report.ReportDocument.Root;

/**
 * One check of a report, and what it means for the verdict. Formats of others know failures only:
 * what blocks is a failure in each of them, and nothing else is, so that each says what the exit
 * code says.
 *
 * @param root where it is the check of a root cause
 */
record Finding(CheckInfo check, Weight weight, Optional<Root> root) {

  /** A place in a source file, as findings in code name it. */
  private static final Pattern PLACE = Pattern.compile("([^\\s:]+):(\\d+)(?::\\d+)?");

  /** What a check means for the verdict. */
  enum Weight {
    BLOCKS,
    UNKNOWN_BLOCKS,
    WARNS,
    UNKNOWN,
    EXPLAINED,
    WAIVED,
    NOTE,
    PASSED,
    SKIPPED
  }

  /** The findings of a report, in its order. */
  static List<Finding> of(ReportDocument report) {
    Map<String, Root> roots = new HashMap<>();
    report.rootCauses().forEach(it -> roots.put(it.id(), it));
    boolean stops = stops(report);
    // With --fail-on warning, what is a warning to others is what stops the deployment.
    boolean warnings = stops && report.verdict().value().equals(Verdict.GO_WITH_WARNINGS.name());
    return report.checks().stream()
        .map(it ->
            new Finding(it, weight(it, warnings, stops), Optional.ofNullable(roots.get(it.id()))))
        .toList();
  }

  /** When the run started, for people. */
  static String second(ReportDocument report) {
    return Instant.parse(report.run().startedAt()).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Whether the exit code is not 0. */
  static boolean stops(ReportDocument report) {
    return report.verdict().exitCode() != ExitCode.GO.code();
  }

  private static Weight weight(CheckInfo check, boolean warnings, boolean stops) {
    boolean blocks =
        counts(check)
            && (check.severity().equals("blocker")
                || (warnings && check.severity().equals("warning")));
    return switch (check.outcome()) {
      case "PASSED" -> Weight.PASSED;
      case "SKIPPED" -> Weight.SKIPPED;
      case "UNKNOWN" ->
          waived(check)
              ? Weight.WAIVED
              : stops && (blocks || warnings) ? Weight.UNKNOWN_BLOCKS : Weight.UNKNOWN;
      default -> {
        if (waived(check)) {
          yield Weight.WAIVED;
        }
        if (check.explainedBy().isPresent()) {
          yield Weight.EXPLAINED;
        }
        if (check.severity().equals("info")) {
          yield Weight.NOTE;
        }
        yield blocks ? Weight.BLOCKS : Weight.WARNS;
      }
    };
  }

  private static boolean counts(CheckInfo check) {
    return check.standing().equals("counts");
  }

  private static boolean waived(CheckInfo check) {
    return check.waiver() != null;
  }

  /** Whether there is something to tell. */
  boolean told() {
    return weight != Weight.PASSED && weight != Weight.SKIPPED;
  }

  /** The class, owner and what was seen, in one line. */
  String sentence() {
    String observed = check.observed().orElse("");
    return switch (weight) {
      case WAIVED -> {
        var waiver = Objects.requireNonNull(check.waiver());
        yield "waived until %s by %s (%s): %s"
            .formatted(waiver.expires(), waiver.owner(), waiver.reason(), observed);
      }
      case EXPLAINED -> "explained by %s: %s".formatted(check.explainedBy().orElse(""), observed);
      case UNKNOWN, UNKNOWN_BLOCKS ->
          "could not be checked (%s): %s".formatted(check.reason().orElse(""), observed);
      case BLOCKS, WARNS, NOTE ->
          root.map(it -> it.failureClass() + ": " + it.summary() + ": ").orElse("") + observed;
      case PASSED, SKIPPED -> observed;
    };
  }

  /** Everything that helps to repair it, a line each: no more than the JSON report holds. */
  List<String> details() {
    List<String> lines = new ArrayList<>();
    check.expected().ifPresent(it -> lines.add("expected: " + it));
    check.observed().ifPresent(it -> lines.add("observed: " + it));
    check.evidence().forEach(it -> lines.add("evidence: " + it.source() + ": " + it.fact()));
    root.ifPresent(it -> {
      lines.add("because: " + it.because() + " (rule " + it.rule() + ")");
      it.impact().forEach(at -> lines.add("impact: " + at));
      it.owner().ifPresent(at -> lines.add("owner: " + at));
      if (!it.remedy().text().isEmpty()) {
        lines.add("fix: " + it.remedy().text());
      }
    });
    commands().forEach(it -> lines.add("$ " + it));
    return lines;
  }

  List<String> commands() {
    return root.map(it -> it.remedy().commands()).orElse(check.commands());
  }

  /** Where it is: of a finding in code, the place in the source; else its line of the profile. */
  LocationInfo location() {
    return check.check().startsWith("code-") || check.check().startsWith("image-")
        ? check.evidence().stream()
            .map(EvidenceInfo::source)
            .map(PLACE::matcher)
            .filter(Matcher::matches)
            .map(it -> new LocationInfo(it.group(1), Integer.parseInt(it.group(2))))
            .findFirst()
            .orElseGet(check::location)
        : check.location();
  }

  /**
   * The same for the same check of the same environment, in every run: what CI systems tell old
   * from new by. A line moves, so it is not in it.
   */
  String fingerprint(ReportDocument report) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  (report.run().environment() + "\0" + check.id())
                      .getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
