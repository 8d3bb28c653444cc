package preflight.report.run;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import preflight.check.CheckId;
import preflight.check.FailureClass;
import preflight.check.Measurement;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.Place;
import preflight.check.command.Command;
import preflight.check.plan.Deployment;
import preflight.check.plan.Rollout;
import preflight.diagnosis.Diagnosed;
import preflight.diagnosis.Diagnosis;
import preflight.diagnosis.RootCause;
import preflight.report.ReportDocument;
import preflight.report.ReportDocument.AftermathInfo;
import preflight.report.ReportDocument.CheckInfo;
import preflight.report.ReportDocument.CountsInfo;
import preflight.report.ReportDocument.DeployedInfo;
import preflight.report.ReportDocument.DeploymentInfo;
import preflight.report.ReportDocument.EvidenceInfo;
import preflight.report.ReportDocument.LocationInfo;
import preflight.report.ReportDocument.NoticeInfo;
import preflight.report.ReportDocument.RelationInfo;
import preflight.report.ReportDocument.RemedyInfo;
import preflight.report.ReportDocument.Root;
import preflight.report.ReportDocument.RunInfo;
import preflight.report.ReportDocument.Tool;
import preflight.report.ReportDocument.VerdictInfo;
import preflight.report.ReportDocument.WaiverInfo;
import preflight.report.ReportDocument.WeakeningInfo;
import preflight.report.TerminalWriter;
import preflight.report.comparison.Aftermath;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** For programs: one JSON document, described by {@code docs/report.schema.json}. */
public final class JsonReport {

  private final RunContext context;

  public JsonReport(RunContext context) {
    this.context = context;
  }

  public void write(Diagnosis diagnosis, PrintWriter out) {
    var mapper =
        JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();
    // Not as a text first: of thousands of secrets it would be some hundred megabytes. What a log
    // may not hold is escaped as JSON would, so that the values stay as they are.
    var harmless = new TerminalWriter(out);
    mapper.writeValue(harmless, document(diagnosis));
    harmless.flush();
    out.println();
  }

  /** What is written, for comparing it with an earlier report. */
  public ReportDocument document(Diagnosis diagnosis) {
    return new ReportDocument(
        ReportDocument.SCHEMA_VERSION,
        new Tool("preflight", context.version()),
        new RunInfo(
            context.environment(),
            context.profile(),
            context.profileDigest(),
            context.gitCommit(),
            word(context.vantage()),
            context.startedAt().toString(),
            diagnosis.run().took().toMillis(),
            context.apiCalls()),
        diagnosis.deployment().map(JsonReport::deployment),
        context.after().map(it -> aftermath(it.aftermath(diagnosis))),
        verdict(diagnosis),
        diagnosis.roots().stream().map(JsonReport::root).toList(),
        diagnosis.checks().stream().map(JsonReport::check).toList(),
        AsideSection.asides(diagnosis).stream()
            .map(it ->
                new WeakeningInfo(
                    it.kind().replace(' ', '-'), it.subject(), it.change(), it.origin()))
            .toList(),
        diagnosis.run().notices().stream()
            .map(it -> new NoticeInfo(it.text(), location(it.place())))
            .toList(),
        context.relations().stream()
            .map(it ->
                new RelationInfo(it.dependent().toString(), it.dependency().toString(), it.how()))
            .toList());
  }

  private static AftermathInfo aftermath(Aftermath aftermath) {
    return new AftermathInfo(
        aftermath.ending().name(),
        aftermath.roots().stream().map(it -> it.id().toString()).toList(),
        aftermath.rollouts().stream().map(Rollout::sentence).toList(),
        lines(aftermath.back()));
  }

  private static DeploymentInfo deployment(Deployment deployment) {
    return new DeploymentInfo(
        deployment.told(),
        deployment.services().stream()
            .map(it ->
                new DeployedInfo(
                    it.service(),
                    it.first(),
                    it.known(),
                    it.lines(),
                    it.newest(),
                    it.serving(),
                    it.serves(),
                    it.tag()))
            .toList(),
        deployment.notes());
  }

