package preflight.report;

import java.nio.file.Path;
import java.util.Optional;
import preflight.check.ExitCode;
import preflight.diagnosis.Verdict;
import preflight.file.RegularFile;
import preflight.report.run.JsonReport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what {@link JsonReport} wrote, by this version or another one of the same major format:
 * keys that it does not know are ignored, keys that it needs must be there.
 */
public final class ReportReader {

  // In MiB; no report is larger.
  private static final int LARGEST = 64;

  private final JsonMapper mapper =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  public ReportReading read(Path file) {
    return switch (RegularFile.read(file, LARGEST)) {
      case RegularFile.Content.Bytes it when it.array().length == 0 -> invalid(file, "is empty");
      case RegularFile.Content.Bytes it -> parse(file, it.array());
      case RegularFile.Content.Missing _ -> unusable("there is no file %s".formatted(file));
      case RegularFile.Content.Unfit(String why) -> unusable(file + " " + why);
      case RegularFile.Content.Closed(String why) -> unusable(file + " " + why);
    };
  }

  private ReportReading parse(Path file, byte[] bytes) {
    JsonNode root;
    try {
      root = mapper.readTree(bytes);
    } catch (JacksonException e) {
      var at = Optional.ofNullable(e.getLocation());
      return invalid(
          file,
          "is not JSON"
              + at.map(it -> ": line %d, column %d".formatted(it.getLineNr(), it.getColumnNr()))
                  .orElse(""));
    }
    String version = root.path("schemaVersion").asString("");
    if (version.isEmpty()) {
      return invalid(file, "is JSON, but not a report of Preflight: it has no schemaVersion");
    }
    if (!major(version).equals(major(ReportDocument.SCHEMA_VERSION))) {
      return invalid(
          file,
          "is a report in format %s; this version reads format %s.x"
              .formatted(Page.clean(version), major(ReportDocument.SCHEMA_VERSION)));
    }
    return report(file, root);
  }

  private ReportReading report(Path file, JsonNode root) {
    ReportDocument report;
    try {
      report = mapper.treeToValue(root, ReportDocument.class);
    } catch (JacksonException e) {
      return invalid(file, "is not a complete report: %s has the wrong type".formatted(path(e)));
    }
    Optional<String> missing = MissingKey.in(report);
    if (missing.isPresent()) {
      return invalid(file, "is not a complete report: missing " + missing.get());
    }
    return verdict(report).isEmpty()
        ? invalid(
            file,
            "has the verdict '%s', which this version of Preflight does not know"
                .formatted(Page.clean(report.verdict().value())))
        : new ReportReading.Read(report);
  }

  /** The verdict of a report; empty where a later version introduced it. */
  public static Optional<Verdict> verdict(ReportDocument report) {
    return Words.constant(Verdict.class, report.verdict().value());
  }

  private static String path(JacksonException e) {
    StringBuilder path = new StringBuilder();
    e.getPath()
        .forEach(it -> {
          if (it.getPropertyName() == null) {
            path.append('[').append(it.getIndex()).append(']');
          } else {
            path.append(path.isEmpty() ? "" : ".").append(it.getPropertyName());
          }
        });
    return path.isEmpty() ? "its root" : path.toString();
  }

  private static String major(String version) {
    return version.split("\\.", 2)[0];
  }

  private static ReportReading unusable(String why) {
    return new ReportReading.Unreadable(ExitCode.USAGE, why);
  }

  private static ReportReading invalid(Path file, String why) {
    return new ReportReading.Unreadable(ExitCode.INVALID, file + " " + why);
  }
}
