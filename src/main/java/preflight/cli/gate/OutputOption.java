package preflight.cli.gate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import preflight.catalog.Catalog;
import preflight.cli.UsageMistake;
import preflight.report.export.Export;
import preflight.report.export.GithubCommands;
import preflight.report.export.GitlabCodeQuality;
import preflight.report.export.HtmlPage;
import preflight.report.export.JunitXml;
import preflight.report.export.Markdown;
import preflight.report.export.PrometheusText;
import preflight.report.export.SarifLog;
import preflight.report.export.Tap;

/**
 * One {@code --output FORMAT[=FILE]}.
 *
 * @param file empty for stdout
 */
public record OutputOption(Format format, Optional<ReportFile> file) {

  private static final String FLAG = "--output";

  /** What a report can be written as. */
  enum Format {
    HUMAN,
    SHORT,
    JSON,
    JUNIT,
    SARIF,
    GITHUB,
    GITLAB,
    MARKDOWN,
    HTML,
    PROMETHEUS,
    TAP;

    /** Writes the JSON report in this format; empty for those that are written by themselves. */
    Optional<Export> export() {
      return switch (this) {
        case HUMAN, SHORT, JSON -> Optional.empty();
        case JUNIT -> Optional.of(new JunitXml());
        case SARIF -> Optional.of(new SarifLog(Catalog.definitions()));
        case GITHUB -> Optional.of(new GithubCommands());
        case GITLAB -> Optional.of(new GitlabCodeQuality());
        case MARKDOWN -> Optional.of(new Markdown());
        case HTML -> Optional.of(new HtmlPage());
        case PROMETHEUS -> Optional.of(new PrometheusText());
        case TAP -> Optional.of(new Tap());
      };
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public boolean forPeople() {
    return format == Format.HUMAN;
  }

  static OutputOption parse(String text) {
    String[] parts = text.split("=", 2);
    Format format =
        Arrays.stream(Format.values())
            .filter(it -> it.word().equals(parts[0]))
            .findFirst()
            .orElseThrow(() ->
                new UsageMistake(
                    FLAG,
                    "unknown output format '%s'; known formats: %s"
                        .formatted(
                            parts[0],
                            Arrays.stream(Format.values())
                                .map(Format::word)
                                .collect(Collectors.joining(", ")))));
    if (parts.length == 1) {
      return new OutputOption(format, Optional.empty());
    }
    return new OutputOption(format, Optional.of(new ReportFile(writable(parts[1]))));
  }

  /** Whether the reports of both would go to one place. */
  boolean collidesWith(OutputOption other) {
    return file.map(it -> other.file().map(at -> it.is(at.named())).orElseGet(it::isStdout))
        .orElseGet(() -> other.file().map(ReportFile::isStdout).orElse(true));
  }

  /** Told before anything runs: a report that cannot be written is noticed too late. */
  private static Path writable(String file) {
    Path path = Path.of(file);
    Path folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
    if (file.isEmpty() || Files.isDirectory(path)) {
      throw new UsageMistake(
          FLAG, "--output needs the name of a file after =, not '%s'".formatted(file));
    }
    boolean fits = Files.exists(path) ? Files.isWritable(path) : Files.isWritable(folder);
    if (!fits) {
      throw new UsageMistake(FLAG, "cannot write the report to " + file);
    }
    return path;
  }
}
