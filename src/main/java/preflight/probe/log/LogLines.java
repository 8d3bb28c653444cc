package preflight.probe.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import preflight.probe.PeerText;
import preflight.probe.log.LogMessage.Speaker;

/**
 * Joins the lines of one outburst: runtimes write a traceback at once, and Cloud Run makes one
 * entry of it, or one of each line.
 */
final class LogLines {

  /** Lines of one traceback are written within milliseconds. */
  private static final Duration TOGETHER = Duration.ofMillis(500);

  /** More than the longest traceback that anybody reads. */
  private static final int LONGEST = 1 << 15;

  private LogLines() {}

  /** What one entry holds, and where it came from. */
  record Line(LogMessage message, PeerText stream) {}

  private record Source(PeerText instance, PeerText stream) {}

  /**
   * The same as whole messages.
   *
   * @param lines in the order of time
   */
  static List<LogMessage> joined(List<Line> lines) {
    Map<Source, List<LogMessage>> bySource = new LinkedHashMap<>();
    for (Line line : lines) {
      List<LogMessage> before =
          bySource.computeIfAbsent(
              new Source(line.message().instance(), line.stream()), _ -> new ArrayList<>());
      before.add(line.message());
    }
    return bySource.values().stream()
        .flatMap(it -> joinedOfOne(it).stream())
        .sorted(Comparator.comparing(LogMessage::at))
        .toList();
  }

  private static List<LogMessage> joinedOfOne(List<LogMessage> lines) {
    List<LogMessage> joined = new ArrayList<>();
    List<LogMessage> open = new ArrayList<>();
    int length = 0;
    for (LogMessage line : lines) {
      boolean goesOn =
          !open.isEmpty()
              && line.speaker() == Speaker.CONTAINER
              && length < LONGEST
              && Duration.between(open.getLast().at(), line.at()).compareTo(TOGETHER) < 0;
      if (!goesOn && !open.isEmpty()) {
        joined.add(one(open));
        open.clear();
        length = 0;
      }
      open.add(line);
      length += line.text().raw().length();
    }
    if (!open.isEmpty()) {
      joined.add(one(open));
    }
    return joined;
  }

  private static LogMessage one(List<LogMessage> lines) {
    LogMessage first = lines.getFirst();
    if (lines.size() == 1) {
      return first;
    }
    var text = new StringBuilder();
    lines.forEach(it -> text.append(it.text().raw().stripTrailing()).append('\n'));
    PeerText whole = first.text().map(_ -> text.toString());
    PeerText trace =
        lines.stream()
            .map(LogMessage::trace)
            .filter(it -> !it.isBlank())
            .reduce((_, last) -> last)
            .orElse(first.trace());
    return new LogMessage(first.at(), first.speaker(), first.instance(), trace, whole);
  }
}
