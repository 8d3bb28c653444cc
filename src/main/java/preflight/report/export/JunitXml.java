package preflight.report.export;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import preflight.diagnosis.Verdict;
import preflight.report.ReportDocument;
import preflight.report.TerminalWriter;

/**
 * JUnit's XML, as Jenkins, GitLab and Azure read it: one suite for each class of failures, one test
 * for each check, and one for the verdict. What does not block is skipped with its reason.
 */
public final class JunitXml implements Export {

  @Override
  public void write(ReportDocument report, TerminalWriter out) {
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
      xml.writeStartDocument("UTF-8", "1.0");
      start(xml, "testsuites");
      xml.writeAttribute("name", "preflight " + clean(report.run().environment()));
      verdict(report, xml);
      Map<String, List<Finding>> suites =
          Finding.of(report).stream()
              .collect(Collectors.groupingBy(JunitXml::suite, TreeMap::new, Collectors.toList()));
      for (Map.Entry<String, List<Finding>> suite : suites.entrySet()) {
        suite(report, suite.getKey(), suite.getValue(), xml);
      }
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.writeCharacters("\n");
      xml.writeEndDocument();
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String suite(Finding finding) {
    return switch (finding.weight()) {
      case PASSED, SKIPPED -> "checked";
      case UNKNOWN, UNKNOWN_BLOCKS -> "not checked";
      case BLOCKS, WARNS, NOTE, EXPLAINED, WAIVED ->
          finding.check().failureClass().orElse("UNDETERMINED");
    };
  }

  private static void verdict(ReportDocument report, XMLStreamWriter xml)
      throws XMLStreamException {
    boolean undecided = report.verdict().value().equals(Verdict.INCONCLUSIVE.name());
    boolean refused = Finding.stops(report) && !undecided;
    start(xml, "testsuite");
    counts(xml, "verdict", 1, refused ? 1 : 0, undecided ? 1 : 0, 0);
    xml.writeAttribute("time", seconds(report.run().durationMs()));
    xml.writeAttribute("timestamp", report.run().startedAt().replaceAll("(\\.\\d+)?Z$", ""));
    start(xml, "testcase");
    xml.writeAttribute("classname", "verdict");
    xml.writeAttribute("name", report.run().environment() + " may be deployed to");
    xml.writeAttribute("time", seconds(report.run().durationMs()));
    if (refused || undecided) {
      told(xml, refused ? "failure" : "error", report.verdict().headline(), List.of());
    }
    end(xml);
    end(xml);
  }

  private static void suite(
      ReportDocument report, String name, List<Finding> findings, XMLStreamWriter xml)
      throws XMLStreamException {
    start(xml, "testsuite");
    counts(
        xml,
        name,
        findings.size(),
        count(findings, "failure"),
        count(findings, "error"),
        count(findings, "skipped"));
    xml.writeAttribute(
        "time", seconds(findings.stream().mapToLong(it -> it.check().durationMs()).sum()));
    xml.writeAttribute("timestamp", report.run().startedAt().replaceAll("(\\.\\d+)?Z$", ""));
    for (Finding finding : findings) {
      start(xml, "testcase");
      xml.writeAttribute("classname", clean(finding.check().resource()));
      xml.writeAttribute("name", clean(finding.check().check()));
      xml.writeAttribute("time", seconds(finding.check().durationMs()));
      String element = element(finding);
      if (!element.isEmpty()) {
        told(xml, element, finding.sentence(), finding.told() ? finding.details() : List.of());
      }
      end(xml);
    }
    end(xml);
  }

  private static int count(List<Finding> findings, String element) {
    return (int) findings.stream().filter(it -> element(it).equals(element)).count();
  }

  private static String element(Finding finding) {
    return switch (finding.weight()) {
      case BLOCKS -> "failure";
      case UNKNOWN_BLOCKS -> "error";
      case PASSED -> "";
      case WARNS, UNKNOWN, EXPLAINED, WAIVED, NOTE, SKIPPED -> "skipped";
    };
  }

  private static void counts(
      XMLStreamWriter xml, String name, int tests, int failures, int errors, int skipped)
      throws XMLStreamException {
    xml.writeAttribute("name", name);
    xml.writeAttribute("tests", String.valueOf(tests));
    xml.writeAttribute("failures", String.valueOf(failures));
    xml.writeAttribute("errors", String.valueOf(errors));
    xml.writeAttribute("skipped", String.valueOf(skipped));
  }

  private static void told(XMLStreamWriter xml, String element, String message, List<String> lines)
      throws XMLStreamException {
    start(xml, element);
    xml.writeAttribute("message", clean(message));
    if (!element.equals("skipped")) {
      xml.writeAttribute("type", element.equals("failure") ? "failed" : "not-checked");
    }
    // Jenkins shows the text, GitLab the text, Azure the message.
    xml.writeCharacters(clean(String.join("\n", lines)));
    xml.writeEndElement();
  }

  private static void start(XMLStreamWriter xml, String element) throws XMLStreamException {
    xml.writeCharacters("\n");
    xml.writeStartElement(element);
  }

  private static void end(XMLStreamWriter xml) throws XMLStreamException {
    xml.writeCharacters("\n");
    xml.writeEndElement();
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f", millis / 1e3);
  }

  /** The two characters that XML has no word for, and that no writer below this one changes. */
  private static String clean(String text) {
    return text.replace('\ufffe', '\ufffd').replace('\uffff', '\ufffd');
  }
}
