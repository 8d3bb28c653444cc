package preflight.cli.gate;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Withdraws the reports of earlier runs where a command line cannot be understood, and so no run
 * begins that would write its own.
 */
public final class EarlierReports {

  /** A word that names a report in a file, with or without its flag. */
  private static final Pattern REPORT =
      Pattern.compile("(?s)(?:--output=|-[A-Za-z]*o=?)?(?:human|short|json)=(.+)");

  private EarlierReports() {}

  /**
   * Empties the reports of earlier runs at the places that this one names.
   *
   * @param words the command line and what variables say in its place
   */
  public static void withdraw(List<String> words) {
    words.stream().flatMap(EarlierReports::file).forEach(EarlierReports::withdraw);
  }

  private static Stream<Path> file(String word) {
    Matcher report = REPORT.matcher(word);
    try {
      return report.matches() ? Stream.of(Path.of(report.group(1))) : Stream.of();
    } catch (InvalidPathException _) {
      return Stream.of();
    }
  }

  private static void withdraw(Path file) {
    try {
      new ReportFile(file).withdraw();
    } catch (IOException _) {
      // The mistake in the command line is said in any case.
    }
  }
}
