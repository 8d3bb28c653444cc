package preflight.probe.log;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;
import preflight.probe.PeerText;

/** Where in its own code an error was raised, by the traceback of its language. */
final class RaisedAt {

  /**
   * A frame, and which of several is the place: Python and Ruby end with it or begin with it.
   *
   * @param lastCounts whether the innermost frame comes last
   */
  private record Frame(Pattern pattern, boolean lastCounts) {}

  private static final Pattern OF_OTHERS =
      Pattern.compile(
          "site-packages|dist-packages|/lib/python|node_modules|node:|internal/|/usr/local/go"
              + "|/go/pkg/mod|/gems/|^(?:java|javax|jdk|sun|org\\.springframework|org\\.apache"
              + "|org\\.hibernate|com\\.zaxxer|org\\.postgresql|kotlin|reactor|io\\.netty)\\.");

  private static final List<Frame> FRAMES =
      List.of(
          new Frame(Pattern.compile("File \"(?P<at>[^\"\\n]{1,300})\", line (?P<line>\\d+)"), true),
          new Frame(
              Pattern.compile(
                  "\\n\\s+at (?:[^\\n(]{0,200}\\()?(?:file://)?(?P<at>[^\\s()]{1,300}?\\.[cm]?[jt]sx?):(?P<line>\\d+)"),
              false),
          new Frame(
              Pattern.compile(
                  "\\n\\s+at (?P<at>[\\w.$]{1,300})\\([\\w$]+\\.(?:java|kt):(?P<line>\\d+)\\)"),
              false),
          new Frame(Pattern.compile("\\n\\s*(?P<at>/[^\\s:]{1,300}\\.go):(?P<line>\\d+)"), false),
          new Frame(Pattern.compile("(?P<at>[^\\s:]{1,300}\\.rb):(?P<line>\\d+):in"), false));

  private RaisedAt() {}

  /** A file, or a method of Java, with its line. */
  static Optional<PeerText> in(PeerText traceback) {
    return FRAMES.stream()
        .flatMap(it -> in(it, traceback.raw()).stream())
        .findFirst()
        .map(it -> traceback.map(_ -> it));
  }

  private static Optional<String> in(Frame frame, String text) {
    Matcher matcher = frame.pattern().matcher(text);
    Optional<String> found = Optional.empty();
    while (matcher.find() && (frame.lastCounts() || found.isEmpty())) {
      if (!OF_OTHERS.matcher(matcher.group("at")).find()) {
        found = Optional.of(matcher.group("at") + ":" + matcher.group("line"));
      }
    }
    return found;
  }
}
