package preflight.cli.gate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import preflight.cli.UsageMistake;

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
    JSON
  }

  public boolean forPeople() {
    return format == Format.HUMAN;
  }

  static OutputOption parse(String text) {
    String[] parts = text.split("=", 2);
    Format format =
        Arrays.stream(Format.values())
            .filter(it -> it.name().toLowerCase(Locale.ROOT).equals(parts[0]))
            .findFirst()
            .orElseThrow(() ->
                new UsageMistake(
                    FLAG,
                    "unknown output format '%s'; known formats: %s"
                        .formatted(
                            parts[0],
                            Arrays.stream(Format.values())
                                .map(it -> it.name().toLowerCase(Locale.ROOT))
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
