package preflight.probe.program;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import preflight.probe.PeerText;

/** Runs programs. */
public interface Programs {

  /**
   * Runs a command without a shell, with nothing on its standard input. Of this process's variables
   * it gets PATH, HOME, LANG, LC_*, TMPDIR, TZ and those that are passed on.
   *
   * @param passedOn names of variables of this process
   * @param variables more, with their values
   */
  Run run(
      List<String> command, List<String> passedOn, Map<String, String> variables, Duration patience)
      throws InterruptedException;

  /** What became of a program. */
  sealed interface Run {

    /** It ended by itself; its output is at most 64 KiB. */
    record Ended(int code, PeerText output) implements Run {}

    /**
     * Nothing ran.
     *
     * @param why such as {@code it is not executable}
     */
    record NotStarted(String why) implements Run {}

    record TimedOut() implements Run {}

    record TooMuchOutput() implements Run {}
  }
}
