package preflight.report.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import preflight.catalog.Catalog;
import preflight.report.ReportDocument;
import preflight.report.Reports;
import preflight.report.TerminalWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every format says what the exit code says, and what peers say is text in each of them. */
class ExportsTest {

  /** What would be syntax to one of the formats. */
  private static final String HOSTILE =
      "]]></skipped></script><script>alert(1)</script><img src=x onerror=alert(2)> \"' &amp; %0A%0D"
          + " ::error::x ##[command] \u001b[31m \u202e \ufffe \\ # @team #12 `` ``` | [a](http://x)"
          + " ![b](y) not ok 7 {a=\"b\"} <!-- --> https://evil.example";

  private static final Pattern SAMPLE =
      Pattern.compile(
          "[a-z_]+\\{[a-z]+=\"(?:[^\"\\\\\n]|\\\\[\\\\n\"])*\"(?:,[a-z]+=\"(?:[^\"\\\\\n]|\\\\[\\\\n\"])*\")*\\} [0-9.]+");

  static List<String> names() {
    return Reports.names();
  }

  static Stream<ReportDocument> all() {
    return Stream.concat(
        Reports.names().stream().map(Reports::document), Stream.of(Reports.saying(HOSTILE)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void junit_fails_where_the_verdict_does(ReportDocument report) throws Exception {
    String xml = text(new JunitXml(), report);
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(Path.of("src/test/resources/report/junit.xsd").toFile())
        .newValidator()
        .validate(new StreamSource(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))));
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    int failures = document.getElementsByTagName("failure").getLength();
    int errors = document.getElementsByTagName("error").getLength();
    switch (report.verdict().value()) {
      case "NO_GO" -> assertThat(failures).isGreaterThan(1);
      case "INCONCLUSIVE" -> assertThat(errors).isPositive();
      default -> assertThat(failures + errors).isZero();
    }
    assertThat(document.getElementsByTagName("testcase").getLength())
        .isEqualTo(report.checks().size() + 1);
    var suites = document.getElementsByTagName("testsuite");
    int told = 0;
    for (int i = 0; i < suites.getLength(); i++) {
      told +=
          Integer.parseInt(suites.item(i).getAttributes().getNamedItem("failures").getNodeValue());
    }
    assertThat(told).isEqualTo(failures);
  }

  @ParameterizedTest
  @MethodSource("all")
  void sarif_keeps_the_rules_of_code_scanning(ReportDocument report) {
    JsonNode run = json(new SarifLog(Catalog.definitions()), report).at("/runs/0");
    JsonNode rules = run.at("/tool/driver/rules");
    boolean error = false;
    Set<String> fingerprints = new HashSet<>();
    for (JsonNode result : run.get("results")) {
      JsonNode place = result.at("/locations/0/physicalLocation");
      assertThat(place.at("/artifactLocation/uri").asString()).isNotEmpty().doesNotStartWith("/");
      assertThat(place.at("/region/startLine").asInt()).isPositive();
      assertThat(rules.get(result.get("ruleIndex").asInt()).get("id").asString())
          .isEqualTo(result.get("ruleId").asString());
      assertThat(fingerprints.add(result.at("/partialFingerprints/preflight~1v1").asString()))
          .isTrue();
      assertThat(result.at("/message/text").asString()).isNotBlank();
      error |= result.get("level").asString().equals("error");
    }
    for (JsonNode rule : rules) {
      assertThat(rule.at("/shortDescription/text").asString()).isNotBlank();
      assertThat(rule.at("/help/text").asString()).isNotBlank();
    }
    assertThat(error).isEqualTo(!go(report) && !fingerprints.isEmpty());
    assertThat(run.at("/invocations/0/exitCode").asInt()).isEqualTo(report.verdict().exitCode());
    assertThat(run.at("/automationDetails/id").asString()).isEqualTo("preflight/staging/");
  }

  @ParameterizedTest
  @MethodSource("all")
  void gitlab_has_each_finding_once(ReportDocument report) {
    List<String> fingerprints = new ArrayList<>();
    List<String> severities = new ArrayList<>();
    for (JsonNode entry : json(new GitlabCodeQuality(), report)) {
      fingerprints.add(entry.get("fingerprint").asString());
      severities.add(entry.get("severity").asString());
      assertThat(entry.get("description").asString()).isNotBlank();
      assertThat(entry.get("check_name").asString()).isNotBlank();
      assertThat(entry.at("/location/path").asString()).doesNotStartWith("/");
      assertThat(entry.at("/location/lines/begin").asInt()).isPositive();
    }
    assertThat(fingerprints).doesNotHaveDuplicates();
    assertThat(severities).isSubsetOf("info", "minor", "critical", "blocker");
    if (report.verdict().value().equals("NO_GO")) {
      assertThat(severities).contains("blocker");
    }
    if (go(report)) {
      assertThat(severities).doesNotContain("blocker", "critical");
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void tap_counts_and_fails_as_the_verdict_does(ReportDocument report) {
    List<String> lines = text(new Tap(), report).lines().toList();
    List<String> points = lines.stream().filter(it -> it.matches("(not )?ok \\d+ - .*")).toList();
    assertThat(lines.get(1)).isEqualTo("1.." + points.size());
    assertThat(points).hasSize(report.checks().size() + 1);
    // A hash that no backslash takes its meaning from begins a directive.
    var todo = Pattern.compile("(?<!\\\\)# TODO ");
    assertThat(points.stream().filter(it -> it.startsWith("not ok")))
        .allMatch(it -> !go(report) || todo.matcher(it).find());
    assertThat(points.getFirst()).startsWith(go(report) ? "ok 1" : "not ok 1");
    assertThat(lines)
        .allMatch(it ->
            it.matches(
                "TAP version 14|1\\.\\.\\d+|(not )?ok .*|  (---|\\.\\.\\.|message: .*|details:)|    - \".*\""));
  }

  @ParameterizedTest
  @MethodSource("all")
  void prometheus_reads_each_line(ReportDocument report) {
    assertThat(text(new PrometheusText(), report).lines())
        .allMatch(
            it -> it.matches("# (HELP|TYPE) preflight_[a-z_]+ .*") || SAMPLE.matcher(it).matches());
    assertThat(text(new PrometheusText(), report))
        .contains(
            "preflight_exit_code{environment=\"staging\"} " + report.verdict().exitCode() + "\n");
  }

  @ParameterizedTest
  @MethodSource("all")
  void each_line_for_github_is_one_command_of_ours(ReportDocument report) {
    List<String> lines = text(new GithubCommands(), report).lines().toList();
    assertThat(lines.getLast()).startsWith("preflight: ");
    assertThat(lines.subList(0, lines.size() - 1))
        .allMatch(it ->
            it.matches(
                "::(error|warning|notice) file=[^,:]+,line=\\d+,title=[^,:]+::[^\\p{Cntrl}]+"));
    assertThat(lines.stream().anyMatch(it -> it.startsWith("::error ")))
        .isEqualTo(
            !go(report)
                && report.verdict().counts().failed() + report.verdict().counts().unknown() > 0);
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_page_has_every_root_cause_with_its_commands(String name) {
    ReportDocument report = Reports.document(name);
    String page = text(new HtmlPage(), report);
    assertThat(page).startsWith("<!doctype html>").contains("</html>");
    report
        .rootCauses()
        .forEach(it -> {
          assertThat(page).contains(Html.text(it.summary()));
          it.remedy().commands().forEach(at -> assertThat(page).contains(Html.text(at)));
        });
    assertThat(page).doesNotContainPattern("(?:src|href)=");
  }

  @Test
  void what_a_peer_says_is_no_markup() {
    ReportDocument report = Reports.saying(HOSTILE);
    assertThat(text(new HtmlPage(), report))
        .doesNotContain("<img")
        .doesNotContain("<script>alert")
        .contains("&lt;img src=x onerror=alert(2)&gt;");
    assertThat(text(new Markdown(), report).lines().filter(it -> it.contains("<img")))
        .isNotEmpty()
        .allMatch(it -> it.matches("- \\w+: ````[^\n]*````"));
  }

  @Test
  void plain_words_stay_plain_and_everything_else_is_code() {
    assertThat(Markdown.text("a line break at the end")).isEqualTo("a line break at the end");
    assertThat(Markdown.text("503, redis: error")).isEqualTo("503, redis: error");
    assertThat(Markdown.text("the secret REDIS_HOST")).isEqualTo("the secret REDIS_HOST");
    assertThat(Markdown.text("_so_")).isEqualTo("`_so_`");
    assertThat(Markdown.text(":warning:")).isEqualTo("`:warning:`");
    assertThat(Markdown.text("a@b")).isEqualTo("`a@b`");
    assertThat(Markdown.text("see app.example.com")).isEqualTo("`see app.example.com`");
    assertThat(Markdown.text("ends with `")).isEqualTo("`` ends with ` ``");
    assertThat(Markdown.text("1. first")).isEqualTo("`1. first`");
  }

  private static boolean go(ReportDocument report) {
    return report.verdict().exitCode() == 0;
  }

  private static JsonNode json(Export export, ReportDocument report) {
    JsonNode node = JsonMapper.shared().readTree(text(export, report));
    assertThat(StreamSupport.stream(node.spliterator(), false)).isNotNull();
    return node;
  }

  private static String text(Export export, ReportDocument report) {
    var text = new StringWriter();
    try (var out = new TerminalWriter(text)) {
      export.write(report, out);
    }
    return text.toString();
  }
}
