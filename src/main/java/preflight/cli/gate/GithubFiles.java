package preflight.cli.gate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import preflight.check.command.TerminalText;
import preflight.report.ReportDocument;
import preflight.report.ReportDocument.Root;
import preflight.report.TerminalWriter;
import preflight.report.export.Markdown;

/**
 * The files by which a step of a GitHub workflow tells its summary and its outputs; GitHub names
 * them in variables.
 */
final class GithubFiles {

  private final Map<String, String> variables;

  GithubFiles(Map<String, String> variables) {
    this.variables = variables;
  }

  /** Adds to those that are named; the names of those that could not be written. */
  List<String> write(ReportDocument report) {
    List<String> unwritten = new ArrayList<>();
    append("GITHUB_STEP_SUMMARY", unwritten, out -> new Markdown().write(report, out));
    append(
        "GITHUB_OUTPUT",
        unwritten,
        out -> {
          out.println("verdict=" + report.verdict().value());
          out.println("exit-code=" + report.verdict().exitCode());
          Root root = report.rootCauses().isEmpty() ? null : report.rootCauses().getFirst();
          out.println("class=" + (root == null ? "" : root.failureClass()));
          out.println("root-cause=" + (root == null ? "" : TerminalText.line(root.id())));
          out.println(
              "owner=" + (root == null ? "" : root.owner().map(TerminalText::line).orElse("")));
        });
    return unwritten;
  }

  private void append(
      String variable, List<String> unwritten, java.util.function.Consumer<TerminalWriter> text) {
    String file = variables.getOrDefault(variable, "");
    if (file.isEmpty()) {
      return;
    }
    try (var out =
        new TerminalWriter(
            Files.newBufferedWriter(
                Path.of(file),
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND))) {
      text.accept(out);
      if (out.checkError()) {
        unwritten.add(variable);
      }
    } catch (IOException | java.nio.file.InvalidPathException _) {
      unwritten.add(variable);
    }
  }
}
