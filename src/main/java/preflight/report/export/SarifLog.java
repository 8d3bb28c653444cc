package preflight.report.export;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import preflight.check.CheckDefinition;
import preflight.check.CheckDoc;
import preflight.diagnosis.Verdict;
import preflight.report.ReportDocument;
import preflight.report.ReportDocument.CheckInfo;
import preflight.report.ReportDocument.LocationInfo;
import preflight.report.TerminalWriter;
import preflight.report.export.Finding.Weight;
import preflight.text.Plural;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * SARIF 2.1.0 (OASIS), by the rules of GitHub's code scanning, which refuses a whole file for one
 * result without a place in a file: what is wrong with an environment is at its line of the
 * profile.
 */
public final class SarifLog implements Export {

  /** GitHub shows as many results of a run, the heaviest, and refuses five times as many. */
  private static final int MOST = 5000;

  private final Map<String, CheckDoc> docs;

  /**
   * @param definitions what the rules are described by
   */
  public SarifLog(List<CheckDefinition> definitions) {
    this.docs =
        definitions.stream()
            .map(CheckDefinition::doc)
            .collect(Collectors.toMap(CheckDoc::id, Function.identity(), (one, _) -> one));
  }

  @Override
  public void write(ReportDocument report, TerminalWriter out) {
    List<String> rules =
        report.checks().stream().map(CheckInfo::check).distinct().sorted().toList();
    List<Finding> told =
        Finding.of(report).stream()
            .filter(Finding::told)
            .sorted(Comparator.comparing(Finding::weight))
            .toList();
    var run = new LinkedHashMap<String, Object>();
    run.put("tool", Map.of("driver", driver(report, rules)));
    run.put("automationDetails", Map.of("id", "preflight/" + report.run().environment() + "/"));
    run.put("invocations", List.of(invocation(report, told)));
    run.put("columnKind", "utf16CodeUnits");
    run.put("results", told.stream().limit(MOST).map(it -> result(it, rules, report)).toList());
    var log = new LinkedHashMap<String, Object>();
    log.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    log.put("version", "2.1.0");
    log.put("runs", List.of(run));
    JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
        .build()
        .writeValue(out, log);
    out.println();
  }

  private Map<String, Object> driver(ReportDocument report, List<String> rules) {
    var driver = new LinkedHashMap<String, Object>();
    driver.put("name", "Preflight");
    driver.put("semanticVersion", report.tool().version());
    driver.put("rules", rules.stream().map(this::rule).toList());
    return driver;
  }

  private Map<String, Object> rule(String id) {
    CheckDoc doc = docs.get(id);
    String expects = doc == null ? id : doc.expects();
    String why = doc == null ? id : doc.why().strip().replaceAll("\\s+", " ");
    var rule = new LinkedHashMap<String, Object>();
    rule.put("id", id);
    rule.put("shortDescription", Map.of("text", expects));
    rule.put("fullDescription", Map.of("text", why));
    rule.put("help", Map.of("text", why + "\n\npreflight explain " + id));
    return rule;
  }

  private static Map<String, Object> invocation(ReportDocument report, List<Finding> told) {
    List<Map<String, Object>> notifications = new ArrayList<>();
    notifications.add(notification("note", report.verdict().headline()));
    report
        .weakenings()
        .forEach(it ->
            notifications.add(
                notification(
                    "warning",
                    "%s: %s: %s (%s)"
                        .formatted(it.kind(), it.subject(), it.change(), it.origin()))));
    report.notices().forEach(it -> notifications.add(notification("warning", it.text())));
    if (told.size() > MOST) {
      notifications.add(
          notification(
              "warning",
              "%s more; the JSON report lists all of them"
                  .formatted(Plural.of(told.size() - MOST, "result"))));
    }
    var invocation = new LinkedHashMap<String, Object>();
    invocation.put(
        "executionSuccessful", !report.verdict().value().equals(Verdict.INCONCLUSIVE.name()));
    invocation.put("exitCode", report.verdict().exitCode());
    invocation.put("startTimeUtc", report.run().startedAt());
    invocation.put("toolExecutionNotifications", notifications);
    return invocation;
  }

  private static Map<String, Object> notification(String level, String text) {
    return Map.of("level", level, "message", Map.of("text", text));
  }

  private static Map<String, Object> result(
      Finding finding, List<String> rules, ReportDocument report) {
    CheckInfo check = finding.check();
    var result = new LinkedHashMap<String, Object>();
    result.put("ruleId", check.check());
    result.put("ruleIndex", rules.indexOf(check.check()));
    result.put("level", level(finding.weight()));
    result.put(
        "message",
        Map.of(
            "text",
            check.id() + ": " + finding.sentence() + "\n" + String.join("\n", finding.details())));
    result.put("locations", List.of(location(finding)));
    result.put("partialFingerprints", Map.of("preflight/v1", finding.fingerprint(report)));
    if (finding.weight() == Weight.WAIVED) {
      var waiver = Objects.requireNonNull(check.waiver());
      result.put(
          "suppressions",
          List.of(
              Map.of(
                  "kind",
                  "external",
                  "status",
                  "accepted",
                  "justification",
                  "%s (%s, until %s)"
                      .formatted(waiver.reason(), waiver.owner(), waiver.expires()))));
    }
    var properties = new TreeMap<String, Object>();
    check.failureClass().ifPresent(it -> properties.put("class", it));
    check.explainedBy().ifPresent(it -> properties.put("explainedBy", it));
    finding
        .root()
        .ifPresent(it -> {
          properties.put("confidence", it.confidence());
          it.owner().ifPresent(owner -> properties.put("owner", owner));
          properties.put("commands", it.remedy().commands());
        });
    result.put("properties", properties);
    return result;
  }

  private static String level(Weight weight) {
    return switch (weight) {
      case BLOCKS, UNKNOWN_BLOCKS -> "error";
      case WARNS, UNKNOWN -> "warning";
      case EXPLAINED, WAIVED, NOTE, PASSED, SKIPPED -> "note";
    };
  }

  private static Map<String, Object> location(Finding finding) {
    LocationInfo at = finding.location();
    return Map.of(
        "physicalLocation",
        Map.of(
            "artifactLocation",
            Map.of("uri", uri(at.file())),
            "region",
            Map.of("startLine", Math.max(1, at.line()))),
        "logicalLocations",
        List.of(Map.of("fullyQualifiedName", finding.check().resource(), "kind", "resource")));
  }

  private static String uri(String file) {
    try {
      return new URI(null, null, file, null).toASCIIString();
    } catch (URISyntaxException _) {
      // Such a name has a colon before any slash, or nothing in it.
      return "./" + file;
    }
  }
}
