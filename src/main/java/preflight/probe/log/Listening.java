package preflight.probe.log;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;

/**
 * Where a program says that it listens.
 *
 * @param port its number
 * @param toItself whether on a loopback address, which nobody outside of its container reaches
 */
public record Listening(int port, boolean toItself) {

  private static final String BEGINS = "(?i)(?:listening|running|started|serving|ready|local:)";

  /** As frameworks write it: an address with its port, or the port alone. */
  private static final List<Pattern> SENTENCES =
      List.of(
          Pattern.compile(
              BEGINS
                  + "[^\\n]{0,60}?(?P<host>localhost|127\\.0\\.0\\.1|0\\.0\\.0\\.0|\\[::1?\\]|\\*|"
                  + "[\\s\"'(]):(?P<port>\\d{3,5})\\b"),
          Pattern.compile(
              BEGINS + "[^\\n]{0,60}?(?P<host>)\\bport(?:\\(s\\))?:? (?P<port>\\d{2,5})\\b"),
          Pattern.compile(BEGINS + "(?P<host>) (?:on|at) (?P<port>\\d{4,5})\\b"));

  /** The last that any of these messages says. */
  public static Optional<Listening> in(List<LogMessage> messages) {
    return messages.reversed().stream()
        .filter(it -> it.speaker() == LogMessage.Speaker.CONTAINER)
        .flatMap(it -> SENTENCES.stream().flatMap(each -> last(each, it).stream()))
        .findFirst();
  }

  private static Optional<Listening> last(Pattern sentence, LogMessage message) {
    Matcher matcher = sentence.matcher(message.text().raw());
    Optional<Listening> last = Optional.empty();
    while (matcher.find()) {
      String host = matcher.group("host");
      last =
          Optional.of(
              new Listening(
                  Integer.parseInt(matcher.group("port")),
                  host.equalsIgnoreCase("localhost")
                      || host.equals("127.0.0.1")
                      || host.equals("[::1]")));
    }
    return last;
  }
}
