package preflight.probe.secret.dotenv;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code docker run --env-file}, docker/cli {@code pkg/kvfile}: quotes, {@code #} and {@code $} in
 * a value are a part of it, blanks at its end as well; a blank in a name refuses the file.
 */
final class DockerLines {

  private DockerLines() {}

  static Map<String, String> of(Text text) {
    Map<String, String> values = new LinkedHashMap<>();
    while (!text.atEnd()) {
      text.skip(Text::isBlank);
      int start = text.mark();
      String line = text.line();
      if (line.endsWith("\r")) {
        line = line.substring(0, line.length() - 1);
      }
      if (line.isEmpty() || line.charAt(0) == '#') {
        continue;
      }
      int equals = line.indexOf('=');
      String name = equals < 0 ? line : line.substring(0, equals);
      text.back(start);
      if (name.isEmpty()) {
        throw text.refused("docker refuses a file with a line that has no name before '='");
      }
      if (name.chars().anyMatch(it -> it == ' ' || it == '\t')) {
        throw text.refused(
            "docker refuses a file with a blank in or behind a name; 'export' is not known to it");
      }
      text.line();
      // Without '=', docker passes the caller's own variable on.
      if (equals >= 0) {
        values.put(name, line.substring(equals + 1));
      }
    }
    return values;
  }
}
