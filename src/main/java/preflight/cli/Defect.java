package preflight.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import preflight.check.ExitCode;

/** Tells of a mistake in Preflight itself. Types and places only: a message may hold anything. */
final class Defect {

  private static final String VARIABLE = "PREFLIGHT_VERBOSE";

  private Defect() {}

  /** Every command can be asked, those that have no such flag by the variable. */
  static boolean isVerbose(String[] args, Map<String, String> environment) {
    return Boolean.parseBoolean(environment.get(VARIABLE))
        || Arrays.stream(args).anyMatch(List.of("-v", "--verbose")::contains);
  }

  /** One line, and with {@code verbose} where it came from. */
  static int tell(Throwable thrown, boolean verbose, PrintWriter err) {
    err.println(
        "preflight: a bug in Preflight: %s%s"
            .formatted(
                thrown.getClass().getName(),
                verbose ? "" : "; %s=true shows where".formatted(VARIABLE)));
    for (Throwable each = thrown; verbose && each != null; each = each.getCause()) {
      err.println("  " + each.getClass().getName());
      for (StackTraceElement frame : each.getStackTrace()) {
        err.println("    at " + frame);
      }
    }
    err.flush();
    return ExitCode.DEFECT.code();
  }
}