  private static VerdictInfo verdict(Diagnosis diagnosis) {
    Counts counts = Counts.of(diagnosis.checks());
    Map<String, Integer> byClass = new LinkedHashMap<>();
    for (FailureClass each : FailureClass.values()) {
      byClass.put(
          each.name(), (int) diagnosis.roots().stream().filter(it -> it.to() == each).count());
    }
    return new VerdictInfo(
        diagnosis.verdict().name(),
        diagnosis.exitCode().code(),
        diagnosis.headline().text(),
        new CountsInfo(
            counts.passed(), counts.failed(), counts.unknown(), counts.skipped(), counts.waived()),
        byClass);
  }

  private static Root root(RootCause root) {
    return new Root(
        root.id().toString(),
        word(root.severity()),
        root.standing().word(),
        root.to().name(),
        root.confidence(),
        root.owner(),
        root.sentence(),
        root.because(),
        root.rule(),
        ids(root.explains()),
        root.whys(),
        ids(root.contributingTo()),
        root.counterEvidence(),
        root.impact(),
        new RemedyInfo(root.fix().text(), lines(root.fix().commands())));
  }

  private static CheckInfo check(Diagnosed check) {
    Outcome outcome = check.result().outcome();
    Optional<Failed> failed = outcome instanceof Failed it ? Optional.of(it) : Optional.empty();
    return new CheckInfo(
        check.id().toString(),
        check.id().check(),
        check.id().resource(),
        word(check.severity()),
        check.standing().word(),
        outcomeName(outcome),
        reason(outcome),
        failed.map(it -> it.signal().name()),
        failed.flatMap(Failed::phase).map(JsonReport::word),
        failed.flatMap(_ -> check.to()).map(Enum::name),
        check.explainedBy().map(CheckId::toString),
        expected(outcome),
        observed(outcome),
        failed.map(Failed::evidence).orElse(List.of()).stream()
            .map(it -> new EvidenceInfo(it.source(), it.fact()))
            .toList(),
        outcome instanceof Unknown it ? lines(it.commands()) : List.of(),
        location(check.result().planned().place()),
        timings(outcome),
        check.result().took().toMillis(),
        check.result().attempts(),
        check
            .result()
            .planned()
            .waiver()
            .map(it -> new WaiverInfo(it.reason(), it.owner(), it.expires().toString()))
            .orElse(null));
  }

  private static String outcomeName(Outcome outcome) {
    return switch (outcome) {
      case Passed _ -> "PASSED";
      case Failed _ -> "FAILED";
      case Unknown _ -> "UNKNOWN";
      case Skipped _ -> "SKIPPED";
    };
  }

  private static Optional<String> reason(Outcome outcome) {
    return switch (outcome) {
      case Passed _, Failed _ -> Optional.empty();
      case Unknown it -> Optional.of(word(it.reason()));
      case Skipped it -> Optional.of(word(it.reason()));
    };
  }

  private static Optional<String> expected(Outcome outcome) {
    return switch (outcome) {
      case Passed _, Skipped _ -> Optional.empty();
      case Failed it -> Optional.of(it.expected());
      case Unknown it -> Optional.of(it.expected());
    };
  }

  private static Optional<String> observed(Outcome outcome) {
    return Optional.of(
        switch (outcome) {
          case Passed it -> it.observed();
          case Failed it -> it.observed();
          case Unknown it -> it.observed();
          case Skipped it -> it.detail();
        });
  }

  private static Map<String, Double> timings(Outcome outcome) {
    List<Measurement> measurements =
        switch (outcome) {
          case Passed it -> it.measurements();
          case Failed it -> it.measurements();
          case Unknown _, Skipped _ -> List.of();
        };
    Map<String, Double> timings = new LinkedHashMap<>();
    measurements.forEach(it -> timings.put(it.name(), millis(it.took())));
    return timings;
  }

  /** Microseconds are as exact as a probe can be. */
  private static double millis(Duration took) {
    return Math.round(took.toNanos() / 1e3) / 1e3;
  }

  private static List<String> lines(List<Command> commands) {
    return commands.stream().map(Command::toString).toList();
  }

  private static LocationInfo location(Place place) {
    return new LocationInfo(place.file(), place.line());
  }

  private static List<String> ids(List<CheckId> ids) {
    return ids.stream().map(CheckId::toString).toList();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
